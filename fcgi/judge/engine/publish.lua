-- publish: what leaves for the register. publication.lua is handed a view of what the forms declare
-- public and nothing else, and so is numbering.lua, for a number is public, too. What they answer
-- is typed, column by column; and what is disclosed is taken from the form by the engine itself, so
-- that no function can add to it.
local host = host
local hs = host.string
local strict = host.engine('strict')
local forms = host.engine('forms')
local publish = {}

local htype, null = host.type, host.null
local CURE = '；要公示，请在表单中把这个字段写成 visibility = \'public\'，否则从 reads 中删去'

-- ---- what may be read, at load ------------------------------------------------------------------

-- Of what no form declares, these are public.
local PLAIN = strict.set_of({
  'clock.today', 'filing.kind', 'filing.action', 'filing.version', 'filing.submitted_on',
  'filing.first_submitted_on', 'filing.data', 'organization.name', 'organization.serial',
  'organization.subject', 'organization.subject.data', 'products', 'issue.filed_on',
  'issue.serial', 'issue.amended_on',
})

-- The field that a path names, in the first form that has it; nil for a section or the whole.
local function field_of(registry, kinds, parts)
  local at = parts[1] == 'filing' and 3 or 4
  if not parts[at] then return nil end
  local admits = registry.law.admits
  for _, kind in host.ipairs(at == 4 and { admits and admits.code } or kinds) do
    local form = registry.forms[kind]
    local found = form and forms.lookup(form, parts[at], parts[at + 1])
    if found and found.type then return found end
  end
  return nil
end

-- Every kind's field of that path must be public.
local function is_public(registry, kinds, parts)
  for _, kind in host.ipairs(kinds) do
    local f = field_of(registry, { kind }, parts)
    if f and f.visibility ~= 'public' then return false, f end
  end
  return true
end

function publish.check_reads(registry, where, word, kinds, reads)
  for _, path in host.ipairs(reads) do
    local parts = hs.split(path, '.')
    local is_data = (parts[1] == 'filing' and parts[2] == 'data')
      or (parts[1] == 'organization' and parts[2] == 'subject')
    if not is_data and not PLAIN[path] then
      strict.fail(where, word .. '：reads 中的 ' .. path .. ' 不能公示，请从 reads 中删去')
    end
    local ok, f = true, nil
    if is_data then ok, f = is_public(registry, kinds, parts) end
    if not ok then
      strict.fail(where, word .. '：reads 中的 ' .. path .. '（“' .. f.label .. '”，' .. f.where
        .. '）不是公开的字段' .. CURE)
    end
  end
end

