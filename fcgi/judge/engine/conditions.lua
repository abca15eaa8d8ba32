-- conditions: when. A field is required, or a transition taken, when some answers are such and
-- such. Written as a table, every field and code in it is looked up when the set is loaded; written
-- as a function, what it reads is declared and it sees nothing else, so that a name mistyped is
-- found out there, not by somebody who was never asked.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local forms = host.engine('forms')
local views = host.engine('views')
local conditions = {}

local HOW = "when(说明, { ['部分.字段'] = 代码 })，或 when(说明, { reads = { '部分.字段', … } }, 函数)"

-- ---- the word -----------------------------------------------------------------------------------

-- said: the answers wanted, or with a function what it reads.
function conditions.when(text, said, test)
  local where = strict.here()
  if host.type(text) ~= 'string' or hs.trim(text) == '' or host.type(said) ~= 'table' then
    strict.fail(where, 'when：应写作 ' .. HOW)
  end
  local what = 'when“' .. text .. '”'
  local decl = { word = 'when', where = where, text = text, what = what }
  if test == nil then
    if #core.names(said) == 0 then strict.fail(where, what .. '：没有写任何条件，应为 ' .. HOW) end
    decl.wanted = said
    return decl
  end
  if host.type(test) ~= 'function' then strict.fail(where, what .. '：第三项应是函数，写作 ' .. HOW) end
  strict.check(where, what, said, { reads = { 'names', true } })
  decl.reads, decl.test = said.reads, host.seal(test)
  return decl
end

-- ---- a field, and what may be wanted of it ------------------------------------------------------

local function one_value(where, what, field, codes, value)
  if field.type == 'boolean' then
    if host.type(value) == 'boolean' then return value end
    strict.fail(where, what .. '：应为 true 或 false，现为 ' .. host.tostring(value))
  end
  if host.type(value) == 'string' and codes[value] then return value end
  strict.fail(where, what .. '：词表 ' .. field.choices .. ' 没有代码 ' .. host.tostring(value) .. '；有 '
    .. hs.join(core.names(codes), '、'))
end

-- → the list of values of which the field must have one.
local function take_values(registry, where, what, field, wanted)
  if not (field.type == 'choice' or field.type == 'choices' or field.type == 'boolean') then
    strict.fail(where, what .. '：只能比较 choice、choices、boolean 字段，这个字段是 ' .. field.type
      .. '；其他比较请写成函数')
  end
  local codes = field.choices and registry.vocabulary[field.choices].by_code
  local values = host.array({})
  if host.type(wanted) ~= 'table' then
    values[1] = one_value(where, what, field, codes, wanted)
    return values
  end
  for i, value in host.ipairs(wanted) do values[i] = one_value(where, what, field, codes, value) end
  if #values == 0 or #values ~= #core.names(wanted) then
    strict.fail(where, what .. "：应为一个代码，或代码的列表 { '…', '…' }")
  end
  return values
end

-- ---- of a field: is it required? ----------------------------------------------------------------

-- 'basic.class' is a field of a section, 'origin' one beside the field that asks: of the same
-- section, or of the same item of a list. → the field, its section or nil.
local function find_field(form, group, name)
  local parts = hs.split(name, '.')
  if #parts == 1 then return group.by_name[name], nil end
  local section = not form.flat and #parts == 2 and form.by_id[parts[1]] or nil
  return section and section.by_name[parts[2]], section and parts[1]
end

local function must_find(form, group, when, name)
  local field, section = find_field(form, group, name)
  if field then return field, section end
  strict.fail(when.where, when.what .. '：' .. form.kind .. ' 的表单没有字段 ' .. name
    .. '；写作 部分.字段，同一部分（或列表的同一项）中的只写字段名，有 '
    .. hs.join(core.names(group.by_name), '、'))
end

local function is_among(values, v)
  for i = 1, #values do
    if values[i] == v then return true end
  end
  return false
end

local function is_met(one, data, item)
  local group = item
  if one.section then group = data[one.section] end
  local v = group and group[one.name]
  if host.type(v) ~= 'table' then return is_among(one.values, v) end
  for _, code in host.ipairs(v) do
    if is_among(one.values, code) then return true end
  end
  return false
end

local function by_table(registry, form, group, when)
  local all = {}
  for name, wanted in host.pairs(when.wanted) do
    local field, section = must_find(form, group, when, host.tostring(name))
    all[#all + 1] = {
      section = section, name = field.name,
      values = take_values(registry, when.where, when.what .. ' 的 ' .. name, field, wanted),
    }
  end
  return function(data, item)
    for i = 1, #all do
      if not is_met(all[i], data, item) then return false end
    end
    return true
  end
