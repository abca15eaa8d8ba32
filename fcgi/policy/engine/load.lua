-- load: turns the files of a rule set into a registry and a manifest, whole or not at all.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local terms = host.engine('terms')
local forms = host.engine('forms')
local schema = host.engine('schema')
local words = host.engine('words')
local views = host.engine('views')
local validate = host.engine('validate')
local cases = host.engine('cases')
local coverage = host.engine('coverage')

-- In this order: what comes later may lean on what came before. Every file belongs to exactly one row.
local FILES = {
  { 'laws.lua', { law = laws.word } },
  { 'set.lua', { ruleset = terms.ruleset } },
  { 'vocabulary.lua', { vocabulary = terms.vocabulary } },
  { 'limits.lua', { limit = terms.limit } },
  { 'calendar/', { calendar = terms.calendar } },
  { 'forms/', { form = words.form, section = words.section, field = words.field, when = words.when } },
  { 'deadlines.lua', { counting = terms.counting, deadline = words.deadline } },
  { 'workflow.lua', { workflow = words.workflow } },
  { 'routing.lua', { routing = words.routing } },
  { 'numbering.lua', { numbering = words.numbering } },
  { 'publication.lua', { publication = words.publication, public_of = words.public_of } },
  { 'checks/', { rule = words.rule } },
  { 'cases/', { case = cases.word } },
}
local PLAIN = strict.set_of({ 'section', 'field', 'when' }) -- words that are the function itself; the others are made per registry

local function new_registry()
  return {
    laws = {}, vocabulary = {}, vocabulary_order = {}, limits = {}, days = {}, years = {}, forms = {}, rules = {}, rule_by_id = {},
    deadlines = {}, cases = {}, places = views.places(),
  }
end

local function environment(base, own)
  local env = {}
  for key, value in host.pairs(base) do env[key] = value end
  for key, value in host.pairs(own) do env[key] = value end
  setmetatable(env, {
    __index = function(_, key) error('没有 ' .. host.tostring(key) .. ' 这个名字，或这类文件不能用它', 2) end,
  })
  return setmetatable({}, {
    __index = env,
    __newindex = function(_, key) error('规则不得写全局变量（' .. host.tostring(key) .. '）', 2) end,
  })
end

local function tidy(message, where)
  message = host.tostring(message)
  if host.match('^[^\\s:]+:\\d+: ', message) or not where then return message end
  return where .. ': ' .. message
end

local function run_file(path, source, env)
  local name = 'rules/' .. path
  local fn, message = host.load(name, source, env, coverage.counts(path))
  if not fn then error(tidy(message, name .. ':1'), 0) end
  local ok, value, where = host.protect(fn)
  if not ok then error(tidy(value, where or (name .. ':1')), 0) end
  return value
end

-- use('name'): lib/name.lua, run once, its value frozen and its functions sealed.
local function libraries(files, base)
  local done, busy, env = {}, {}, nil
  return function(name)
    local path = 'lib/' .. host.tostring(name) .. '.lua'
    if done[path] == nil then
      if not files[path] then error('没有文件 rules/' .. path, 2) end
      if busy[path] then error('rules/' .. path .. ' 与其他文件互相引用', 2) end
      busy[path] = true
      env = env or environment(base, {})
      local value = run_file(path, files[path], env)
      if value == nil then error('rules/' .. path .. ' 没有返回值', 2) end
      if host.type(value) == 'table' then
        for _, part in host.pairs(value) do
          if host.type(part) == 'function' then host.seal(part) end
        end
      elseif host.type(value) == 'function' then
        host.seal(value)
      end
      done[path] = host.freeze(value)
    end
    return done[path]
  end
end

