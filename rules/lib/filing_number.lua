-- 备案编号：行政区划 6 位 + 主体序号 7 位 + 类别 2 位 + 年份 2 位 + 流水 3 位 + 校验 1 位，共 21 位。
-- 校验式由 238 个真实编号归纳（全部吻合，含 2022–2026 年），未见官方说明：只用来发现笔误，是否有效以登记为准。

local M = {}

-- 前二十位的校验位，恒为奇数。
function M.check_digit(digits)
  local p = 0
  for i = 1, 20 do p = (p + integer(string.sub(digits, i, i))) * 2 % 10 end
  return (11 - p) % 10
end

local LABELS = { '备案编号', '备案号', '编号' }
local GAPS = { ' ', '\t', '\n', '\r', string.char(0x3000), string.char(0xA0), '-', ':', '：' }

-- 全角数字、空格、冒号按人们的写法放宽。
local function tidy(text)
  for i = 0, 9 do text = string.replace(text, string.char(0xFF10 + i), tostring(i)) end
  for _, gap in ipairs(GAPS) do text = string.replace(text, gap, '') end
  return text
end

-- → 21 位数字，或 nil 与说明。
function M.parse(text, prefix, suffix)
  local rest = tidy(text)
  for _, word in ipairs(LABELS) do
    if string.starts(rest, word) then rest = string.sub(rest, string.len(word) + 1) break end
  end
  if string.starts(rest, prefix) then rest = string.sub(rest, string.len(prefix) + 1) end
  if string.ends(rest, suffix) then
    rest = string.sub(rest, 1, string.len(rest) - string.len(suffix))
  end
  if rest == '' then return nil, '没有编号，应为 21 位数字，可带“' .. prefix .. '”和“' .. suffix .. '”' end
  if not match('^[0-9]+$', rest) then
    return nil, '编号除“' .. prefix .. '”和“' .. suffix .. '”外只能是数字，请核对'
  end
  if string.len(rest) ~= 21 then
    return nil, '编号应为 21 位数字，现有 ' .. string.len(rest) .. ' 位，请核对是否漏写或多写'
  end
  if integer(string.sub(rest, 21)) ~= M.check_digit(rest) then
    return nil, '编号校验位不符，请核对是否有一位写错或相邻两位写反'
  end
  return rest
end

return M
