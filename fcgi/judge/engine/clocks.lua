-- clocks: what a deadline is, and when one of a filing ends. How days are counted is the set's to
-- say (`counting`); when a clock starts, stands still and is over is said here, for all alike.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local views = host.engine('views')
local declared = host.engine('declared')
local time = host.engine('time')
local terms = host.engine('terms')
local clocks = {}

-- unit → what limits and people call it, the most that a deadline may have, who counts it.
local UNITS = {
  workday = { title = '工作日', most = 400, by = 'after' },
  day = { title = '日', most = 800, by = 'after_days' },
  month = { title = '月', most = 60, by = 'after_months' },
}
local UNIT_NAMES = { 'workday', 'day', 'month' }

-- The most that may be asked for of a unit; nil when there is no such unit.
function clocks.most(unit) return UNITS[unit] and UNITS[unit].most end

-- The first is the default: a deadline holds for the clocks that start in its time.
local SINCE_OF = { 'start', 'today', 'first_submission' }

-- ---- declared -----------------------------------------------------------------------------------

local function check_range(where, what, unit, n)
  if host.type(n) ~= 'number' or host.floor(n) ~= n or n < 1 or n > unit.most then
    strict.fail(where, what .. '：字段 days 应在 1 与 ' .. unit.most .. ' 之间（' .. unit.title .. '），'
      .. host.tostring(n) .. ' 不是')
  end
end

-- Drafts of an organization are asked about again when it is admitted: then only this one changes.
local ADMITTED = 'organization.subject.reviews'

