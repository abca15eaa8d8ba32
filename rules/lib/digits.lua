-- 文字里的号码：居民身份证号、手机号、银行卡号。数字之间夹着空格、连字符、中文标点的，全角的，也认得出。
-- 以连写的一组数字为单位：几组连起来恰是一个号码才算，一长串数字中间的一段不算。

local M = {}

local resident = use('id_document')

-- 数字之间可以夹一至三个既不是字、也不是数字的字符。
local GAP = '[^\\p{L}\\p{N}]{0,3}'
local CARD_WORD = '(?:(卡号|银行卡)[^\\p{L}\\p{N}]{0,3})?+'
local RUN = '(\\p{Nd}(?:' .. GAP .. '\\p{Nd}){10,}+(?:' .. GAP .. '[XxＸｘ])?)'
local NUMBER = CARD_WORD .. RUN .. '(?s)(.*)$'
-- 各种文字的数字都在这些范围里（连同别的字）：这些都没有的文字，不必细看。
local MAY_BE_DIGIT = '[0-9\\x{600}-\\x{1FFF}\\x{A620}-\\x{ABFF}\\x{FF10}-\\x{FF19}'
  .. '\\x{10000}-\\x{1FFFF}]'
local GROUP = '^[^\\p{Nd}XxＸｘ]*([\\p{Nd}XxＸｘ]+)(?s)(.*)$'
local MOBILE_LENGTH, ID_LENGTH = 11, 18
local LENGTHS = { 11, 16, 17, 18, 19 } -- 手机号；银行卡号、居民身份证号
-- 居民身份证号的出生年份：先看这几位，才值得算校验位。
local BORN = '^[1-9][0-9]{5}(?:18|19|20)[0-9]{2}[01][0-9][0-3]'

-- 拆开写的手机号常见的几种分法；一个数字一组的另看。别的分法多是几个不相干的数。
local MOBILE_SPLIT = {
  ['11'] = true, ['3-4-4'] = true, ['3-8'] = true, ['7-4'] = true, ['4-4-3'] = true,
  ['3-3-5'] = true, ['5-6'] = true,
}
-- 银行卡面上的分法。
local CARD_SPLIT = { ['4-4-4-4'] = true, ['4-4-4-4-3'] = true }

-- 第 i 组到 next_one 之前的分法。组数不在已知的分法之内的，不必看。
local MOST_GROUPS = 5
local function split_of(run, i, next_one)
  if next_one - i > MOST_GROUPS then return nil end
  local lengths = {}
  for k = i, next_one - 1 do
    table.insert(lengths, string.len(run.groups[k]))
  end
  return table.concat(lengths, '-')
end

local function is_mobile(text, run, i, next_one)
  if string.len(text) ~= MOBILE_LENGTH or not match('^1[3-9][0-9]{9}$', text) then return false end
  return next_one - i == MOBILE_LENGTH or MOBILE_SPLIT[split_of(run, i, next_one)]
end

-- 银行卡号：16 至 19 位，末位是校验位（ISO/IEC 7812-1 的算法）。62 开头的随便怎样写；别的开头十个数里
-- 总有一个凑巧相符，所以要按卡面分开写，或写明是卡号。
local function is_card(text, run, i, next_one, is_named)
  local n, sum = string.len(text), 0
  if n == MOBILE_LENGTH or not match('^[3-69][0-9]+$', text) then return false end
  if not match('^62', text) and not is_named and not CARD_SPLIT[split_of(run, i, next_one)] then
    return false
  end
  for back = 1, n do
    local digit = string.byte(text, n + 1 - back) - 48
    if back % 2 == 0 then digit = digit < 5 and digit * 2 or digit * 2 - 9 end
    sum = sum + digit
  end
  return sum % 10 == 0
end

-- 认出是什么，和可以给人看的写法：只留头尾。
local function kind_of(text, run, i, next_one, today, is_named)
  if is_mobile(text, run, i, next_one) then
    return 'mobile', string.sub(text, 1, 3) .. '****' .. string.sub(text, -4)
  end
  if string.len(text) == ID_LENGTH and match(BORN, text)
    and resident.check_resident(text, today) then
    return 'identity', string.sub(text, 1, 6) .. '********' .. string.sub(text, -4)
  end
  if is_card(text, run, i, next_one, is_named) then
    return 'card', string.sub(text, 1, 4) .. '********' .. string.sub(text, -4)
  end
  return nil
end

local function groups_of(run)
  local out, rest = {}, run
  while rest ~= '' do
    local found = capture(GROUP, rest)
    if not found then break end
    -- 写作 +86 的国家代码不是号码的一部分。
    local group = string.fold(found[1])
    if match('^(0086|86)1[3-9][0-9]{9}$', group) then group = string.sub(group, -MOBILE_LENGTH) end
    table.insert(out, string.upper(group))
    rest = found[2]
  end
  return out
end

-- 各组连成一串，记下每组从哪一位起；多一个是末尾之后。
local function joined(groups)
  local starts, at, is_start = {}, 1, {}
  for i = 1, #groups do
    starts[i], is_start[at] = at, i
    at = at + string.len(groups[i])
  end
  is_start[at] = #groups + 1
  return { text = table.concat(groups), starts = starts, is_start = is_start, groups = groups }
end

-- 自第 i 组起，连上其后几组，恰是一个号码的：→ 是什么、给人看的写法、下一组。
local function number_at(run, i, today, is_named)
  local from = run.starts[i]
  for _, n in ipairs(LENGTHS) do
    local next_one = run.is_start[from + n]
    if next_one then
      local text = string.sub(run.text, from, from + n - 1)
      local kind, shown = kind_of(text, run, i, next_one, today, is_named)
      if kind then return kind, shown, next_one end
    end
  end
  return nil
end

-- 文字里的号码，依次：{ kind = 'mobile' | 'identity' | 'card', shown = '138****8000' }。
function M.find(text, today)
  local out, rest = {}, match(MAY_BE_DIGIT, text) and text or ''
  while rest ~= '' do
    local found = capture(NUMBER, rest)
    if not found then break end
    local run, i = joined(groups_of(found[2])), 1
    while run.groups[i] do
      local kind, shown, next_one = number_at(run, i, today, i == 1 and found[1])
      if kind then table.insert(out, { kind = kind, shown = shown }) end
      i = next_one or i + 1
    end
    rest = found[3]
  end
  return out
end

return M
