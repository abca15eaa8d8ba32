-- 统一社会信用代码 GB 32100-2015 与其中的组织机构代码 GB 11714。
-- 登记管理部门与机构类别的代码照标准的表抄录；标准之后各部门自行增加的未逐一核实，所以表外的只提醒。

local M = {}

local ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY' -- 没有 I O S V Z
local VALUE, SIGN = {}, {}
for i = 1, string.len(ALPHABET) do
  local c = string.sub(ALPHABET, i, i)
  VALUE[c], SIGN[i - 1] = i - 1, c
end
local WEIGHT = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 }

-- → true，或 false 与说明。字母大小写均可；是不是 18 位，表单已经看过。
function M.check(text)
  local code = string.upper(text)
  local sum = 0
  for i = 1, 18 do
    local c = string.sub(code, i, i)
    if not VALUE[c] then
      return false, '第 ' .. i .. ' 位“' .. c .. '”不是信用代码可用的字符（数字与字母，不含 I、O、S、V、Z）'
    end
    if i < 18 then sum = sum + VALUE[c] * WEIGHT[i] end
  end
  -- 十八个 0 的加权和是 0，两个校验位都“对”。
  if match('^(.)\\1{17}$', code) then return false, '十八位都是同一个字符，不是真实的代码' end
  if SIGN[(31 - sum % 31) % 31] ~= string.sub(code, 18) then return false, '校验位不符，请核对是否写错一位' end
  return true
end

local ORG_WEIGHT = { 3, 7, 9, 10, 5, 8, 4, 2 }
local ORG_SIGN = { [10] = 'X', [11] = '0' }

-- 第 9 至 17 位是组织机构代码；校验位不符只作提醒。
function M.organization_code_ok(text)
  local code, sum = string.upper(text), 0
  for i = 1, 8 do
    local c = string.byte(code, 8 + i)
    sum = sum + (c <= 57 and c - 48 or c - 55) * ORG_WEIGHT[i]
  end
  local check = 11 - sum % 11
  return (ORG_SIGN[check] or tostring(check)) == string.sub(code, 17, 17)
end

-- 第 1 位登记管理部门，与各部门登记的机构类别（第 2 位）。
local DEPARTMENTS = {
  ['1'] = { '机构编制', '1239' }, ['2'] = { '外交', '19' }, ['3'] = { '司法行政', '123459' },
  ['4'] = { '文化', '19' }, ['5'] = { '民政', '123459' }, ['6'] = { '旅游', '129' },
  ['7'] = { '宗教', '129' }, ['8'] = { '工会', '19' }, ['9'] = { '市场监管', '123' },
  A = { '中央军委改革和编制办公室', '19' }, N = { '农业农村', '1239' }, Y = { '其他', '1' },
}

-- nil，或哪里不在标准的表内。
function M.prefix_unknown(text)
  local code = string.upper(text)
  local first, second = string.sub(code, 1, 1), string.sub(code, 2, 2)
  local department = DEPARTMENTS[first]
  if not department then
    return '第 1 位“' .. first .. '”不是登记管理部门的代码（1 至 9、A、N、Y）'
  end
  if not string.find(department[2], second) then
    return '第 2 位“' .. second .. '”不是' .. department[1] .. '部门登记的机构类别'
  end
  local province = string.sub(code, 3, 4)
  if not item('province', province) and string.sub(code, 3, 8) ~= '100000' then
    return '第 3、4 位“' .. province .. '”不是已知的省级代码'
  end
  return nil
end

-- 前两位所说的机构：只列能与主体类型一一对应的。12、A1 是事业单位，11 是机关，51 是社会团体，
-- 52 是民办非企业单位，91 是企业，92 是个体工商户；其余（律师事务所、基金会、宗教场所、工会、集体经济组织等）归入“其他”。
local KIND = {
  ['11'] = 'government', ['12'] = 'public_institution', A1 = 'public_institution',
  ['51'] = 'social_organization', ['52'] = 'private_non_enterprise', ['91'] = 'enterprise',
  ['92'] = 'sole_proprietor',
}

-- 代码所说的主体类型与所选的不同时，代码所说的；否则 nil。
function M.other_kind(text, entity_type)
  local kind = KIND[string.upper(string.sub(text, 1, 2))]
  local is_listed = false
  for _, one in pairs(KIND) do is_listed = is_listed or one == entity_type end
  if kind == entity_type then return nil end
  if kind then return label('entity_type', kind) end
  return is_listed and label('entity_type', 'other') or nil
end

return M