-- Of a draft the rules are asked again when a save changes what the deadline reads of its data;
-- what changes by other ways than a save would leave its clock behind. → pointers to these data.
local function watched_of(where, what, decl)
  local out = host.array({})
  if decl.stage then
    strict.fail(where, what .. '：drafts 与 stage 不能同时写，草稿不在任何审核阶段')
  end
  for _, path in host.ipairs(decl.reads) do
    local field = string.match(path, '^filing%.data%.(.+)$')
    if field then
      out[#out + 1] = '/' .. string.gsub(field, '%.', '/')
    elseif path ~= ADMITTED and (not hs.starts(path, 'filing.') or path == 'filing.data') then
      strict.fail(where, what .. '：写了 drafts 的，reads 只能是 filing 的内容，其中填报的逐项写明，如 '
        .. 'filing.data.basic.online_on，或 ' .. ADMITTED .. '；' .. path .. ' 变了，草稿的期限不会变')
    end
  end
  if #out == 0 then
    strict.fail(where, what .. '：写了 drafts 的，reads 中至少有一项填报的内容（filing.data.…），由它起算')
  end
  return out
end

-- days names a limit, so that it may be a series by date.
local function check_limit(registry, where, what, unit, name)
  local value = registry.limits[name]
  if value == nil then
    strict.fail(where, what .. '：字段 days 所指的 limits.' .. name .. ' 未在 limits.lua 中声明')
  end
  for _, n in host.pairs(host.type(value) == 'table' and value or { value }) do
    check_range(where, what .. ' 的 limits.' .. name, unit, n)
  end
  local said = registry.units[name]
  for _, other in host.pairs(UNITS) do
    if said == other.title and other ~= unit then
      strict.fail(where, what .. '：limits.' .. name .. ' 以' .. said .. '计，而这里的 unit 是'
        .. unit.title .. '，两处应当一致')
    end
  end
end

local function check_days(registry, where, what, unit, days)
  if host.type(days) == 'string' then return check_limit(registry, where, what, unit, days) end
  if host.type(days) ~= 'number' then
    strict.fail(where, what .. '：字段 days 应为整数，或 limits.lua 中一个数的名称，如 \'review_days\'')
  end
  check_range(where, what, unit, days)
end

-- Days that are not counted, though the clock runs: what for, and a function that says which.
local CREDIT = { title = { 'string', true }, spans = { 'function', true } }

local function check(registry, where, what, decl)
  strict.check(where, what, decl, time.shape({
    name = { 'word', true }, title = { 'string', true }, law = { 'string', true },
    kinds = { 'names', true }, days = { 'any', true }, unit = { 'word' }, rolls = { 'boolean' },
    stage = { 'word' }, paused = { 'names' }, reads = { 'names', true }, from = { 'function' },
    done = { 'function', true }, drafts = { 'boolean' }, credit = { 'table' },
  }))
  if decl.credit then strict.check(where, what .. ' 的 credit', decl.credit, CREDIT) end
  laws.check(registry, where, what, decl.law)
  local unit = decl.unit or 'workday'
  strict.one_of(where, what .. ' 的 unit', unit, UNIT_NAMES)
  check_days(registry, where, what, UNITS[unit], decl.days)
  if decl.rolls ~= nil and unit == 'workday' then
    strict.fail(where, what .. '：rolls 说的是末日遇节假日顺延，以工作日计的期限不会遇到，不用写')
  end
  if not decl.from and not decl.stage then
    strict.fail(where, what .. '：缺少字段 from（函数）；只有写了 stage 的可以不写，自该阶段开始之日起算')
  end
  return unit
end

local function declare(registry, where, what, decl, it)
  for _, kind in host.ipairs(decl.kinds) do
    declared.add(registry, where, what, {
      id = 'deadline.' .. kind .. '.' .. decl.name, word = 'deadline', title = decl.title,
      law = decl.law, kinds = { kind }, reads = decl.reads, value = decl.days,
      unit = it.unit_title, since = it.since, ends = it.ends, since_of = it.since_of,
    }, decl)
  end
end

-- A deadline of the base gives up the kinds that a local one of its name speaks for; without any
-- left, it gives up its place.
local function put(registry, new)
  for _, old in host.ipairs(registry.deadlines) do
    if old.name == new.name then
      local left = {}
      for _, kind in host.ipairs(old.kind_list) do
        if not new.kinds[kind] then left[#left + 1] = kind end
      end
      old.kind_list, old.kinds = left, strict.set_of(left)
    end
  end
  declared.put(registry.deadlines, new, function(d)
    return d.name == new.name and #d.kind_list == 0
  end)
  for i = #registry.deadlines, 1, -1 do
    if #registry.deadlines[i].kind_list == 0 then table.remove(registry.deadlines, i) end
  end
end

-- take_kinds(registry, where, what, kinds) → the set of them.
function clocks.word(registry, take_kinds)
  return function(decl)
    local where = strict.here()
    local what = strict.named('deadline', decl, 'name')
    local unit = check(registry, where, what, decl)
    local is_named = host.type(decl.days) == 'string'
    local it = {
      name = decl.name, title = decl.title, law = decl.law, unit = unit,
      unit_title = UNITS[unit].title, days = not is_named and host.floor(decl.days) or nil,
      limit = is_named and decl.days or nil, rolls = decl.rolls == true, stage = decl.stage,
      paused = decl.paused and strict.set_of(decl.paused), paused_list = decl.paused,
      from = decl.from and host.seal(decl.from), done = host.seal(decl.done),
      kinds = take_kinds(registry, where, what, decl.kinds), kind_list = decl.kinds, where = where,
      reads = decl.reads, in_force = time.in_force(registry, decl.law),
      label = 'deadline.' .. decl.name, watched = decl.drafts and watched_of(where, what, decl),
      view = views.make(registry, 'deadline ' .. decl.name, where, decl.kinds, decl.reads),
      credit = decl.credit and { title = decl.credit.title, spans = host.seal(decl.credit.spans) },
    }
    it.held = time.take(where, what, decl, {}, SINCE_OF)
    it.since, it.ends, it.since_of = it.held.since, it.held.ends, it.held.since_of
    declare(registry, where, what, decl, it)
    put(registry, it)
  end
end

-- What a deadline leans on that is declared beside or after it: who counts its unit, the stages and
-- states of the workflow.
function clocks.settle(registry, stages, states)
  for _, d in host.ipairs(registry.deadlines) do
    local what, by = 'deadline ' .. d.name, UNITS[d.unit].by
    if not registry.counting[by] then
      strict.fail(d.where, what .. '：unit = \'' .. d.unit .. '\' 要由 counting 的 ' .. by
        .. ' 来数，而 counting 没有写它；见 lib/working_days.lua')
    end
    if d.stage then strict.one_of(d.where, what .. ' 的 stage', d.stage, stages) end
    for _, state in host.ipairs(d.paused_list or {}) do
      strict.one_of(d.where, what .. ' 的 paused', state, states)
    end
  end
end

local function is_date(v) return host.type(v) == 'string' and host.day_number(v) ~= nil end

-- What the engine itself looks at to count it, whatever its functions read.
function clocks.reads(d)
  local out = d.paused and { 'filing.pauses' } or {}
  if d.stage then out[#out + 1], out[#out + 2] = 'filing.stage', 'filing.stage_on' end
  return out
end

-- ---- counted ------------------------------------------------------------------------------------

local NONE = {}

-- Spans of days in order and apart: { first, last }.
local function apart_of(spans)
  local apart = {}
  for _, span in host.ipairs(host.sort(spans, function(a, b) return a[1] < b[1] end)) do
    local before = apart[#apart]
    if before and span[1] <= before[2] then
      before[2] = host.max(before[2], span[2])
    else
      apart[#apart + 1] = { span[1], span[2] }
    end
  end
  return apart
end

local function both_of(some, others)
  if #others == 0 then return some end
  local all = {}
  for _, list in host.ipairs({ some, others }) do
    for _, span in host.ipairs(list) do all[#all + 1] = span end
  end
  return apart_of(all)
end

-- The days on which the clock stands still, in order and apart. The day on which it stops and the
-- day on which it goes on are both among them: no part of a day counts. An open pause lasts until
-- today. paused: nil where the pauses are the clock's own already.
local function pauses_of(paused, pauses, today)
  local spans, open = {}, nil
  for _, p in host.ipairs(pauses) do
    if p.state == nil or paused == nil or paused[p.state] then
      local first = host.day_number(p.from)
      local last = p.to == nil and host.max(first or today, today) or host.day_number(p.to)
      if not first or not last then error('filing.pauses 中有不存在的日期', 0) end
      spans[#spans + 1] = { first, last }
      if p.to == nil then open = first end
    end
  end
  return apart_of(spans), open
end

-- What a credit says, as it is kept: the spans that lie after the day from which is counted.
local function kept_of(list, from)
  local out = host.array({})
  for _, span in host.ipairs(list) do
    local is_span = host.type(span) == 'table'
    if not is_span or not is_date(span.from) or not is_date(span.to) or span.to < span.from then
      error("credit 的 spans 应给出若干段日子，每段写作 { from = '2026-03-02', to = '2026-03-06' }，"
        .. 'to 不早于 from', 0)
    end
    if span.to > from then out[#out + 1] = { from = span.from, to = span.to } end
  end
  return out
end

-- The day on which each begins and the day on which it ends are both among them, as of a pause.
local function credit_of(kept)
  local spans = {}
  for i, span in host.ipairs(kept) do
    spans[i] = { host.day_number(span.from), host.day_number(span.to) }
  end
  return apart_of(spans)
end

-- How many days of the clock's unit stand still after `from` up to `to`, both day numbers.
local function still(set, d, spans, from, to)
  local n, workdays = 0, d.unit == 'workday' and set.count_workdays
  for _, span in host.ipairs(spans) do
    local first, last = host.max(span[1], from + 1), host.min(span[2], to)
    if first <= last then n = n + (workdays and workdays(first, last) or last - first + 1) end
  end
  return n
end

-- The last day when so many more days are waited for; nil when the calendar does not reach there.
local function last_day(set, d, from, days, more)
  local is_month = d.unit == 'month'
  local by = UNITS[d.unit].by
  local counted = host.own(set.counting[by], from, is_month and days or days + more)
  if counted == nil then return nil end
  if host.type(counted) ~= 'table' or not is_date(counted.due_on) then
    error('counting 的 ' .. by .. ' 没有给出届满日 due_on', 0)
  end
  local due = host.day_number(counted.due_on)
  return is_month and due + more or due, counted.provisional == true
end

-- Waiting may run into the next pause, so it is counted again until nothing is added.
local function with_pauses(set, d, from, days, spans)
  local start, more = host.day_number(from), 0
  if #spans == 0 then
    local due, provisional = last_day(set, d, from, days, 0)
    return due, provisional, 0
  end
  while true do
    local due, provisional = last_day(set, d, from, days, more)
    if not due then return nil end
    local now = still(set, d, spans, start, due)
    if now == more then return due, provisional, more end
    more = now
  end
end

-- → the day on which it ends, is it provisional, how many days of its unit stood still, and how
-- many of these for the credit; nil when it cannot be said.
local function due_of(set, d, from, days, spans, credit)
  local last, provisional, waited = with_pauses(set, d, from, days, both_of(spans, credit))
  if not last then return nil end
  local credited = #credit > 0 and still(set, d, credit, host.day_number(from), last) or 0
  local due = last
  if d.rolls then
    local decreed
    due, decreed = terms.nth_workday(set)(last, 1)
    provisional = provisional or not decreed
  end
  local text = due and host.day_text(due)
  return text, provisional, waited, credited
end

-- Does the set say how a unit is counted?
function clocks.counts(set, unit) return set.counting[UNITS[unit].by] ~= nil end

-- The last day of so many of a unit; nil when the calendar does not reach there. More: rolls,
-- pauses, and the credit as it was kept. While a pause is open nobody can say when the clock ends:
-- due_on is the day on which it does if it goes on the day on which it stopped, and promised the
-- one that was told before.
function clocks.count(set, unit, from, n, more)
  local d = { unit = unit, rolls = more.rolls == true }
  local spans, open = NONE, nil
  if more.pauses then spans, open = pauses_of(nil, more.pauses, host.day_number(from)) end
  local credit = more.credit and credit_of(more.credit) or NONE
  local due_on, provisional, waited, credited = due_of(set, d, from, n, spans, credit)
  local promised
  if due_on and open then
    table.remove(spans)
    promised = due_of(set, d, from, n, spans, credit)
  end
  return due_on and {
    due_on = due_on, provisional = provisional, waited = waited, credited = credited,
    promised = promised,
  }
end

-- Working days after today until the due day, or days of a clock that counts days or months.
local function left_of(set, d, due_on, today)
  local due = host.day_number(due_on)
  if not today or due < today then return nil end
  if d.unit == 'workday' then return set.count_workdays(today + 1, due) end
  return due - today
end

-- day: what since and until are compared with. → the day from which it is counted, how many; nil:
-- no such clock runs. None starts before its law was in force, or when its limit gave no number.
local function start_of(set, d, facts, day)
  local filing = facts.filing
  if d.stage and filing.stage ~= d.stage then return nil end
  local from = filing.stage_on
  if d.from then from = d.from(d.view) end
  if not from then return nil end
  if not is_date(from) then error('起算日不是存在的日期，应写作 YYYY-MM-DD', 0) end
  if d.in_force and from < d.in_force then return nil end
  day.start = from
  if d.since_of and not time.holds(d.held, day) then return nil end
  return from, d.days or time.limit(set, d.limit)
end

local function state_of(set, d, facts, due_on, open)
  local done = d.done(d.view)
  if done ~= nil and not is_date(done) then error('完成日不是存在的日期，应写作 YYYY-MM-DD', 0) end
  if done then return done <= due_on and 'met' or 'missed' end
  if open and open <= host.day_number(due_on) then return 'paused' end
  return host.own(set.counting.is_over, due_on, host.freeze(facts.clock)) and 'missed' or 'running'
end

-- The deadline of a filing as it stands; nil when it does not run against it.
function clocks.run(set, d, facts, day)
  local from, days = start_of(set, d, facts, day)
  if not days then return nil end
  local today = host.day_number(facts.clock and facts.clock.today)
  local spans, open = NONE, nil
  if d.paused then spans, open = pauses_of(d.paused, facts.filing.pauses or NONE, today) end
  local kept = kept_of(d.credit and d.credit.spans(d.view) or NONE, from)
  local due_on, provisional, waited, credited = due_of(set, d, from, days, spans, credit_of(kept))
  if not due_on then return nil end
  local state = state_of(set, d, facts, due_on, open)
  local is_running = state == 'running' or state == 'paused'
  return {
    name = d.name, label = d.title, from = from, days = days, unit = d.unit, due_on = due_on,
    provisional = provisional, state = state, waited = waited > 0 and waited or nil,
    credited = credited > 0 and credited or nil, credit = #kept > 0 and kept or nil,
    left = is_running and left_of(set, d, due_on, today) or nil,
  }
end

-- When none of the set's functions answers: so long from that day on by the engine's own count,
-- provisionally. nil when even that cannot be said.
function clocks.promised(set, d, from)
  local days = d.days or time.limit(set, d.limit)
  if not is_date(from) or not days then return nil end
  local start = host.day_number(from)
  local due = start + (d.unit == 'month' and days * 31 or days)
  if d.unit == 'workday' then due = terms.nth_workday(set)(start + 1, days) end
  local due_on = host.day_text(due)
  return due_on and {
    name = d.name, label = d.title, from = from, days = days, unit = d.unit, due_on = due_on,
    provisional = true, state = 'running',
  }
end

-- ---- manifest -----------------------------------------------------------------------------------

function clocks.manifest(registry)
  local out = host.array({})
  for _, d in host.ipairs(registry.deadlines) do
    out[#out + 1] = {
      name = d.name, title = d.title, law = d.law, kinds = host.array(d.kind_list), days = d.days,
      limit = d.limit, unit = d.unit, rolls = d.rolls, stage = d.stage,
      paused = d.paused_list and host.array(d.paused_list), since = d.since, ['until'] = d.ends,
      since_of = d.since_of, in_force = d.in_force, source = d.where, drafts = d.watched or nil,
      credit = d.credit and d.credit.title,
    }
  end
  return out
end

return clocks
