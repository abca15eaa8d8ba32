-- forms: what a form, a section and a field are. A field is declared once; the manifest (labels,
-- limits, order), the JSON Schema (schema.lua) and the validator (validate.lua) are all made from
-- that one declaration.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local core = host.engine('core')
local limits = host.engine('limits')
local declared = host.engine('declared')
local time = host.engine('time')
local forms = {}

local TYPES = {
  'text', 'long_text', 'integer', 'boolean', 'date', 'choice', 'choices', 'list', 'attachment',
  'coverage',
}
local WIDGETS = {
  text = 'input', long_text = 'textarea', integer = 'number', boolean = 'switch', date = 'date',
  choice = 'select', choices = 'checkbox_group', list = 'list', attachment = 'upload',
  coverage = 'coverage',
}
-- So many lists deep a type may stand: a program that fills a list from its example cannot upload
-- inside it.
local DEEPEST = { attachment = 0, coverage = 0, list = 1 }
-- Characters of what an item of a keyed list is known by.
forms.KEY_LENGTH = 64
local VISIBILITIES = { 'public', 'reviewer', 'filer' }
-- What is left of a text for whoever need not know it: the core does it (model/mask.c).
local MASKS = { 'identity', 'mobile', 'email', 'name', 'whole' }

local FIELD = {
  word = { 'string' }, where = { 'string' }, over = { 'table' }, name = { 'word', true },
  label = { 'string', true }, help = { 'string', true }, type = { 'word', true },
  example = { 'any' }, widget = { 'string' }, format = { 'string' }, required = { 'boolean' },
  required_when = { 'table' }, visibility = { 'string' }, law = { 'string' }, unit = { 'string' },
  min = { 'integer' }, max = { 'integer' }, pattern = { 'string' }, pattern_hint = { 'string' },
  choices = { 'string' }, accept = { 'names' }, max_bytes = { 'integer' },
  min_items = { 'integer' }, max_items = { 'integer' }, of = { 'string' }, keyed = { 'boolean' },
  earliest = { 'date' }, latest = { 'date' }, mask = { 'string' }, fixed = { 'boolean' },
}
time.shape(FIELD)
-- A type may say these beyond the common words (OWN), and must say those (MUST).
local COMMON = strict.set_of({
  'word', 'where', 'over', 'name', 'label', 'help', 'type', 'example', 'widget', 'required',
  'required_when', 'visibility', 'law', 'since', 'until', 'since_of', 'fixed',
})
local OWN = {
  text = { 'format', 'min', 'max', 'pattern', 'pattern_hint', 'mask' },
  long_text = { 'min', 'max' },
  integer = { 'min', 'max', 'unit' },
  boolean = {},
  date = { 'earliest', 'latest' },
  choice = { 'choices' },
  choices = { 'choices', 'min_items', 'max_items' },
  list = { 'min_items', 'max_items', 'of', 'max', 'keyed' },
  attachment = { 'accept', 'max_bytes' },
  coverage = { 'max_items' },
}
local MUST = {
  text = { 'max', 'example' },
  long_text = { 'max', 'example' },
  integer = { 'min', 'max', 'example' },
  boolean = { 'example' },
  date = { 'example' },
  choice = { 'choices', 'example' },
  choices = { 'choices', 'example' },
  list = { 'max_items' },
  attachment = { 'accept', 'max_bytes' },
  coverage = { 'max_items' },
}

local function marked(word, decl)
  if host.type(decl) ~= 'table' then strict.fail(strict.here(), word .. '：声明应为表') end
  decl.word, decl.where, decl.over = word, strict.here(), nil
  return decl
end

function forms.field(decl) return marked('field', decl) end
function forms.section(decl) return marked('section', decl) end