-- The vocabularies that the codes of a column may be of.
function publish.check_codes(registry, where, what, codes)
  for column, lists in host.pairs(codes) do
    if not host.entry_codes[column] then
      local may = {}
      for name in host.pairs(host.entry_codes) do may[#may + 1] = name end
      strict.fail(where, what .. ' 的 codes：登记簿的 ' .. host.tostring(column) .. ' 不是代码；可写的有 '
        .. hs.join(may, '、'))
    end
    if htype(lists) ~= 'table' or #lists == 0 then
      strict.fail(where, what .. ' 的 codes：' .. column .. " 应为词表的列表，如 { 'role' }")
    end
    for _, id in host.ipairs(lists) do
      if not registry.vocabulary[id] then
        strict.fail(where, what .. ' 的 codes：词表 ' .. host.tostring(id)
          .. ' 未在 vocabulary.lua 中声明')
      end
    end
  end
end

-- The form's section whose public fields are disclosed: some form of these kinds has it.
function publish.check_disclosure(registry, where, what, kinds, section)
  if section == nil then return end
  for _, kind in host.ipairs(kinds) do
    local form = registry.forms[kind]
    if form and form.by_id[section] then return end
  end
  strict.fail(where, what .. ' 的 disclosure：没有任何表单有 ' .. section .. ' 这一部分')
end

-- For each column the vocabularies of all publications, by which the register is searched.
function publish.codes(registry)
  local out, seen = {}, {}
  for _, p in host.ipairs(registry.publications) do
    for column, lists in host.pairs(p.codes) do
      out[column] = out[column] or host.array({})
      for _, id in host.ipairs(lists) do
        local key = column .. '.' .. id
        if not seen[key] then
          seen[key] = true
          out[column][#out[column] + 1] = id
        end
      end
    end
  end
  return out
end

-- ---- what is public of the facts ----------------------------------------------------------------

local public_fields

local function public_value(f, v)
  if not f.fields then return v end
  local out = host.array({})
  if htype(v) ~= 'table' then return nil end
  for i = 1, #v do out[i] = public_fields(f.fields, v[i]) end
  return out
end

public_fields = function(fields, data)
  local out = {}
  if htype(data) ~= 'table' then return out end
  for _, f in host.ipairs(fields) do
    local v = data[f.name]
    if f.visibility == 'public' and v ~= nil and v ~= null then out[f.name] = public_value(f, v) end
  end
  return out
end

local function public_data(form, data)
  if form.flat then return public_fields(form.all_fields, data) end
  local out = {}
  for _, s in host.ipairs(form.sections) do
    out[s.id] = public_fields(s.fields, htype(data) == 'table' and data[s.id] or nil)
  end
  return out
end

local function public_products(set, products)
  local out = host.array({})
  for i, p in host.ipairs(products) do
    out[i] = public_data(set.forms.product, p)
    out[i].id = p.id
  end
  return out
end

-- A copy of the facts with what everybody may know.
function publish.public_facts(set, facts)
  local filing, o = facts.filing, facts.organization
  local subject, admits = o and o.subject, set.law.admits
  return {
    clock = { today = facts.clock and facts.clock.today }, issue = facts.issue,
    filing = {
      kind = filing.kind, action = filing.action, version = filing.version,
      submitted_on = filing.submitted_on, first_submitted_on = filing.first_submitted_on,
      data = public_data(set.forms[filing.kind], filing.data),
    },
    organization = o and {
      name = o.name, serial = o.serial,
      subject = subject and admits and {
        data = public_data(set.forms[admits.code], subject.data),
      },
    },
    products = public_products(set, facts.products),
  }
end

function publish.disclosure(set, p, facts)
  local form, section = set.forms[facts.filing.kind], p.disclosure
  local s = section and form.by_id[section]
  if not s then return {} end
  local data = facts.filing.data
  if not form.flat then data = data[section] end
  return public_fields(s.fields, data)
end

-- ---- its answer, typed --------------------------------------------------------------------------

-- A column is one line: what was typed in several is joined.
local function text_of(what, v, most)
  if v == nil then return '' end
  if htype(v) ~= 'string' then error(what .. ' 应为文字，现为 ' .. htype(v), 0) end
  v = string.gsub(v, '%c+', ' ')
  if not host.shown(v) then error(what .. ' 应为 UTF-8，且不含 NUL', 0) end
  local n = hs.len(v)
  if n > most then error(what .. ' 最多 ' .. most .. ' 字，现有 ' .. n .. ' 字', 0) end
  return v
end

-- The item of a code in the column's vocabularies; an area's is that of its beginning.
local function item_of(set, p, column, code)
  for _, id in host.ipairs(p.codes[column] or {}) do
    local by_code = set.vocabulary[id].by_code
    if by_code[code] then return by_code[code] end
    if column == 'area' then
      for n = #code - 1, 1, -1 do
        local item = by_code[string.sub(code, 1, n)]
        if item then return item end
      end
    end
  end
  return nil
end

local function put_code(set, p, out, column, code)
  local what = 'publication 的 entry 返回的 ' .. column
  out[column], out[column .. '_label'] = code, ''
  if code == '' then return end
  local wanted = column == 'area' and '^[0-9]+$' or '^[a-z0-9][a-z0-9_.]*$'
  if not host.match(wanted, code) then error(what .. ' 应为代码，现为“' .. code .. '”', 0) end
  local lists = p.codes[column]
  local item = item_of(set, p, column, code)
  -- An area that no list knows is real all the same: codes of counties change.
  if lists and not item and column ~= 'area' then
    error(what .. '“' .. code .. '”不在词表 ' .. hs.join(lists, '、') .. ' 之中', 0)
  end
  out[column .. '_label'] = item and item.label or ''
end

function publish.entry(set, p, answer)
  if htype(answer) ~= 'table' then error('publication 的 entry 应返回表', 0) end
  local out = {}
  for key in host.pairs(answer) do
    if key == 'disclosure' then
      error('publication 的 entry 不返回 disclosure：公示内容由系统取表单中公开的字段，'
        .. '取哪一部分写在 publication 的 disclosure', 0)
    end
    if not host.entry[key] then
      local may = {}
      for name in host.pairs(host.entry) do may[#may + 1] = name end
      error('publication 的 entry 返回了登记簿没有的 ' .. host.tostring(key) .. '；可写的有 '
        .. hs.join(may, '、'), 0)
    end
  end
  for column, most in host.pairs(host.entry) do
    local what = 'publication 的 entry 返回的 ' .. column
    out[column] = text_of(what, answer[column], most)
    if host.entry_codes[column] then put_code(set, p, out, column, out[column]) end
  end
  -- What is in the register is there by name.
  if not host.match('\\S', out.algorithm_name) then
    error('publication 的 entry 返回的 algorithm_name 是空的：没有名称的不能公示；'
      .. '请核对它取自哪个字段、那个字段是否必填', 0)
  end
  return out
end

-- What an approved subject makes its organization be called. Its credit code the core takes itself
-- from where the form says that it stands.
local ORGANIZATION = { name = host.entry.organization, area = host.entry.area }

function publish.organization(answer)
  if htype(answer) ~= 'table' then error('publication 的 organization 应返回表', 0) end
  local out = {}
  for key in host.pairs(answer) do
    if not ORGANIZATION[key] then
      error('publication 的 organization 只返回 name 与 area，不返回 ' .. host.tostring(key), 0)
    end
  end
  for key, most in host.pairs(ORGANIZATION) do
    out[key] = text_of('publication 的 organization 返回的 ' .. key, answer[key], most)
  end
  if out.area ~= '' and not host.match('^[0-9]+$', out.area) then
    error('publication 的 organization 返回的 area 应为数字代码，现为“' .. out.area .. '”', 0)
  end
  return out
end

return publish
