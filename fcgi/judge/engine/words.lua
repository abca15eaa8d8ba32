-- words: what the files of a rule set may say. Each kind of file has its own words; a rule sees the
-- plain ones and none of the machine.
local host = host
local strict = host.engine('strict')
local laws = host.engine('laws')
local terms = host.engine('terms')
local forms = host.engine('forms')
local views = host.engine('views')
local declared = host.engine('declared')
local words = {}

local KINDS = { 'subject', 'product', 'algorithm', 'account' }
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
    return list.by_code
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
    integer = host.integer, match = host.match, capture = host.capture, sort = host.sort,
    domain = host.domain, day_number = host.day_number, day_text = host.day_text, limits = limits,
    workday = terms.workday(registry),
    nth_workday = terms.nth_workday(registry),
    label = function(list, code)
      local item = list_of(list)[code]
      return item and item.label
    end,
    item = function(list, code) return host.freeze(list_of(list)[code]) end,
  }
end

-- ---- rules and their kin ------------------------------------------------------------------------

local function take_kinds(registry, where, what, kinds)
  for _, kind in host.ipairs(kinds) do
    strict.one_of(where, what .. ' 的 kinds', kind, KINDS)
    if not registry.forms[kind] then strict.fail(where, what .. '：没有表单 ' .. kind) end
  end
  return strict.set_of(kinds)
end

