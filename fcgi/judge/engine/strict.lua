-- strict: every declaration is compared with a shape before anything is made of it. A key that the
-- shape does not name, a word that is missing, a value of another type: the set does not load, and
-- the message says which file, line and field.
local host = host
local hs = host.string
local strict = {}

local NAMES = {
  string = '文字', integer = '整数', number = '数', boolean = 'true 或 false', table = '表',
  ['function'] = '函数', date = '日期（YYYY-MM-DD）', names = '不空的文字列表', items = '列表', any = '任意值',
  word = '小写英文代码', code = '小写英文代码（字母、数字、下划线）',
  code_or_list = "小写英文代码、几个代码的列表，或 '*'", scalar = '文字、整数、true 或 false', ids = '编号列表',
  values = '文字、整数、true 或 false，或按日期的若干个值',
}

function strict.fail(where, text)
  error(where .. ': ' .. text, 0)
end

-- Messages call a declaration by its word and its id, whatever was given instead of a table.
function strict.named(word, decl, key)
  if host.type(decl) ~= 'table' then return word end
  return word .. ' ' .. host.tostring(decl[key])
end

-- The place in the rule files of the declaration now being made.
function strict.here()
  local path, line = host.caller(1)
  return (path or '?') .. ':' .. host.tostring(line or 0)
end

local function is_list(v, kind)
  if host.type(v) ~= 'table' then return false end
  local n = 0
  for k, item in host.pairs(v) do
    n = n + 1
    if k ~= n or (kind and host.type(item) ~= kind) then return false end
  end
  return true
end

local function is_code(v) return host.type(v) == 'string' and host.match('^[a-z][a-z0-9_]*$', v) end

local CHECKS = {
  date = function(v) return host.type(v) == 'string' and host.day_number(v) ~= nil end,
  integer = function(v) return host.type(v) == 'number' and host.floor(v) == v end,
  names = function(v) return is_list(v, 'string') and #v > 0 end,
  items = function(v) return is_list(v, 'table') end,
  word = function(v) return host.type(v) == 'string' and host.match('^[a-z][a-z0-9_.]*$', v) end,
  code = is_code,
  code_or_list = function(v)
    if host.type(v) ~= 'table' then return v == '*' or is_code(v) end
    for _, code in host.ipairs(v) do
      if not is_code(code) then return false end
    end
    return is_list(v, 'string') and v[1] ~= nil
  end,
  ids = function(v) return is_list(v, 'string') end,
  scalar = function(v)
    local t = host.type(v)
    return t == 'string' or t == 'boolean' or (t == 'number' and host.floor(v) == v)
  end,
  any = function() return true end,
}
CHECKS.values = function(v) return host.type(v) == 'table' or CHECKS.scalar(v) end

-- One value that stands for a number, a text or a yes.
function strict.scalar(where, what, v)
  if not CHECKS.scalar(v) then strict.fail(where, what .. '：应为' .. NAMES.scalar) end
end

function strict.names(where, what, v)
  if not CHECKS.names(v) then strict.fail(where, what .. '：应为' .. NAMES.names) end
end

local function fits(v, kind)
  local check = CHECKS[kind]
  if check then return check(v) end
  return host.type(v) == kind and (kind ~= 'string' or hs.trim(v) ~= '')
end

local function said(kind) return NAMES[kind] or kind end

local INTERNAL = { word = true, where = true, over = true } -- noted by the engine

local function known_keys(shape)
  local out = {}
  for key in host.pairs(shape) do
    if not INTERNAL[key] then out[#out + 1] = key end
  end
  return hs.join(out, '、')
end

-- A text that is there but not what it should be is shown; of other values the type says enough.
local function shown(v)
  if host.type(v) == 'string' then return '“' .. hs.sub(v, 1, 40) .. '”' end
  return host.type(v) == 'boolean' and host.tostring(v) or said(host.type(v))
end

-- shape: name → { kind, required }; parts: what the positional entries must be made by ('field',
-- …), nil when there are none.
function strict.check(where, what, decl, shape, parts)
  if host.type(decl) ~= 'table' then strict.fail(where, what .. '：声明应为表，写作 { 字段 = 值, … }') end
  for key, value in host.pairs(decl) do
    if host.type(key) == 'number' then
      if not parts then
        local hint = host.type(value) == 'number' and '；数里不写千分位逗号' or ''
        strict.fail(where, what .. '：不认识第 ' .. host.tostring(key) .. ' 项，这里的每一项都应写作 字段 = 值' .. hint)
      end
      if host.type(value) ~= 'table' or value.word ~= parts then
        strict.fail(where, what .. '：第 ' .. host.tostring(key) .. ' 项应为 ' .. parts .. ' { … }')
      end
    elseif not shape[key] then
      strict.fail(where, what .. '：不认识的字段 ' .. key .. '；可写的有 ' .. known_keys(shape))
    elseif not fits(value, shape[key][1]) then
      strict.fail(where, what .. '：字段 ' .. key .. ' 应为' .. said(shape[key][1]) .. '，现为 '
        .. shown(value))
    end
  end
  for key, rule in host.pairs(shape) do
    if rule[2] and decl[key] == nil then
      strict.fail(where, what .. '：缺少字段 ' .. key .. '（' .. said(rule[1]) .. '）')
    end
  end
end

function strict.one_of(where, what, value, allowed)
  for _, candidate in host.ipairs(allowed) do
    if candidate == value then return end
  end
  strict.fail(where, what .. '：' .. host.tostring(value) .. ' 不在 ' .. hs.join(allowed, '、')
    .. ' 之中，请改为其中之一')
end

function strict.set_of(list)
  local set = {}
  for _, v in host.ipairs(list) do set[v] = true end
  return set
end

return strict
