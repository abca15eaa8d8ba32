-- 期限怎么数。行政许可法第八十二条：以工作日计算，不含法定节假日。
-- 起算日是否计入、末日何时届满见 limits.lua。日历之外的年份只能按星期估算，一律标为暂估。

local M = {}

-- 起算日之后（或自起算日起）第一个要看的日子。日期不存在则为 nil。
local function first_day(from)
  local n = day_number(from)
  if n and not limits.count_start_day then n = n + 1 end
  return n
end

-- 自 from 起第 days 个工作日。日期不存在，或数到了 2199 年以后，则返回 nil。
function M.after(from, days)
  local n = first_day(from)
  if not n then return nil end
  local last, decreed = nth_workday(n, days)
  local due_on = day_text(last)
  return due_on and { due_on = due_on, provisional = not decreed }
end

-- 同上，逐日列出数到的每个工作日。
function M.list(from, days)
  local n, counted = first_day(from), {}
  while n and #counted < days do
    local text = day_text(n)
    if not text then return nil end
    if workday(n) then counted[#counted + 1] = text end
    n = n + 1
  end
  return n and counted
end

-- 自 from 起第 days 日，节假日也算在内。不看日历，所以不是暂估。
function M.after_days(from, days)
  local n = first_day(from)
  local due_on = n and day_text(n + days - 1)
  return due_on and { due_on = due_on, provisional = false }
end

-- 某年某月的某日；month 可以大于 12。当月没有这一日的，取月末。
local function in_month(year, month, day)
  year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
  for d = day, 28, -1 do
    local n = day_number(string.format('%04d-%02d-%02d', year, month, d))
    if n then return n, d == day end
  end
  return day_number(string.format('%04d-%02d-%02d', year, month, day)), true
end

-- 自 from 起满 months 个月：到期月的同一日；当月没有这一日的，为月末。起算日计入的，止于前一日。
function M.after_months(from, months)
  if not day_number(from) then return nil end
  local year, month = integer(string.sub(from, 1, 4)), integer(string.sub(from, 6, 7))
  local n, is_same = in_month(year, month + months, integer(string.sub(from, 9, 10)))
  if n and is_same and limits.count_start_day then n = n - 1 end
  local due_on = n and day_text(n)
  return due_on and { due_on = due_on, provisional = false }
end

-- 到 clock 所说的此刻，期限是否已过。
function M.is_over(due_on, clock)
  if clock.today ~= due_on then return clock.today > due_on end
  return clock.now ~= nil and string.sub(clock.now, 12, 16) >= limits.day_ends_at
end

return M
