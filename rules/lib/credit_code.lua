-- 统一社会信用代码 GB 32100-2015 与其中的组织机构代码 GB 11714。

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

return M
