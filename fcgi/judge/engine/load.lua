-- load: turns the files of a rule set into a registry and a manifest, whole or not at all.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local terms = host.engine('terms')
local flow = host.engine('flow')
local law = host.engine('law')
local publish = host.engine('publish')
local forms = host.engine('forms')
local conditions = host.engine('conditions')
local limits = host.engine('limits')
local schema = host.engine('schema')
local words = host.engine('words')
local views = host.engine('views')
local validate = host.engine('validate')
local cases = host.engine('cases')
local examples = host.engine('examples')
local declared = host.engine('declared')
local time = host.engine('time')
local clocks = host.engine('clocks')
local notices = host.engine('notices')
local matter_notices = host.engine('matter_notices')
local channels = host.engine('channels')
local derive = host.engine('derive')
local overlay = host.engine('overlay')
local places = host.engine('places')
local routes = host.engine('routes')
local questionnaire = host.engine('questionnaire')
local letters = host.engine('letters')
local supervision = host.engine('supervision')
local takeover = host.engine('takeover')
local reasons = host.engine('reasons')

-- In this order: what comes later may lean on what came before. Every file belongs to exactly one
-- row. Of each row the files of the base run first and then the local ones, so what comes later
-- sees what is local already. A local file of the path of a base file replaces it; what any other
-- declares replaces the base's declaration of that id, or is an addition.
local FILES = {
  { 'laws.lua', { law = laws.word } },
  { 'set.lua', { ruleset = terms.ruleset, office = terms.office } },
  { 'vocabulary.lua', { vocabulary = terms.vocabulary, item = overlay.item } },
  { 'areas.lua', { areas = terms.areas }, is_optional = true },
  { 'limits.lua', { limit = terms.limit } },
  { 'calendar/', { calendar = terms.calendar } },
  {
    'workflow.lua',
    {
      role = flow.role, pool = flow.pool,
      action = flow.action, event = flow.event, kind = flow.kind,
      stage = flow.stage, state = flow.state, transition = flow.transition, gate = flow.gate,
      moved = flow.moved,
    },
  },
  {
    'forms/',
    {
      form = words.form, section = words.section, field = words.field, when = words.when,
      amend = words.amend,
    },
  },
  { 'supervision.lua', { matter = supervision.word }, is_optional = true },
  { 'people.lua', { takeover = takeover.word }, is_optional = true },
  { 'derived.lua', { derive = words.derive }, is_optional = true },
  { 'deadlines.lua', { counting = terms.counting, deadline = words.deadline } },
  {
    'notices.lua',
    {
      notice = notices.notice, remind = notices.remind, escalate = notices.escalate,
      channel = channels.channel, send = channels.send,
    },
    is_optional = true,
  },
  { 'routing.lua', { routing = words.routing } },
  { 'numbering.lua', { numbering = words.numbering } },
  { 'publication.lua', { publication = words.publication } },
  { 'questionnaires/', { questionnaire = questionnaire.word }, is_optional = true },
  { 'letters/', { letter = letters.letter, letter_series = letters.series }, is_optional = true },
  { 'templates/', { template = letters.template }, is_optional = true },
  { 'checks/', { rule = words.rule, severity = overlay.severity, off = overlay.off } },
  { 'cases/', { case = cases.word } },
}
-- words that are the function itself; the others are made per registry
local PLAIN = strict.set_of({ 'section', 'field', 'when' })

-- Only loading needs these. A heap without them is quicker to collect.
local SCAFFOLD = {
  'declared', 'declared_order', 'sources', 'line_starts', 'form_decls', 'amends', 'letters',
  'letter_series', 'templates', 'texts', 'used_texts',
}

local function new_registry()
  return {
    laws = {}, vocabulary = {}, limits = {}, days = {}, years = {}, forms = {}, rules = {},
    rule_by_id = {}, deadlines = {}, derived = {}, series = {}, units = {}, cases = {},
    notices = {}, reminds = {}, escalates = {}, channels = {}, sends = {},
    form_decls = {}, amends = {}, overlays = {}, changed = {}, flow = flow.new(), numbering = {},
    numberings = {}, publications = {}, questionnaires = {}, matters = {},
    letters = {}, letter_series = {}, templates = {}, texts = {}, used_texts = {},
    places = views.places(), declared = {}, declared_order = {}, sources = {}, line_starts = {},
  }
