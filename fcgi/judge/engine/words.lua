-- words: what the files of a rule set may say. Each kind of file has its own words; a rule sees the
-- plain ones and none of the machine.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local terms = host.engine('terms')
local core = host.engine('core')
local forms = host.engine('forms')
local conditions = host.engine('conditions')
local views = host.engine('views')
local declared = host.engine('declared')
local publish = host.engine('publish')
local time = host.engine('time')
local clocks = host.engine('clocks')
local derive = host.engine('derive')
local words = {}

local SEVERITIES = { 'error', 'warning', 'notice' }

local function text_only(message, level)
  if host.type(message) ~= 'string' then message = '错误信息必须是文字' end
  error(message, (level or 1) + 1)
end

local TABLE = host.freeze({
  insert = host.insert, remove = host.remove,
  concat = function(list, separator) return host.string.join(list, separator or '') end,
  unpack = host.unpack,
})

-- ---- what every file may use --------------------------------------------------------------------

function words.base(registry)
  local limits = terms.limits_view(registry)
  local function list_of(id)
    local list = registry.vocabulary[id]
    if not list then error('词表 ' .. host.tostring(id) .. ' 未在 vocabulary.lua 中声明', 3) end
    return list
  end
  return {
    assert = function(ok, message, ...)
      if not ok then text_only(message == nil and '断言不成立' or message, 2) end
      return ok, message, ...
    end,
    error = text_only, select = host.select, tonumber = host.tonumber, tostring = host.tostring,
    type = host.type, ipairs = host.ipairs,
    pairs = function(t)
      if host.is_view(t) then error('此处不能遍历；请在 reads 中声明到所需的字段', 2) end
      return host.pairs(t)
    end,
    table = TABLE, string = host.string,
    math = host.freeze({ floor = host.floor, max = host.max, min = host.min, abs = host.abs }),
    integer = host.integer, match = host.match, capture = host.capture,
    captures = host.captures, sort = host.sort, domain = host.domain, url = host.url,
    day_number = host.day_number, day_text = host.day_text,
    limits = limits,
    workday = terms.workday(registry),
    nth_workday = terms.nth_workday(registry),
    label = function(list, code)
      local item = list_of(list).by_code[code]
      return item and item.label
    end,
    item = function(list, code) return host.freeze(list_of(list).by_code[code]) end,
    items = function(list) return host.freeze(time.items(registry, list_of(list))) end,
    in_force = function(law)
      if not registry.laws[law] then
        error('依据 ' .. host.tostring(law) .. ' 未在 laws.lua 中声明', 2)
      end
      return registry.laws[law].in_force
    end,
  }
end

-- ---- rules and their kin ------------------------------------------------------------------------

local function take_kinds(registry, where, what, kinds)
  for _, kind in host.ipairs(kinds) do
    strict.one_of(where, what .. ' 的 kinds', kind, core.kinds(registry))
    if not registry.forms[kind] then strict.fail(where, what .. '：没有表单 ' .. kind) end
  end
  return strict.set_of(kinds)
end

