-- 备案编号：行政区划 6 位 + 主体序号 7 位 + 类别 2 位 + 年份 2 位 + 流水 3 位 + 校验 1 位，共 21 位。
-- 校验式由 238 个真实编号归纳（全部吻合，含 2022–2026 年），未见官方说明：只用来发现笔误，是否有效以登记为准。

local M = {}

-- 前二十位的校验位，恒为奇数。
function M.check_digit(digits)
  local p = 0
  for i = 1, 20 do p = (p + integer(string.sub(digits, i, i))) * 2 % 10 end
  return (11 - p) % 10
end

-- 编号是抄来的：全角半角、空格、看不见的字符都不论，数字之间的连字符、冒号不论；前后可以有括号、句号、“算法备案号：”等文字。
local function runs_of_digits(text)
  local rest = string.fold(text)
  for _, gap in ipairs({ '-', ':' }) do rest = string.replace(rest, gap, '') end
  local runs = {}
  while true do
    local groups = capture('([0-9]+)(.*)$', rest)
    if not groups then return runs end
    table.insert(runs, groups[1])
    rest = groups[2]
  end
end

local function is_number(digits)
  return string.len(digits) == 21 and integer(string.sub(digits, 21)) == M.check_digit(digits)
end

-- 几段数字里的编号：→ 编号，或 nil 与说明。同一个编号写了两遍，还是一个。
local function choose(runs)
  local found, whole
  for _, digits in ipairs(runs) do
    if string.len(digits) == 21 then whole = digits end
    if digits ~= found and is_number(digits) then
      if found then
        return nil, '写了不止一个编号（' .. found .. '、' .. digits .. '），请分开查询'
      end
      found = digits
    end
  end
  if found then return found end
  if whole then return nil, '编号校验位不符，请核对是否有一位写错或相邻两位写反' end
  return nil, runs[1] and '编号应为 21 位数字，现有 ' .. string.len(runs[1])
    .. ' 位，请核对是否漏写、多写，或夹有其他文字'
end

-- → 21 位数字，或 nil 与说明。
function M.parse(text, prefix, suffix)
  local digits, why = choose(runs_of_digits(text))
  if digits then return digits end
  return nil, why or '没有编号，应为 21 位数字，可带“' .. prefix .. '”和“' .. suffix .. '”'
end

return M