end

-- words: what this kind of file may say, for the message.
local function environment(base, own)
  local env, may = {}, {}
  for key, value in host.pairs(base) do env[key] = value end
  for key, value in host.pairs(own) do
    env[key] = host.type(value) == 'function' and host.word(value) or value
    may[#may + 1] = key
  end
  local hint = #may > 0 and '；这类文件的声明是 ' .. hs.join(may, '、') or ''
  setmetatable(env, {
    __index = function(_, key)
      error('没有 ' .. host.tostring(key) .. ' 这个名字，或这类文件不能用它' .. hint, 2)
    end,
  })
  return setmetatable({}, {
    __index = env,
    __newindex = function(_, key)
      error('规则不得写全局变量（' .. host.tostring(key) .. '），请写 local ' .. host.tostring(key), 2)
    end,
  })
end

local function tidy(message, where)
  message = host.tostring(message)
  if host.match('^[^\\s:]+:\\d+: ', message) or not where then return message end
  return where .. ': ' .. message
end

-- path: of the file in its layer.
local function run_file(registry, name, env, path)
  local fn, message = host.load(name, registry.sources[name], env, host.behaves(path))
  if not fn then error(tidy(message, name .. ':1'), 0) end
  local ok, value, where = host.read(fn)
  if not ok then error(tidy(value, where or (name .. ':1')), 0) end
  return value
end

-- ---- layers -------------------------------------------------------------------------------------

local BASE, LOCAL = 'rules/', 'rules.local/'

-- files: path → text, local ones below local/. → the names (as messages say them) of the base's and
-- of the local files, by path.
local function split_layers(registry, files)
  local base, over = {}, {}
  for path, text in host.pairs(files) do
    local is_local = hs.starts(path, 'local/')
    path = is_local and string.sub(path, 7) or path
    local name = (is_local and LOCAL or BASE) .. path
    registry.sources[name] = text;
    (is_local and over or base)[path] = name
  end
  return base, over
end

-- Does a file of that path belong to the row of that place? To limits.lua the local layer may add
-- limits.beijing.lua.
local function belongs(path, place, is_local)
  if path == place then return true end
  if not hs.ends(path, '.lua') then return false end
  if hs.ends(place, '/') then return hs.starts(path, place) end
  return is_local and hs.starts(path, string.sub(place, 1, -4)) and not hs.find(path, '/')
end

-- The texts that declarations beside them name.
local function is_text(path)
  return hs.ends(path, '.txt') and (hs.starts(path, 'letters/') or hs.starts(path, 'templates/'))
end

local function place_file(path, name, is_local, groups)
  for i, row in host.ipairs(FILES) do
    if belongs(path, row[1], is_local) then
      groups[i][#groups[i] + 1] = path
      return
    end
  end
  if hs.starts(path, 'lib/') and hs.ends(path, '.lua') or is_text(path) then return end
  local folders = { 'lib/' }
  for _, row in host.ipairs(FILES) do folders[#folders + 1] = row[1] end
  error(name .. ':1: 规则集里没有这个位置的文件；应放在 ' .. hs.join(folders, '、') .. ' 之一', 0)
end

-- → for each row of FILES, the paths of its base files and of its local files.
local function sort_out(registry, base, over)
  local shipped, mine = {}, {}
  for i = 1, #FILES do shipped[i], mine[i] = {}, {} end
  for path, name in host.pairs(base) do place_file(path, name, false, shipped) end
  for path, name in host.pairs(over) do place_file(path, name, true, mine) end
  for _, layer in host.ipairs({ base, over }) do
    for path, name in host.pairs(layer) do
      if is_text(path) then registry.texts[path] = name end
    end
  end
  for i, row in host.ipairs(FILES) do
    if #shipped[i] + #mine[i] == 0 and not row.is_optional then
      error(BASE .. row[1] .. ':1: 缺少' .. (hs.ends(row[1], '/') and '此文件夹中的文件' or '此文件'), 0)
    end
  end
  return shipped, mine
end

-- Where all faults are wanted a file that fails does not keep the next from being run.
local function run_or_note(registry, name, env, path)
  if not registry.faults then return run_file(registry, name, env, path) end
  local ok, message, where = host.protect(run_file, registry, name, env, path)
  if not ok then
    registry.faults[#registry.faults + 1] = { where = where or (name .. ':1'), message = message }
  end
end

local function run_group(registry, shipped, mine, base, over, env)
  for _, path in host.ipairs(shipped) do
    if not over[path] then run_or_note(registry, base[path], env, path) end
  end
  for _, path in host.ipairs(mine) do
    local name, covered = over[path], base[path]
    local text = registry.sources[name]
    declared.add(registry, name .. ':1', name, {
      id = 'file.' .. path, word = 'file', title = covered and '整个替换 ' .. covered or '本地文件',
      overrides = covered and declared.under(registry, covered .. ':1', registry.sources[covered]),
    }, text)
    run_or_note(registry, name, env, path)
  end
  -- What comes after leans on all of them.
  if registry.faults and registry.faults[1] then error(registry.faults[1].message, 0) end
end

-- A local case takes the place of the base's case of the same name: who changes a rule changes what
-- its cases expect.
local function settle_cases(registry)
  local mine, left = {}, {}
  for _, c in host.ipairs(registry.cases) do
    if declared.is_local(c.where) then mine[c.name] = true end
  end
  for _, c in host.ipairs(registry.cases) do
    if declared.is_local(c.where) or not mine[c.name] then left[#left + 1] = c end
  end
  registry.cases = left
end

-- A library's first line says what it is for.
local function title_of(text, name)
  local said = string.match(text, '^%-%-%s*([^\r\n]+)')
  return said and hs.sub(said, 1, 80) or name
end

local function declare_library(registry, name, base, over)
  local path = 'lib/' .. name .. '.lua'
  local file, covered = over[path] or base[path], over[path] and base[path]
  local text = registry.sources[file]
  declared.add(registry, file .. ':1', file, {
    id = 'lib.' .. name, word = 'lib', title = title_of(text, name),
    overrides = covered and declared.under(registry, covered .. ':1', registry.sources[covered]),
  }, text)
end

-- use('name'): lib/name.lua, run once, its value frozen and its functions sealed.
local function libraries(registry, base, over, plain)
  local done, busy, env = {}, {}, nil
  return function(name)
    local path = 'lib/' .. host.tostring(name) .. '.lua'
    if done[path] == nil then
      local file = over[path] or base[path]
      if not file then error('没有文件 ' .. BASE .. path, 2) end
      if busy[path] then error(file .. ' 与其他文件互相引用', 2) end
      busy[path] = true
      env = env or environment(plain, {})
      local value = run_file(registry, file, env, path)
      if value == nil then error(file .. ' 没有返回值，末尾应 return 一个函数或表', 2) end
      if host.type(value) == 'table' then
        for _, part in host.pairs(value) do
          if host.type(part) == 'function' then host.seal(part) end
        end
      elseif host.type(value) == 'function' then
        host.seal(value)
      end
      done[path] = host.freeze(value)
      declare_library(registry, host.tostring(name), base, over)
    end
    return done[path]
  end
end

-- ---- what is read -------------------------------------------------------------------------------

local function has_coverage(form)
  for _, section in host.ipairs(form.sections) do
    for _, f in host.ipairs(section.fields) do
      if f.type == 'coverage' then return true end
    end
  end
  return false
end

-- For each kind the paths that its judgement reads, sorted: the core tells the rules of nothing
-- else. A form reads the data that it declares, whole; of products, one that covers any.
local function reads(registry)
  local out, home = {}, nil
  local admits = registry.law.admits
  local area_at = admits and registry.forms[admits.code].area_at
  -- Where the organization is: a filing whose route failed goes there.
  if area_at then home = 'organization.subject.data' .. hs.replace(area_at, '/', '.') end
  for kind in host.pairs(registry.forms) do
    local seen, list = { products = not has_coverage(registry.forms[kind]) }, host.array({})
    local function add(paths)
      for _, path in host.ipairs(paths) do
        if not seen[path] then
          seen[path] = true
          list[#list + 1] = path
        end
      end
    end
    add({ 'filing.data' })
    for _, r in host.ipairs(registry.rules) do
      if r.kinds[kind] then add(r.reads) end
    end
    for _, d in host.ipairs(registry.deadlines) do
      if d.kinds[kind] then
        add(d.reads)
        add(clocks.reads(d))
      end
    end
    for _, d in host.ipairs(registry.derived) do
      if d.kinds[kind] then add(d.reads) end
    end
    for _, series in host.pairs(registry.series) do add({ series.by }) end
    if home then add({ home }) end
    add(registry.routing.reads)
    out[kind] = host.sort(list)
  end
  return out
end

-- ---- whole or not at all ------------------------------------------------------------------------

local function need(value, file, word)
  if not value then strict.fail('rules/' .. file .. ':1', '缺少声明 ' .. word) end
end

-- The promise of every form: what its examples say passes its own limits, whatever is done by it.
local function check_example(registry, form, action)
  local facts = examples.facts(registry, form.kind, nil, nil, action)
  local _, found = validate.data(form, facts.filing.data, {
    vocabulary = registry.vocabulary, attachments = facts.attachments, anonymous = false,
    day = { today = registry.set.example_today, first_submission = registry.set.example_today },
    form = form, action = action,
  })
  if found[1] then
    strict.fail(found[1].source, '示例不合自身要求：' .. found[1].path .. ' ' .. found[1].message)
  end
end

local function check_examples(registry)
  for _, form in host.pairs(registry.forms) do
    local kind = registry.law.kind[form.kind]
    if not kind then check_example(registry, form, nil) end
    for _, action in host.ipairs(kind and kind.actions or {}) do
      check_example(registry, form, action)
    end
  end
end

local function codes_of(list)
  local out = {}
  for i, one in host.ipairs(list) do out[i] = one.code end
  return out
end

local function keys(set)
  local out = host.array({})
  for key in host.pairs(set) do out[#out + 1] = key end
  return out
end

local function articles(set)
  return host.sort(keys(set), function(a, b) return (tonumber(a) or 0) < (tonumber(b) or 0) end)
end

-- A number, or a series: { by, values }.
local function limits_out(registry)
  local out = {}
  for name, value in host.pairs(registry.limits) do
    local series = registry.series[name]
    out[name] = series and { by = series.by, values = series.values } or value
  end
  return out
end

local function manifest(registry)
  local out = {
    api = registry.set.api, title = registry.set.title, disclaimer = registry.set.disclaimer,
    office = registry.office, laws = {}, forms = {}, vocabulary = {},
    law = law.manifest(registry), limits = limits_out(registry),
    publication = { codes = publish.codes(registry) },
    rules = host.array({}), deadlines = clocks.manifest(registry),
    notices = notices.manifest(registry), reminders = notices.reminders(registry),
    tells = registry.tells, sends = channels.manifest(registry),
    channels = channels.labels(registry),
    derived = derive.manifest(registry), calendar = registry.calendar,
    years = host.array({}), reads = reads(registry), areas = registry.areas,
    questionnaires = questionnaire.manifest(registry), matters = supervision.manifest(registry),
    matter_tells = matter_notices.tells(registry),
    matter_reminders = matter_notices.reminders(registry),
    templates = letters.templates_manifest(registry),
    takeover = registry.takeover,
  }
  for year, state in host.pairs(registry.years) do
    out.years[#out.years + 1] = { year = year, provisional = state == 'provisional' }
  end
  for id, one in host.pairs(registry.laws) do
    out.laws[id] = {
      title = one.title, in_force = one.in_force, note = one.note,
      articles = one.articles and articles(one.articles),
    }
  end
  for kind, form in host.pairs(registry.forms) do
    out.forms[kind] = forms.manifest(form, schema.of(registry, form))
  end
  for id, list in host.pairs(registry.vocabulary) do
    out.vocabulary[id] = {
      title = list.title, law = list.law, note = list.note, items = list.items,
    }
  end
  for _, r in host.ipairs(validate.rules) do
    out.rules[#out.rules + 1] = {
      id = r.id, title = r.title, severity = r.severity or 'error', law = '', source = '',
    }
  end
  for _, r in host.ipairs(registry.rules) do
    out.rules[#out.rules + 1] = {
      id = r.id, title = r.title, law = r.law, severity = r.severity, source = r.where,
      since = r.held and r.held.since, ['until'] = r.held and r.held.ends,
      since_of = r.held and r.held.since_of, reads = host.array(r.reads),
      kinds = keys(r.kinds),
    }
  end
  for i, r in host.ipairs(registry.rules) do
    local kinds = host.array({})
    for kind in host.pairs(r.kinds) do kinds[#kinds + 1] = kind end
    out.rules[#validate.rules + i].kinds = kinds
  end
  out.declared = declared.manifest(registry)
  return out
end

-- faults: a list that takes the first fault of each file; nil: the first of all is raised.
return function(files, faults)
  local registry = new_registry()
  registry.faults = faults
  local base, over = split_layers(registry, files)
  local shipped, mine = sort_out(registry, base, over)
  local plain = words.base(registry)
  plain.use = libraries(registry, base, over, plain)
  for i, row in host.ipairs(FILES) do
    local own = {}
    for word, make in host.pairs(row[2]) do own[word] = PLAIN[word] and make or make(registry) end
    if row[1] == 'cases/' then own.null = host.null end
    run_group(registry, shipped[i], mine[i], base, over, environment(plain, own))
    if row[1] == 'limits.lua' then limits.own(registry) end
    if row[1] == 'vocabulary.lua' then
      overlay.settle_items(registry)
      terms.settle_vocabularies(registry)
    end
    if row[1] == 'checks/' then overlay.settle_checks(registry) end
    if row[1] == 'calendar/' then terms.seal_calendar(registry) end
    if row[1] == 'publication.lua' then words.settle_publications(registry) end
    if row[1] == 'workflow.lua' then law.settle(registry) end
    if row[1] == 'forms/' then
      forms.finish(registry)
      need(registry.forms.product, 'forms/product.lua', 'form product')
      conditions.finish(registry)
      limits.account(registry)
      forms.sheets(registry)
      time.settle(registry, function(path) return views.is_date(registry, path) end)
      check_examples(registry)
    end
  end
  settle_cases(registry)
  overlay.settle_cases(registry)
  need(registry.set, 'set.lua', 'ruleset')
  need(registry.counting, 'deadlines.lua', 'counting')
  need(registry.routing, 'routing.lua', 'routing')
  need(registry.numberings[1], 'numbering.lua', 'numbering')
  need(registry.publications[1], 'publication.lua', 'publication')
  law.finish(registry)
  registry.stages = codes_of(registry.flow.stage)
  reasons.settle(registry)
  clocks.settle(registry, registry.stages, codes_of(registry.flow.state))
  letters.finish(registry)
  notices.settle(registry)
  channels.settle(registry)
  cases.complete(registry)
  for _, layer in host.ipairs({ base, over }) do
    for path in host.pairs(layer) do
      if hs.starts(path, 'lib/') then plain.use(host.capture('^lib/(.+)\\.lua$', path)[1]) end
    end
  end
  for _, layer in host.ipairs({ base, over }) do
    for path, name in host.pairs(layer) do
      local is_run = hs.starts(path, 'checks/') and (layer == over or not over[path])
      if is_run then places.check(registry, name) end
    end
  end
  registry.codes, registry.submits = routes.codes(registry), routes.stages(registry)
  registry.by_kind = {}
  for kind in host.pairs(registry.forms) do
    local list = {}
    for _, r in host.ipairs(registry.rules) do
      if r.kinds[kind] then list[#list + 1] = r end
    end
    registry.by_kind[kind] = list
  end
  registry.manifest = manifest(registry)
  -- The core's own compiler has the last word: what it refuses here it would refuse everywhere.
  host.law_compile(registry.manifest.law)
  for _, key in host.ipairs(SCAFFOLD) do registry[key] = nil end
  return registry
end