end

-- The function sees the data of the filing and the item that the field stands in, of both only what
-- it says that it reads.
local function by_function(registry, form, group, when)
  local data, item = {}, {}
  for _, name in host.ipairs(when.reads) do
    local field, section = must_find(form, group, when, name)
    if section then
      data[section] = data[section] or {}
      data[section][field.name] = true
    else
      item[field.name] = true
      if form.flat and group.by_name == form.flat then data[field.name] = true end
    end
  end
  local who = when.what
  local shown = views.at(registry, who, { 'filing', 'data' }, data)
  local beside, place = views.at(registry, who, { '<item>' }, item)
  return function(_, one)
    host.stand(place, one)
    return when.test(shown, beside)
  end
end

-- Something is asked of an item that may not be asked of the next.
local function has_conditions(fields)
  for _, f in host.ipairs(fields or {}) do
    if f.when or f.is_timed or f.has_conditions then return true end
  end
  return false
end

local function compile(registry, form, fields, group)
  for _, f in host.ipairs(fields) do
    if f.when then
      local make = f.when.wanted and by_table or by_function
      f.when = { text = f.when.text, test = make(registry, form, group, f.when) }
    end
    if f.fields then compile(registry, form, f.fields, f) end
    f.has_conditions = has_conditions(f.fields)
  end
end

-- When every form is known.
function conditions.finish(registry)
  for _, form in host.pairs(registry.forms) do
    for _, s in host.ipairs(form.sections) do
      compile(registry, form, s.fields, form.flat and { by_name = form.flat } or s)
    end
  end
end

-- ---- of a transition: is it taken? --------------------------------------------------------------

-- What the set derives of that kind under that name.
local function find_derived(registry, where, what, kind, name)
  local is_known = false
  for _, one in host.ipairs(registry.derived) do
    if one.name == name and one.kinds[kind] then return one end
    is_known = is_known or one.name == name
  end
  strict.fail(where, is_known and what .. '：derived.' .. name .. ' 的 kinds 中没有 ' .. kind
    or what .. '：没有声明 derived.' .. name .. '，请在 derived.lua 中声明')
end

-- A value that the set derives is compared with what it may be.
local function derived(registry, where, what, kind, name, wanted)
  local is = find_derived(registry, where, what, kind, name).is
  local values = host.array({})
  for i, value in host.ipairs(host.type(wanted) == 'table' and wanted or { wanted }) do
    if host.type(value) == 'table' or host.type(value) == 'function' then
      strict.fail(where, what .. '：应为一个代码，或代码的列表')
    end
    local is_one = is.codes and is.codes[value] ~= nil
      or is.type and host.type(value) == (is.type == 'integer' and 'number' or is.type)
    if not is_one then
      strict.fail(where, what .. '：derived.' .. name .. ' 应为' .. is.said .. '，没有 '
        .. host.tostring(value))
    end
    values[i] = value
  end
  if #values == 0 then strict.fail(where, what .. '：应为一个代码，或代码的列表') end
  return values
end

local function of_form(registry, kind, parts)
  if parts[1] ~= 'filing' or parts[2] ~= 'data' or not parts[3] or #parts > 4 then return nil end
  local form = registry.forms[kind]
  local field, is_whole = forms.lookup(form, parts[3], parts[4])
  return field and is_whole and field.type and field or nil
end

-- when: path → code, or codes. → the manifest's list of { path, ["in"] }.
function conditions.paths(registry, where, what, kind, when)
  local out = host.array({})
  for path, wanted in host.pairs(when or {}) do
    local parts = hs.split(host.tostring(path), '.')
    local values
    if parts[1] == 'derived' and #parts == 2 then
      values = derived(registry, where, what, kind, parts[2], wanted)
    else
      local field = of_form(registry, kind, parts)
      if not field then
        strict.fail(where, what .. '：kind ' .. kind .. ' 的表单没有 ' .. host.tostring(path)
          .. '；应写作 filing.data.部分.字段，或 derived.名称')
      end
      values = take_values(registry, where, what .. ' 的 ' .. path, field, wanted)
    end
    out[#out + 1] = { path = '/' .. hs.join(parts, '/'), ['in'] = values }
  end
  if when and #out == 0 then strict.fail(where, what .. '：没有写任何条件；总是成立的不用写 when') end
  return out
end

return conditions
