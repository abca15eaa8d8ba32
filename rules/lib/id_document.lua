-- 个人证件号码。居民身份证按 GB 11643-1999 验校验位与日期；港澳台居民居住证、2023 年起的外国人永久居留身份证用同一种校验
-- （后者：9、受理地 2 位、国籍 3 位、出生日期 8 位、顺序 3 位、校验 1 位，见公开资料，未与标准核对）；其他证件只看格式（格式未经核实）。

local M = {}

local WEIGHT = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 }
local SIGN = '10X98765432'

local MONTH = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

-- 引擎的日期从 1900 年起，而号码里的出生年可以更早，所以自己数。
local function born_on_exists(year, month, day)
  local y, m, d = integer(year), integer(month), integer(day)
  if y < 1800 or m < 1 or m > 12 then return false end
  local is_leap = y % 4 == 0 and (y % 100 ~= 0 or y % 400 == 0)
  return d >= 1 and d <= MONTH[m] + (m == 2 and is_leap and 1 or 0)
end

-- → true，或 false 与说明。末位 x 大小写均可。
function M.check_resident(text, today)
  local id = string.upper(text)
  local groups = capture('^([0-9]{6})([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]$', id)
  if not groups then return false, '应为 18 位：17 位数字加 1 位数字或 X' end
  local sum = 0
  for i = 1, 17 do sum = sum + (string.byte(id, i) - 48) * WEIGHT[i] end
  local expected = sum % 11 + 1
  if string.sub(SIGN, expected, expected) ~= string.sub(id, 18) then
    return false, '校验位不符，请核对是否写错一位'
  end
  local born = groups[2] .. '-' .. groups[3] .. '-' .. groups[4]
  if not born_on_exists(groups[2], groups[3], groups[4]) then
    return false, '其中的出生日期 ' .. born .. ' 不存在'
  end
  if born > today then return false, '其中的出生日期 ' .. born .. ' 晚于今天' end
  return true
end

function M.resident_area_known(text) return item('province', string.sub(text, 1, 2)) ~= nil end

-- 未经核实的格式。
local FORMAT = {
  passport = '^[A-Z0-9]{5,17}$',
  hm_permit = '^[HM][0-9]{8}([0-9]{2})?$',
  tw_permit = '^[0-9]{8}([0-9]{2})?$',
  hmt_residence = '^8[123]0000[0-9]{11}[0-9X]$',
  foreigner_residence = '^([A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X])$',
}

function M.format_ok(type, text)
  local format = FORMAT[type]
  return format == nil or match(format, string.upper(text))
end

-- 校验位与出生日期同居民身份证的两种：→ true，或 false 与说明；其他的和旧式的不验，为 true。
function M.check_permit(type, text, today)
  local is_new = type == 'hmt_residence'
    or (type == 'foreigner_residence' and string.len(text) == 18)
  if not is_new or not M.format_ok(type, text) then return true end
  return M.check_resident(text, today)
end

-- 填在居民身份证里的号码像是另一种证件的；nil：不像。
function M.seems(text)
  for _, type in ipairs({ 'hmt_residence', 'foreigner_residence' }) do
    if string.len(text) == 18 and M.format_ok(type, text) then return type end
  end
  return nil
end

local PEOPLE = {
  { 'legal_representative', '法定代表人' }, { 'security_officer', '算法安全责任人' },
}

-- 主体表单里的两个人：所在的部分、称呼、证件类型、证件号码。
function M.people(data)
  local out = {}
  for _, who in ipairs(PEOPLE) do
    local part = data[who[1]]
    if part.document_type and part.document_number then
      table.insert(out, {
        at = '/' .. who[1] .. '/document_number', title = who[2],
        type = part.document_type, number = part.document_number,
      })
    end
  end
  return out
end

M.reads = {
  'filing.data.legal_representative.document_type',
  'filing.data.legal_representative.document_number',
  'filing.data.security_officer.document_type', 'filing.data.security_officer.document_number',
  'clock.today',
}

return M
