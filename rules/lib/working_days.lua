-- 工作日怎么数。行政许可法第八十二条：以工作日计算，不含法定节假日。
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

-- 到 clock 所说的此刻，期限是否已过。
function M.is_over(due_on, clock)
  if clock.today ~= due_on then return clock.today > due_on end
  return clock.now ~= nil and string.sub(clock.now, 12, 16) >= limits.day_ends_at
end

return M