function words.rule(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('rule', decl, 'id')
    strict.check(where, what, decl, time.shape({
      id = { 'word', true }, title = { 'string', true }, law = { 'string', true },
      severity = { 'string', true }, kinds = { 'names', true }, reads = { 'names', true },
      check = { 'function', true },
    }))
    strict.one_of(where, what .. ' 的 severity', decl.severity, SEVERITIES)
    laws.check(registry, where, what, decl.law)
    if host.string.starts(decl.id, 'form.') then
      strict.fail(where, what .. '：form. 开头的编号留给表单校验')
    end
    local held = time.take(where, what, decl, {})
    declared.add(registry, where, what, {
      id = decl.id, word = 'rule', title = decl.title, law = decl.law, severity = decl.severity,
      kinds = decl.kinds, reads = decl.reads, since = held.since, ends = held.ends,
      since_of = held.since_of,
    }, decl)
    host.seal(decl.check)
    local rule = {
      id = decl.id, title = decl.title, law = decl.law, held = held.is_timed and held or nil,
      in_force = time.in_force(registry, decl.law),
      severity = decl.severity, where = where,
      check = decl.check, kinds = take_kinds(registry, where, what, decl.kinds),
      view = views.make(registry, decl.id, where, decl.kinds, decl.reads), reads = decl.reads,
    }
    rule.traces = {
      silent = { rule = rule.id, ok = true }, spoke = { rule = rule.id, ok = false },
      fault = { rule = rule.id, ok = host.null },
    }
    registry.rule_by_id[rule.id] = rule
    declared.put(registry.rules, rule, function(r) return r.id == rule.id end)
  end
end

function words.deadline(registry) return clocks.word(registry, take_kinds) end
function words.derive(registry) return derive.word(registry, take_kinds) end

-- One declaration per set, with a few functions and the facts they read. → what is the same of all.
local function single(registry, word, title, kinds, decl, shape)
  local where = strict.here()
  shape.law, shape.reads = { 'string', true }, { 'names', true }
  strict.check(where, word, decl, shape)
  laws.check(registry, where, word, decl.law)
  declared.add(registry, where, word,
    { id = word, word = word, title = title, law = decl.law, reads = decl.reads }, decl)
  return {
    where = where, law = decl.law, reads = decl.reads,
    view = views.make(registry, word, where, kinds, decl.reads),
  }
end

-- What the register says of a subject that is elsewhere, or called otherwise, than before.
local CHANGED_MOST = 100
local function check_from_to(where, what, text, example)
  local has_both = string.find(text, '{from}', 1, true) and string.find(text, '{to}', 1, true)
  local rest = hs.replace(hs.replace(text, '{from}', ''), '{to}', '')
  if not has_both or string.find(rest, '[{}]') or hs.len(text) > CHANGED_MOST then
    strict.fail(where, what .. ' 应写有 {from} 和 {to}，不写别的字段，最多 ' .. CHANGED_MOST
      .. ' 字，如 \'' .. example .. '由{from}变更为{to}\'')
  end
end

local function check_moved(where, decl)
  if not decl.moved then return end
  if decl.follows ~= true then
    strict.fail(where, 'routing：moved（公示中怎样写主体迁移）须与 follows = true 同写')
  end
  check_from_to(where, 'routing：moved', decl.moved, '注册地')
end

local function check_renamed(where, what, decl)
  if not decl.renamed then return end
  if not decl.organization then
    strict.fail(where, what .. '：renamed（公示中怎样写主体改名）须与 organization 同写，新的名称由它给出')
  end
  check_from_to(where, what .. '：renamed', decl.renamed, '主体名称')
end

function words.routing(registry)
  return function(decl)
    local out = single(registry, 'routing', '分派', core.kinds(registry), decl,
      {
        route = { 'function', true }, nobody = { 'string' }, follows = { 'boolean' },
        moved = { 'string' },
      })
    check_moved(out.where, decl)
    if decl.nobody and not host.match('^[0-9]{6}$', decl.nobody) then
      strict.fail(out.where, 'routing：nobody 应为六位地区代码，写成文字，如 \'000000\'：没有人能看到的任务交到那里')
    end
    out.route, out.nobody = host.seal(decl.route), decl.nobody
    out.follows, out.moved = decl.follows == true, decl.moved
    registry.routing = out
  end
end

-- The kinds that take their numbers from a series; of every series when it is nil.
local function numbered(registry, series)
  local out = {}
  for _, kind in host.ipairs(registry.flow.kind) do
    if kind.series and (not series or kind.series == series) then out[#out + 1] = kind.code end
  end
  return out
end

function words.numbering(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('numbering', decl, 'series')
    strict.check(where, what, decl, {
      series = { 'code', true }, title = { 'string', true }, law = { 'string', true },
      prefix = { 'string', true }, suffix = { 'string', true }, codes = { 'table' },
      reads = { 'names', true }, counter = { 'function' }, compose = { 'function', true },
      parse = { 'function', true },
    })
    laws.check(registry, where, what, decl.law)
    local id = 'numbering.' .. decl.series
    declared.add(registry, where, what, {
      id = id, word = 'numbering', title = decl.title, law = decl.law, reads = decl.reads,
    }, decl)
    local kinds = numbered(registry, decl.series)
    if #kinds == 0 then
      strict.fail(where, what .. '：没有哪一种备案用这个系列；请在 workflow.lua 的 kind 中写 series，或删去')
    end
    publish.check_reads(registry, where, what, kinds, decl.reads)
    terms.check_digits(registry, where, what, decl.codes)
    local new = {
      series = decl.series, title = decl.title, law = decl.law, prefix = decl.prefix,
      suffix = decl.suffix, where = where, reads = decl.reads,
      counter = decl.counter and host.seal(decl.counter), compose = host.seal(decl.compose),
      parse = host.seal(decl.parse), view = views.make(registry, id, where, kinds, decl.reads),
    }
    registry.numbering[decl.series] = new
    declared.put(registry.numberings, new, function(n) return n.series == new.series end)
  end
end

-- What is published is of a kind that is numbered, or the organization's subject. One publication
-- speaks of all of them, or some of the kinds it names. disclosure: the section of the form whose
-- public fields are shown with the entry. codes: the vocabularies that the codes of a column may be
-- of.
local function published(registry)
  local kinds = numbered(registry)
  if registry.law.admits then kinds[#kinds + 1] = registry.law.admits.code end
  return kinds
end

local function check_published(registry, where, what, decl)
  local may = strict.set_of(published(registry))
  for _, kind in host.ipairs(decl.kinds or {}) do
    if not may[kind] then
      strict.fail(where, what .. '：kinds 的 ' .. kind .. ' 不公示：应是写了 series 的备案种类，或主体备案；可写的有 '
        .. hs.join(published(registry), '、'))
    end
    local is_admitting = registry.law.admits and registry.law.admits.code == kind
    local needed = is_admitting and 'organization' or 'entry'
    if not decl[needed] then
      strict.fail(where, what .. '：缺少字段 ' .. needed .. '，' .. kind .. ' 的公示由它给出')
    end
  end
  for _, needed in host.ipairs(decl.kinds and {} or { 'entry', 'organization' }) do
    if not decl[needed] then strict.fail(where, what .. '：缺少字段 ' .. needed) end
  end
end

function words.publication(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'publication', decl, {
      law = { 'string', true }, reads = { 'names', true }, kinds = { 'names' },
      entry = { 'function' }, organization = { 'function' }, codes = { 'table' },
      disclosure = { 'word' }, renamed = { 'string' },
    })
    local id = decl.kinds and 'publication.' .. hs.join(decl.kinds, '_') or 'publication'
    local what = decl.kinds and 'publication（' .. hs.join(decl.kinds, '、') .. '）' or 'publication'
    laws.check(registry, where, what, decl.law)
    check_published(registry, where, what, decl)
    check_renamed(where, what, decl)
    declared.add(registry, where, what, {
      id = id, word = 'publication', title = '公示', law = decl.law, reads = decl.reads,
      kinds = decl.kinds,
    }, decl)
    declared.put(registry.publications, {
      id = id, where = where, what = what, law = decl.law, reads = decl.reads, kinds = decl.kinds,
      entry = decl.entry and host.seal(decl.entry), codes = decl.codes or {},
      organization = decl.organization and host.seal(decl.organization),
      disclosure = decl.disclosure, renamed = decl.renamed,
    }, function(old) return old.id == id end)
  end
end

-- When all files of publication have been read: whose each is, and what it may read.
function words.settle_publications(registry)
  local of, rest = {}, {}
  for _, p in host.ipairs(registry.publications) do
    for _, kind in host.ipairs(p.kinds or {}) do
      if of[kind] then
        strict.fail(p.where, p.what .. '：' .. kind .. ' 的公示在 ' .. of[kind].where .. ' 已经声明，请只留一处')
      end
      of[kind] = p
    end
  end
  for _, kind in host.ipairs(published(registry)) do
    if not of[kind] then rest[#rest + 1] = kind end
  end
  for _, p in host.ipairs(registry.publications) do
    local kinds = p.kinds or rest
    for _, kind in host.ipairs(kinds) do of[kind] = p end
    publish.check_reads(registry, p.where, p.what, kinds, p.reads)
    publish.check_codes(registry, p.where, p.what, p.codes)
    publish.check_disclosure(registry, p.where, p.what, kinds, p.disclosure)
    p.view = views.make(registry, p.what, p.where, kinds, p.reads)
  end
  registry.publication_of = of
end

words.form, words.amend = forms.form, forms.amend
words.section, words.field, words.when = forms.section, forms.field, conditions.when

return words