function words.rule(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('rule', decl, 'id')
    strict.check(where, what, decl, {
      id = { 'word', true }, title = { 'string', true }, law = { 'string', true },
      since = { 'date' }, since_of = { 'string' }, severity = { 'string', true },
      kinds = { 'names', true }, reads = { 'names', true }, check = { 'function', true },
    })
    strict.one_of(where, what .. ' 的 severity', decl.severity, SEVERITIES)
    laws.check(registry, where, what, decl.law)
    if host.string.starts(decl.id, 'form.') then
      strict.fail(where, what .. '：form. 开头的编号留给表单校验')
    end
    forms.check_since(where, what, decl)
    declared.add(registry, where, what, {
      id = decl.id, word = 'rule', title = decl.title, law = decl.law, severity = decl.severity,
      kinds = decl.kinds, reads = decl.reads, since = decl.since, since_of = decl.since_of,
    }, decl)
    host.seal(decl.check)
    local rule = {
      id = decl.id, title = decl.title, law = decl.law, since = decl.since,
      since_of = decl.since_of or 'today', severity = decl.severity, where = where,
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

-- A deadline of the base gives up the kinds that a local one of its name speaks for; without any
-- left, it gives up its place.
local function put_deadline(registry, new)
  for _, old in host.ipairs(registry.deadlines) do
    if old.name == new.name then
      local left = {}
      for _, kind in host.ipairs(old.kind_list) do
        if not new.kinds[kind] then left[#left + 1] = kind end
      end
      old.kind_list, old.kinds = left, strict.set_of(left)
    end
  end
  declared.put(registry.deadlines, new, function(d)
    return d.name == new.name and #d.kind_list == 0
  end)
  for i = #registry.deadlines, 1, -1 do
    if #registry.deadlines[i].kind_list == 0 then table.remove(registry.deadlines, i) end
  end
end

function words.deadline(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('deadline', decl, 'name')
    strict.check(where, what, decl, {
      name = { 'word', true }, title = { 'string', true }, law = { 'string', true },
      kinds = { 'names', true }, days = { 'integer', true }, reads = { 'names', true },
      from = { 'function', true }, done = { 'function', true },
    })
    laws.check(registry, where, what, decl.law)
    if decl.days < 1 or decl.days > 400 then
      strict.fail(where, what .. '：字段 days 应在 1 与 400 之间')
    end
    local kinds = take_kinds(registry, where, what, decl.kinds)
    for _, kind in host.ipairs(decl.kinds) do
      declared.add(registry, where, what, {
        id = 'deadline.' .. kind .. '.' .. decl.name, word = 'deadline', title = decl.title,
        law = decl.law, kinds = { kind }, reads = decl.reads, value = decl.days, unit = '工作日',
      }, decl)
    end
    host.seal(decl.from)
    host.seal(decl.done)
    put_deadline(registry, {
      name = decl.name, title = decl.title, law = decl.law, days = decl.days, from = decl.from,
      done = decl.done, kinds = kinds, kind_list = decl.kinds, where = where,
      label = 'deadline.' .. decl.name,
      view = views.make(registry, 'deadline ' .. decl.name, where, decl.kinds, decl.reads),
    })
  end
end

-- One declaration per set, with a few functions and the facts they read.
local function single(registry, word, title, kinds, shape)
  shape.law, shape.reads = { 'string', true }, { 'names', true }
  return function(decl)
    local where = strict.here()
    strict.check(where, word, decl, shape)
    laws.check(registry, where, word, decl.law)
    declared.add(registry, where, word,
      { id = word, word = word, title = title, law = decl.law, reads = decl.reads }, decl)
    local out = { where = where, view = views.make(registry, word, where, kinds, decl.reads) }
    for key, value in host.pairs(decl) do
      if host.type(value) == 'function' then host.seal(value) end
      out[key] = value
    end
    registry[word] = out
  end
end

function words.routing(registry)
  return single(registry, 'routing', '分派', KINDS, { route = { 'function', true } })
end

function words.numbering(registry)
  return single(registry, 'numbering', '编号', { 'algorithm' }, {
    prefix = { 'string', true }, suffix = { 'string', true }, compose = { 'function', true },
    parse = { 'function', true },
  })
end

function words.publication(registry)
  return single(registry, 'publication', '公示', { 'subject', 'algorithm' }, {
    entry = { 'function', true }, organization = { 'function', true },
  })
end

-- A section of the algorithm form with only what everybody may see.
function words.public_of(registry)
  return function(section, data)
    local s = registry.forms.algorithm and registry.forms.algorithm.by_id[section]
    if not s then error('算法表单没有部分 ' .. host.tostring(section), 2) end
    local out = {}
    for _, f in host.ipairs(s.fields) do
      if f.visibility == 'public' and data then out[f.name] = data[f.name] end
    end
    return out
  end
end

-- ---- workflow -----------------------------------------------------------------------------------

local ON = {
  'save', 'submit', 'withdraw', 'claim', 'release', 'pass', 'return', 'refuse', 'revoke',
  'deregister',
}

local function take_states(where, decl)
  local known, states = {}, host.array({})
  for _, s in host.ipairs(decl.states) do
    strict.check(where, 'workflow 的 states', s, {
      code = { 'word', true }, label = { 'string', true }, editable = { 'boolean' },
      stage = { 'word' }, final = { 'boolean' },
    })
    if known[s.code] then strict.fail(where, 'workflow：状态 ' .. s.code .. ' 重复') end
    known[s.code] = true
    states[#states + 1] = {
      code = s.code, label = s.label, editable = s.editable == true, final = s.final == true,
      stage = s.stage == nil and host.null or s.stage,
    }
  end
  return known, states
end

local function take_transitions(where, decl, known)
  local out, seen = host.array({}), {}
  for _, t in host.ipairs(decl.transitions) do
    local what = 'workflow 的 transitions（' .. host.tostring(t.on) .. '）'
    strict.check(where, what, t, {
      on = { 'word', true }, kind = { 'string', true }, from = { 'word', true },
      to = { 'word', true }, who = { 'names', true },
    })
    strict.one_of(where, what .. ' 的 on', t.on, ON)
    strict.one_of(where, what .. ' 的 kind', t.kind, { 'subject', 'algorithm', '*' })
    for _, role in host.ipairs(t.who) do
      strict.one_of(where, what .. ' 的 who', role, host.roles)
    end
    for _, key in host.ipairs({ 'from', 'to' }) do
      if not known[t[key]] then strict.fail(where, what .. '：没有状态 ' .. t[key]) end
    end
    for _, kind in host.ipairs(t.kind == '*' and { 'subject', 'algorithm' } or { t.kind }) do
      local key = t.on .. ' ' .. kind .. ' ' .. t.from
      if seen[key] then strict.fail(where, what .. '：从 ' .. t.from .. ' 出发的走向重复') end
      seen[key] = true
    end
    out[#out + 1] = { on = t.on, kind = t.kind, from = t.from, to = t.to, who = host.array(t.who) }
  end
  return out
end

function words.workflow(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'workflow', decl, {
      law = { 'string', true }, states = { 'items', true }, transitions = { 'items', true },
      stages = { 'items', true }, gates = { 'items', true },
    })
    laws.check(registry, where, 'workflow', decl.law)
    declared.add(registry, where, 'workflow',
      { id = 'workflow', word = 'workflow', title = '流程', law = decl.law }, decl)
    local known, states = take_states(where, decl)
    local stages, gates = host.array({}), host.array({})
    for _, s in host.ipairs(decl.stages) do
      strict.check(where, 'workflow 的 stages', s, {
        code = { 'word', true }, label = { 'string', true }, role = { 'word', true },
        deadline = { 'word', true },
      })
      strict.one_of(where, 'workflow 的 stages', s.role, host.roles)
      stages[#stages + 1] = s
    end
    for _, g in host.ipairs(decl.gates) do
      strict.check(where, 'workflow 的 gates', g, {
        kind = { 'word', true }, needs = { 'word', true }, code = { 'word', true },
        message = { 'string', true }, law = { 'string', true },
      })
      strict.one_of(where, 'workflow 的 gates', g.needs, { 'subject_approved' })
      laws.check(registry, where, 'workflow 的 gates', g.law)
      gates[#gates + 1] = g
    end
    registry.workflow = {
      states = states, transitions = take_transitions(where, decl, known), stages = stages,
      gates = gates,
    }
  end
end

words.form, words.amend = forms.form, forms.amend
words.section, words.field, words.when = forms.section, forms.field, forms.when

return words
