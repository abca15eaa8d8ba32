-- places: where a finding may point to. A path is a pointer to something that the form declares, a
-- section, a field, an item of a list and its fields, or to the like in a product of the facts.
-- Whatever else a rule says is its fault, so that no finding can carry a value out in its path.
local host = host
local hs = host.string
local strict = host.engine('strict')
local places = {}

local htype = host.type
local LONGEST = 400 -- bytes of a path
local LISTS = strict.set_of({ 'list', 'choices', 'coverage' })
local COVERAGE = strict.set_of({ 'product', 'path', 'function' })

-- 0, 1, …: the place of an item in a list.
local function index_of(step)
  return host.match('^(?:0|[1-9][0-9]{0,5})$', step) and host.integer(step) or nil
end

-- The item is there: in the data that was given, or anywhere when none is (value nil, any true).
local function has_item(value, n, any)
  if any then return true end
  return htype(value) == 'table' and value[n + 1] ~= nil
end

-- Below field f, whose value is given; step i is the first below it.
local function below(f, value, steps, i, any)
  if not steps[i] then return true end
  local n = index_of(steps[i])
  if not n or not LISTS[f.type] or not has_item(value, n, any) then return false end
  local name = steps[i + 1]
  if not name then return true end
  if f.type == 'coverage' then return COVERAGE[name] ~= nil and not steps[i + 2] end
  local inner = f.fields and f.by_name[name]
  if not inner then return false end
  local item = htype(value) == 'table' and value[n + 1] or nil
  return below(inner, htype(item) == 'table' and item[name] or nil, steps, i + 2, any)
end

local function member(data, name) return htype(data) == 'table' and data[name] or nil end

local function in_form(form, data, steps, i, any)
  if form.flat then
    local f = form.flat[steps[i]]
    return f ~= nil and below(f, member(data, f.name), steps, i + 1, any)
  end
  local section = form.by_id[steps[i]]
  if not section or not steps[i + 1] then return section ~= nil end
  local f = section.by_name[steps[i + 1]]
  return f ~= nil and below(f, member(member(data, section.id), f.name), steps, i + 2, any)
end

-- at: { form, given, facts, products }: the form, the data as they were given, all facts, the form
-- of products.
function places.known(at, path)
  if path == '' then return true end
  if hs.bytes(path) > LONGEST then return false end
  local steps = hs.split(path, '/')
  if in_form(at.form, at.given, steps, 2) then return true end
  local tree = member(at.facts.product, 'tree')
  if tree and in_form(at.products, tree, steps, 2) then return true end
  local n = steps[2] == 'products' and steps[3] and index_of(steps[3])
  local product = n and at.facts.products[n + 1]
  if not product then return false end
  return not steps[4] or in_form(at.products, product, steps, 4)
end

-- ---- as it is declared -------------------------------------------------------------------------

-- Below field f of any item: what is declared once for all of them has no numbers.
local function declares_below(f, steps, i)
  local name = steps[i]
  if not name then return true end
  if f.type == 'coverage' then return COVERAGE[name] ~= nil and not steps[i + 1] end
  local inner = f.fields and f.by_name[name]
  return inner ~= nil and declares_below(inner, steps, i + 1)
end

-- path: '/部分', '/部分/字段', '/部分/列表/列表中的字段'; '' is the whole.
function places.declares(form, path)
  local steps = hs.split(path, '/')
  if path == '' then return true end
  if steps[1] ~= '' then return false end
  local section = not form.flat and form.by_id[steps[2]]
  if section and not steps[3] then return true end
  local i = form.flat and 2 or 3
  local f = (form.flat or section and section.by_name or {})[steps[i]]
  return f ~= nil and declares_below(f, steps, i + 1)
end

-- ---- as it is written ---------------------------------------------------------------------------

-- What stands there to be pointed at, for the message.
local function offered(form, steps)
  local out, section = {}, form.by_id[steps[2] or '']
  if form.flat then
    for _, f in host.ipairs(form.all_fields) do out[#out + 1] = f.at end
  elseif section then
    for _, f in host.ipairs(section.fields) do out[#out + 1] = f.at end
  else
    for _, s in host.ipairs(form.sections) do out[#out + 1] = '/' .. s.id end
  end
  return hs.join(out, '、')
end

function places.offered(form, path) return offered(form, hs.split(path, '/')) end

local function check_path(registry, where, path, kinds)
  local steps, offers = hs.split(path, '/'), {}
  if steps[1] ~= '' then strict.fail(where, "say.at 的位置应为空或以 / 开头，写作 '/部分/字段'") end
  for _, kind in host.ipairs(kinds) do
    local form = registry.forms[kind]
    if in_form(form, nil, steps, 2, true) then return end
    offers[#offers + 1] = form.title .. '有 ' .. offered(form, steps)
  end
  if steps[2] == 'products' and (not steps[4]
      or in_form(registry.forms.product, nil, steps, 4, true)) then
    return
  end
  strict.fail(where, 'say.at 的位置 ' .. path .. ' 没有表单声明；' .. hs.join(offers, '；'))
end

-- The kinds that the rules of a file are about.
local function kinds_of(registry, name)
  local seen, out = {}, {}
  for _, rule in host.ipairs(registry.rules) do
    for kind in host.pairs(hs.starts(rule.where, name .. ':') and rule.kinds or {}) do
      if not seen[kind] then out[#out + 1] = kind end
      seen[kind] = true
    end
  end
  return out
end

-- say.at('…' as it is written out in a file of checks: whole, or as the beginning of a place in a
-- list.
function places.check(registry, name)
  local kinds, line = kinds_of(registry, name), 0
  if #kinds == 0 then return end
  for text in string.gmatch(registry.sources[name] .. '\n', '([^\n]*)\n') do
    line = line + 1
    local code = string.gsub(text, '^%s*%-%-.*', '')
    for _, path, more in string.gmatch(code, "say%.at%(%s*(['\"])(.-)%1%s*(%.?%.?)") do
      if more == '..' then path = string.gsub(path, '/$', '') end
      if path ~= '' then check_path(registry, name .. ':' .. host.tostring(line), path, kinds) end
    end
  end
end

return places