local function check_type_words(what, decl)
  local own = strict.set_of(OWN[decl.type])
  for key in host.pairs(decl) do
    if host.type(key) == 'string' and not COMMON[key] and not own[key] then
      strict.fail(decl.where, what .. '：类型 ' .. decl.type .. ' 不能有字段 ' .. key)
    end
  end
  for _, key in host.ipairs(MUST[decl.type]) do
    if decl[key] == nil then
      strict.fail(decl.where, what .. '：类型 ' .. decl.type .. ' 缺少字段 ' .. key)
    end
  end
  if decl.type == 'list' then
    if (decl.of ~= nil) == (decl[1] ~= nil) then
      strict.fail(decl.where, what .. "：列表应当要么 of = 'text'，要么列出各项的 field")
    end
    if decl.of and (decl.of ~= 'text' or not decl.max or decl.example == nil) then
      strict.fail(decl.where, what .. "：文字列表应写 of = 'text'、max 与 example")
    end
  elseif decl[1] ~= nil then
    strict.fail(decl.where, what .. '：只有列表可以含 field')
  end
end

-- The days between which a date lies: of the field, of limits.lua, of the system.
local function date_range(registry, what, decl)
  local floor, ceiling = host.ceilings.date_earliest, host.ceilings.date_latest
  local earliest = decl.earliest or registry.limits.date_earliest or floor
  local latest = decl.latest or registry.limits.date_latest or ceiling
  if earliest < floor or latest > ceiling or earliest > latest then
    strict.fail(decl.where, what .. '：日期的范围 ' .. earliest .. ' 至 ' .. latest .. ' 应由早到晚，且在 '
      .. floor .. ' 与 ' .. ceiling .. ' 之间')
  end
  return earliest, latest
end

-- How a text is to be written (model/writing.h): what has a format is a code, and what must fit a
-- pattern, since that is about letters and digits.
local function writing_of(decl)
  if decl.type == 'long_text' then return 'prose' end
  if decl.type ~= 'text' and decl.of ~= 'text' then return nil end
  return (decl.format or decl.pattern) and 'code' or 'line'
end

local take_fields

local function take_field(registry, what, decl, parent)
  what = what .. ' 的字段 ' .. host.tostring(decl.name)
  strict.check(decl.where, what, decl, FIELD, 'field')
  strict.one_of(decl.where, what .. ' 的 type', decl.type, TYPES)
  check_type_words(what, decl)
  if (decl.required ~= nil) == (decl.required_when ~= nil) then
    strict.fail(decl.where, what .. '：required 与 required_when 应当恰有其一')
  end
  if (decl.since or decl['until']) and decl.required == false then
    strict.fail(decl.where, what .. '：since、until 说的是自何日起、到何日为止必填，required = false 的字段不用写')
  end
  if decl.required_when and decl.required_when.word ~= 'when' then
    strict.fail(decl.where, what .. '：required_when 应由 when(…) 写成')
  end
  local deepest = DEEPEST[decl.type]
  if deepest and parent.depth > deepest then
    strict.fail(decl.where, what .. '：列表项中不能放类型 ' .. decl.type)
  end
  local visibility, law = decl.visibility or parent.visibility, decl.law or parent.law
  if not visibility then strict.fail(decl.where, what .. '：缺少字段 visibility') end
  strict.one_of(decl.where, what .. ' 的 visibility', visibility, VISIBILITIES)
  laws.check(registry, decl.where, what, law)
  if decl.format then
    strict.one_of(decl.where, what .. ' 的 format', decl.format, { 'email', 'uri', 'code' })
  end
  if decl.mask then
    strict.one_of(decl.where, what .. ' 的 mask', decl.mask, MASKS)
    if visibility == 'public' then
      strict.fail(decl.where, what .. "：visibility = 'public' 的字段要公示，不能又写 mask 遮盖；请删去其一")
    end
  end
  if decl.widget == 'area' and (decl.type ~= 'text' or not registry.areas) then
    strict.fail(decl.where, what .. "：widget = 'area' 只用于单行文字，且须有 areas.lua 列出行政区划")
  end
  if decl.choices and not registry.vocabulary[decl.choices] then
    strict.fail(decl.where, what .. '：词表 ' .. decl.choices .. ' 未在 vocabulary.lua 中声明')
  end
  limits.check(registry, what, decl)
  local f = {
    where = decl.where, name = decl.name, label = decl.label, help = decl.help, type = decl.type,
    widget = decl.widget or WIDGETS[decl.type], format = decl.format, writing = writing_of(decl),
    required = decl.required == true, when = decl.required_when, visibility = visibility, law = law,
    unit = decl.unit, min = decl.min, max = decl.max, pattern = decl.pattern,
    pattern_hint = decl.pattern_hint, choices = decl.choices, accept = decl.accept,
    max_bytes = decl.max_bytes, min_items = decl.min_items, max_items = decl.max_items,
    of = decl.of, keyed = decl.keyed, example = decl.example, mask = decl.mask,
    fixed = decl.fixed == true,
    when_label = 'required_when ' .. decl.where,
  }
  time.take(decl.where, what, decl, f)
  if f.type == 'date' then f.earliest, f.latest = date_range(registry, what, decl) end
  if decl[1] ~= nil then
    f.fields, f.by_name = take_fields(registry, what, decl, {
      visibility = visibility, law = law, depth = parent.depth + 1,
    })
    if f.keyed and f.by_name.id then
      strict.fail(decl.where, what .. '：keyed 列表的各项自带编号 id，请把字段 id 改名')
    end
  end
  return f