local function sort_out(files)
  local groups = {}
  for i = 1, #FILES do groups[i] = {} end
  for path in host.pairs(files) do
    local home = hs.starts(path, 'lib/') and hs.ends(path, '.lua')
    for i, row in host.ipairs(FILES) do
      local folder = hs.ends(row[1], '/')
      if path == row[1] or (folder and hs.starts(path, row[1]) and hs.ends(path, '.lua')) then
        groups[i][#groups[i] + 1] = path
        home = true
      end
    end
    if not home then error('rules/' .. path .. ':1: 规则集里没有这个位置的文件', 0) end
  end
  for i, row in host.ipairs(FILES) do
    if #groups[i] == 0 then error('rules/' .. row[1] .. ':1: 缺少' .. (hs.ends(row[1], '/') and '此文件夹中的文件' or '此文件'), 0) end
  end
  return groups
end

local function need(value, file, word)
  if not value then strict.fail('rules/' .. file .. ':1', '缺少声明 ' .. word) end
end

-- The promise of every form: what its examples say passes its own limits.
local function check_examples(registry)
  for _, form in host.pairs(registry.forms) do
    local facts = cases.facts(registry, form.kind)
    local _, found = validate.data(form, facts.filing.data, {
      vocabulary = registry.vocabulary, attachments = facts.attachments, anonymous = false,
    })
    if found[1] then strict.fail(found[1].source, '示例不合自身要求：' .. found[1].path .. ' ' .. found[1].message) end
  end
end

local function manifest(registry)
  local out = {
    api = registry.set.api, title = registry.set.title, laws = {}, forms = {}, vocabulary = {}, workflow = registry.workflow,
    limits = registry.limits, numbering = { prefix = registry.numbering.prefix, suffix = registry.numbering.suffix },
    rules = host.array({}), deadlines = host.array({}), calendar = registry.calendar,
  }
  for id, law in host.pairs(registry.laws) do out.laws[id] = { title = law.title, in_force = law.in_force, note = law.note } end
  for kind, form in host.pairs(registry.forms) do out.forms[kind] = forms.manifest(form, schema.of(registry, form)) end
  for id, list in host.pairs(registry.vocabulary) do
    out.vocabulary[id] = { title = list.title, law = list.law, note = list.note, items = list.items }
  end
  for _, r in host.ipairs(validate.rules) do
    out.rules[#out.rules + 1] = { id = r.id, title = r.title, severity = 'error', law = '', source = '' }
  end
  for _, r in host.ipairs(registry.rules) do
    out.rules[#out.rules + 1] = {
      id = r.id, title = r.title, law = r.law, severity = r.severity, since = r.since, source = r.where, reads = host.array(r.reads),
    }
  end
  for _, d in host.ipairs(registry.deadlines) do
    out.deadlines[#out.deadlines + 1] = { name = d.name, title = d.title, days = d.days, law = d.law, kinds = host.array(d.kind_list) }
  end
  return out
end

return function(files)
  local registry = new_registry()
  local base = words.base(registry)
  base.use = libraries(files, base)
  for i, group in host.ipairs(sort_out(files)) do
    local own = {}
    for word, make in host.pairs(FILES[i][2]) do own[word] = PLAIN[word] and make or make(registry) end
    if FILES[i][1] == 'cases/' then own.null = host.null end
    local env = environment(base, own)
    for _, path in host.ipairs(group) do run_file(path, files[path], env) end
    if FILES[i][1] == 'calendar/' then terms.seal_calendar(registry) end
    if FILES[i][1] == 'forms/' then
      for _, kind in host.ipairs({ 'subject', 'product', 'algorithm' }) do
        need(registry.forms[kind], 'forms/' .. kind .. '.lua', 'form ' .. kind)
      end
      forms.sheets(registry)
      check_examples(registry)
    end
  end
  need(registry.set, 'set.lua', 'ruleset')
  need(registry.counting, 'deadlines.lua', 'counting')
  need(registry.workflow, 'workflow.lua', 'workflow')
  need(registry.routing, 'routing.lua', 'routing')
  need(registry.numbering, 'numbering.lua', 'numbering')
  need(registry.publication, 'publication.lua', 'publication')
  cases.complete(registry)
  for path in host.pairs(files) do
    if hs.starts(path, 'lib/') then base.use(host.capture('^lib/(.+)\\.lua$', path)[1]) end
  end
  registry.by_kind = {}
  for kind in host.pairs(registry.forms) do
    local list = {}
    for _, r in host.ipairs(registry.rules) do
      if r.kinds[kind] then list[#list + 1] = r end
    end
    registry.by_kind[kind] = list
  end
  registry.manifest = manifest(registry)
  return registry
end