end

take_fields = function(registry, what, decl, parent)
  local list, by_name = {}, {}
  for _, field in host.ipairs(decl) do
    local f = take_field(registry, what, field, parent)
    if by_name[f.name] then strict.fail(field.where, what .. '：字段 ' .. f.name .. ' 重复') end
    by_name[f.name] = f
    list[#list + 1] = f
  end
  if #list == 0 then strict.fail(decl.where, what .. '：没有任何 field') end
  return list, by_name
end

local SECTION = {
  word = { 'string' }, where = { 'string' }, id = { 'word', true }, title = { 'string', true },
  help = { 'string', true }, law = { 'string', true }, step = { 'word' }, step_title = { 'string' },
  actions = { 'names' },
}

-- What stands beside the fields of a product in its answers is the core's.
local RESERVED = strict.set_of({
  'id', 'created_at', 'updated_at', 'findings', 'state', 'state_label', 'missing', 'used_by',
  'complete',
})

-- Some sections are asked of some actions only.
local function take_actions(registry, kind, what, decl)
  if not decl.actions then return nil end
  local known = registry.law.kind[kind]
  if not known then strict.fail(decl.where, what .. '：actions 只用于备案种类的表单，请删去') end
  for _, action in host.ipairs(decl.actions) do
    strict.one_of(decl.where, what .. ' 的 actions', action, known.actions)
  end
  return strict.set_of(decl.actions)
end

-- Whether the section is asked of that action; nil: of any.
function forms.asks(s, action)
  return not s.actions or action == nil or s.actions[action] == true
end

local function take_section(registry, kind, decl, form)
  local what = kind .. ' 的 section ' .. host.tostring(decl.id)
  strict.check(decl.where, what, decl, SECTION, 'field')
  laws.check(registry, decl.where, what, decl.law)
  if form.by_id[decl.id] then strict.fail(decl.where, what .. '：重复声明，请删去一处') end
  local s = {
    id = decl.id, title = decl.title, help = decl.help, law = decl.law, step = decl.step,
    step_title = decl.step_title, where = decl.where,
    actions = take_actions(registry, kind, what, decl), action_list = decl.actions,
  }
  s.fields, s.by_name = take_fields(registry, what, decl, { law = decl.law, depth = 0 })
  for i, f in host.ipairs(s.fields) do
    f.at = '/' .. s.id .. '/' .. f.name -- its pointer; a flat form shortens it
    if f.mask and kind == 'account' then
      strict.fail(f.where, what .. ' 的字段 ' .. f.name .. '：注册信息由系统自己遮盖，不用写 mask，请删去')
    end
    if kind == 'product' and RESERVED[f.name] then
      strict.fail(f.where, what .. '：名称 ' .. f.name .. ' 由系统使用，请把字段改名')
    end
    declared.add(registry, f.where, what .. ' 的字段 ' .. f.name, {
      id = 'field.' .. kind .. '.' .. s.id .. '.' .. f.name, word = 'field', title = f.label,
      law = f.law, since = f.since, ends = f.ends, since_of = f.since_of,
      overrides = decl[i].over,
    }, decl[i])
  end
  form.by_id[s.id] = s
  form.sections[#form.sections + 1] = s
end

-- The field that a pointer like '/basic/name' names; nil: none. The core reads some by itself: they
-- are declared, too.
local function field_at(form, pointer)
  local parts = host.capture('^/([a-z_]+)(?:/([a-z_]+))?$', pointer)
  if not parts then return nil end
  if form.flat then return not parts[2] and form.flat[parts[1]] or nil end
  local section = form.by_id[parts[1]]
  return section and parts[2] and section.by_name[parts[2]] or nil
end

local function check_place(where, what, form, place)
  if not form[place] then return end
  local field = field_at(form, form[place])
  if not field then
    strict.fail(where, what .. '：' .. place .. ' 指向没有声明的字段 ' .. form[place])
  elseif field.type ~= 'text' then
    strict.fail(where, what .. '：' .. place .. ' 所指的字段 ' .. form[place] .. '（“' .. field.label
      .. "”）应是单行文字（type = 'text'），现为 " .. field.type)
  elseif field.mask then
    strict.fail(where, what .. '：' .. place .. ' 所指的字段 ' .. form[place] .. '（“' .. field.label
      .. '”）写了 mask，而系统要把它原样用作简称、查重或分派；请另指一个字段，或删去 mask')
  elseif place == 'title_at' and field.visibility == 'filer' then
    strict.fail(where, what .. '：title_at 所指的字段 ' .. form[place] .. '（“' .. field.label
      .. '”）只给填报人看，而简称审核人员也看得到；请另指一个字段，或改它的 visibility')
  end
end

-- What a filer promises at a submit, where a form says nothing of its own.
local PROMISE = '我承诺上述填报信息真实有效'

-- A form is made when the whole folder has been read, for its fields may be amended from other
-- files.
function forms.form(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('form', decl, 'kind')
    if host.type(decl) == 'table' and decl.actions ~= nil then
      strict.fail(where, what .. '：办理哪些事项（actions）写在 workflow.lua 的 kind 中，请从表单中删去')
    end
    strict.check(where, what, decl, {
      kind = { 'word', true }, title = { 'string', true },
      layout = { 'string', true }, law = { 'string', true }, title_at = { 'string' },
      code_at = { 'string' }, area_at = { 'string' }, promise = { 'string' },
      steps = { 'items' },
    }, 'section')
    strict.one_of(where, what .. ' 的 kind（workflow.lua 用 kind 声明的备案种类，或 account、product）',
      decl.kind, core.kinds(registry))
    strict.one_of(where, what .. ' 的 layout', decl.layout, { 'sections', 'flat' })
    laws.check(registry, where, what, decl.law)
    declared.add(registry, where, what,
      { id = 'form.' .. decl.kind, word = 'form', title = decl.title, law = decl.law }, decl)
    registry.form_decls[decl.kind] = { decl = decl, where = where, what = what }
  end
end

function forms.amend(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('amend', decl, 'kind')
    strict.check(where, what, decl,
      { kind = { 'word', true }, section = { 'word', true }, after = { 'word' } }, 'field')
    if decl[1] == nil then strict.fail(where, what .. '：没有任何 field，应写出要加或要换的字段') end
    registry.amends[#registry.amends + 1] = { decl = decl, where = where, what = what }
  end
end

local function find_by(list, key, value)
  local names = {}
  for i, one in host.ipairs(list) do
    local is = host.type(one) == 'table' and one[key]
    if is == value then return i end
    names[i] = host.tostring(is)
  end
  return nil, hs.join(names, '、')
end

-- The field of that name gives its place up; a field of the same layer does not: that would be two
-- declarations of one thing.
local function replace_field(registry, section, i, field, amend)
  local old = section[i]
  if declared.is_local(old.where) == declared.is_local(field.where) then
    strict.fail(field.where, amend.what .. '：字段 ' .. field.name .. ' 重复声明，前一处在 ' ..
      old.where .. '，请删去一处')
  end
  if amend.decl.after then
    strict.fail(field.where, amend.what .. '：已有字段 ' .. field.name .. '（' .. old.where
      .. '），替换它不用写 after，位置不变')
  end
  field.over = declared.under(registry, old.where, old)
  declared.uncount(old)
  section[i] = field
end

local function apply_amend(registry, amend)
  local decl, what = amend.decl, amend.what
  local form = registry.form_decls[decl.kind]
  if not form then strict.fail(amend.where, what .. '：没有表单 ' .. decl.kind) end
  -- Who replaces a form whole has replaced what the base added to it as well.
  if declared.is_local(form.where) and not declared.is_local(amend.where) then return end
  local s, known = find_by(form.decl, 'id', decl.section)
  if not s then
    strict.fail(amend.where, what .. '：表单没有部分 ' .. decl.section .. '，应为 ' .. known .. ' 之一')
  end
  local section, at = form.decl[s], nil
  if decl.after then
    at, known = find_by(section, 'name', decl.after)
    if not at then
      strict.fail(amend.where,
        what .. '：after 所指的字段 ' .. decl.after .. ' 不在这一部分，应为 ' .. known .. ' 之一')
    end
  end
  for _, field in host.ipairs(decl) do
    if host.type(field.name) ~= 'string' then
      strict.fail(field.where, what .. '：field 缺少字段 name（小写英文代码）')
    end
    local i = find_by(section, 'name', field.name)
    if i then
      replace_field(registry, section, i, field, amend)
    else
      at = (at or #section) + 1
      table.insert(section, at, field)
    end
  end
end

local function flatten(form, what)
  form.flat, form.all_fields = {}, {}
  for _, s in host.ipairs(form.sections) do
    for _, f in host.ipairs(s.fields) do
      f.at = '/' .. f.name
      if form.flat[f.name] then strict.fail(f.where, what .. '：字段 ' .. f.name .. ' 重复') end
      form.flat[f.name] = f
      form.all_fields[#form.all_fields + 1] = f
    end
  end
end

local function count_fields(fields)
  local n = #fields
  for _, f in host.ipairs(fields) do n = n + (f.fields and count_fields(f.fields) or 0) end
  return n
end

-- ---- steps --------------------------------------------------------------------------------------

local STEP = { id = { 'word', true }, title = { 'string', true }, help = { 'string' } }

-- Those that the form declares, in this order; a last one without sections is for looking at it
-- all once more.
local function declared_steps(what, where, decl)
  local steps, by_id = host.array({}), {}
  for i, step in host.ipairs(decl.steps) do
    local of = what .. ' 的 steps 第 ' .. i .. ' 步'
    strict.check(where, of, step, STEP)
    if by_id[step.id] then strict.fail(where, of .. '：' .. step.id .. ' 重复') end
    by_id[step.id] = { id = step.id, title = step.title, help = step.help,
      sections = host.array({}) }
    steps[i] = by_id[step.id]
  end
  if #steps == 0 then strict.fail(where, what .. '：steps 没有任何一步') end
  return steps, by_id
end

-- Each section is a step, where it names none.
local function step_of(s, steps, by_id, is_declared, what)
  if is_declared and not by_id[s.step] then
    strict.fail(s.where, what .. ' 的 section ' .. s.id .. '：step 应为 steps 所列的一步，现为 '
      .. host.tostring(s.step))
  elseif is_declared and s.step_title then
    strict.fail(s.where, what .. ' 的 section ' .. s.id .. '：步骤的名称已写在 steps 中，请删去 step_title')
  end
  local id = s.step or s.id
  if not by_id[id] then
    by_id[id] = { id = id, title = s.step_title or s.title, sections = host.array({}) }
    steps[#steps + 1] = by_id[id]
  end
  local one = by_id[id]
  one.sections[#one.sections + 1] = s.id
  if s.step then s.step_title = s.step_title or one.title end
end

local function take_steps(form, decl, where, what)
  local steps, by_id = host.array({}), {}
  local is_declared = decl.steps ~= nil
  if is_declared then steps, by_id = declared_steps(what, where, decl) end
  for _, s in host.ipairs(form.sections) do step_of(s, steps, by_id, is_declared, what) end
  for i, step in host.ipairs(steps) do
    if #step.sections == 0 and i < #steps then
      strict.fail(where, what .. '：步骤 ' .. step.id .. ' 没有任何 section；只有最后一步可以没有')
    end
  end
  form.steps = steps
end

local function make_form(registry, where, what, decl)
  local filing = registry.law.kind[decl.kind]
  local form = {
    kind = decl.kind, title = decl.title, layout = decl.layout,
    actions = filing and filing.actions or { core.NOUN_ACTION },
    law = decl.law, where = where, sections = {}, by_id = {}, title_at = decl.title_at,
    code_at = decl.code_at, area_at = decl.area_at, promise = decl.promise or PROMISE,
  }
  for _, section in host.ipairs(decl) do take_section(registry, decl.kind, section, form) end
  local most, n = host.ceilings.form_fields, 0
  for _, s in host.ipairs(form.sections) do n = n + count_fields(s.fields) end
  if n > most.most then
    strict.fail(where, what .. '：共 ' .. n .. ' 个字段，多于 ' .. most.most .. ' 个（' .. most.title
      .. '，为系统的上限）')
  end
  if #form.sections == 0 then strict.fail(where, what .. '：没有任何 section') end
  if form.layout == 'flat' then flatten(form, what) end
  take_steps(form, decl, where, what)
  for _, place in host.ipairs({ 'title_at', 'code_at', 'area_at' }) do
    check_place(where, what, form, place)
  end
  return form
end

function forms.finish(registry)
  for _, amend in host.ipairs(registry.amends) do apply_amend(registry, amend) end
  for kind, form in host.pairs(registry.form_decls) do
    registry.forms[kind] = make_form(registry, form.where, form.what, form.decl)
  end
  for _, kind in host.ipairs(registry.flow.kind) do
    if not registry.forms[kind.code] then
      strict.fail(kind.where, 'kind ' .. kind.code .. '：没有表单；请在 rules/forms/' .. kind.code
        .. ".lua 中写 form { kind = '" .. kind.code .. "', … }")
    end
  end
end

-- The field at filing.data.<a>[.<b>], or nil.
function forms.lookup(form, a, b)
  if form.flat then return form.flat[a], b == nil end
  local section = form.by_id[a]
  if not section then return nil end
  if not b then return section, true end
  return section.by_name[b], true
end

-- The codes that may be chosen on any day: host.fill takes no other over.
local function always_chosen(list)
  if next(list.times) == nil then return list.by_code end
  local codes = {}
  for code, item in host.pairs(list.by_code) do
    if not list.times[code] then codes[code] = item end
  end
  return codes
end

-- host.fill needs a sheet of each group of fields; it is made when every form and vocabulary is
-- known.
local function sheet_of(registry, fields)
  local codes = {}
  for i, f in host.ipairs(fields) do
    if f.type == 'choice' or f.type == 'choices' then
      codes[i] = always_chosen(registry.vocabulary[f.choices])
    end
    if f.fields then f.sheet = sheet_of(registry, f.fields) end
  end
  return host.sheet(fields, codes)
end

-- And the way to every field in words, by its pointer; knows: all pointers to sections and fields.
function forms.sheets(registry)
  for _, form in host.pairs(registry.forms) do
    form.trails, form.knows = {}, { [''] = true }
    for _, s in host.ipairs(form.sections) do
      if not form.flat then form.knows['/' .. s.id] = true end
      s.sheet = sheet_of(registry, s.fields)
      for _, f in host.ipairs(s.fields) do
        form.knows[f.at] = true
        form.trails[f.at] = {
          text = form.flat and f.label or s.title .. ' › ' .. f.label, field = f,
          section = not form.flat and s.id or nil,
        }
      end
    end
    if form.flat then form.sheet = sheet_of(registry, form.all_fields) end
  end
end

-- ---- examples -----------------------------------------------------------------------------------

function forms.example(f)
  if f.example ~= nil then return f.example end
  if f.type == 'attachment' then return '<附件编号>' end
  if f.type == 'coverage' then return host.array({ { product = '<产品编号>' } }) end
  if f.fields then
    local item = {}
    for _, sub in host.ipairs(f.fields) do item[sub.name] = forms.example(sub) end
    return host.array({ item })
  end
  return nil
end

-- ---- manifest -----------------------------------------------------------------------------------

local function limits_of(f)
  local out = {}
  if f.type == 'integer' then
    out.min, out.max = f.min, f.max
  else
    out.min_length, out.max_length = f.min, f.max
  end
  out.pattern, out.max_bytes = f.pattern, f.max_bytes
  out.accept = f.accept and host.array(f.accept)
  out.min_items, out.max_items = f.min_items, f.max_items
  out.earliest, out.latest = f.earliest, f.latest
  return out
end

-- In words: in which time, and on what condition, a field is required. nil: always, or never.
function forms.required_text(f)
  local text, when = f.when and f.when.text, time.words(f)
  if not when then return text end
  return when .. (text and '，' .. text or '必填')
    .. (f.since_of ~= 'first_submission' and '' or f.since and '（此前已首次提交的备案除外）' or '（看首次提交之日）')
end

-- Files and coverage have none that anybody could type.
local function example_out(f)
  if f.type == 'attachment' or f.type == 'coverage' then return nil end
  return forms.example(f)
end

local function fields_out(fields)
  local out = host.array({})
  for _, f in host.ipairs(fields) do
    out[#out + 1] = {
      name = f.name, label = f.label, help = f.help, type = f.type, widget = f.widget,
      format = f.format, of = f.of, required = f.required and not f.is_timed,
      required_when = forms.required_text(f), since = f.since, ['until'] = f.ends,
      since_of = f.since_of, keyed = f.keyed, mask = f.mask, fixed = f.fixed,
      visibility = f.visibility, law = f.law, unit = f.unit, limits = limits_of(f),
      pattern_hint = f.pattern_hint, choices = f.choices, example = example_out(f),
      fields = f.fields and fields_out(f.fields),
    }
  end
  return out
end

function forms.manifest(form, schema)
  local sections = host.array({})
  for _, s in host.ipairs(form.sections) do
    sections[#sections + 1] = {
      id = s.id, title = s.title, help = s.help, law = s.law, step = s.step,
      step_title = s.step_title, fields = fields_out(s.fields),
      actions = s.action_list and host.array(s.action_list),
    }
  end
  return {
    kind = form.kind, title = form.title, law = form.law, title_at = form.title_at,
    code_at = form.code_at, area_at = form.area_at,
    actions = host.array(form.actions), layout = form.layout,
    promise = form.promise, steps = form.steps, sections = sections, schema = schema,
  }
end

return forms
