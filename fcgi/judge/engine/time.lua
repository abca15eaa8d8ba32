-- time: law has time. From which day to which a declaration holds; numbers that a series gives by
-- date; and the day on which a law came into force.
local host = host
local hs = host.string
local strict = host.engine('strict')
local time = {}

-- ---- since, until -------------------------------------------------------------------------------

-- A declaration holds on the days since <= day < until: `until` is the day on which it is repealed,
-- the same that the one in its place writes as `since`. since_of names the day compared with them.
local OF = { 'today', 'first_submission' }

-- What a shape says of these words. `until` is a word of Lua's own: rules write ['until'].
function time.shape(shape)
  shape.since, shape['until'], shape.since_of = { 'date' }, { 'date' }, { 'string' }
  return shape
end

-- of: the days that may be compared here; the first is the default. → it, with since, ends and
-- since_of as declared.
function time.take(where, what, decl, it, of)
  of = of or OF
  if decl.since_of ~= nil then
    strict.one_of(where, what .. ' 的 since_of', decl.since_of, of)
    if decl.since == nil and decl['until'] == nil then
      strict.fail(where, what .. '：写了 since_of 就应写 since（自哪一天起）或 until（到哪一天为止）')
    end
  end
  if decl.since and decl['until'] and decl['until'] <= decl.since then
    strict.fail(where, what .. '：until（' .. decl['until'] .. '，当日起不再适用）应晚于 since（'
      .. decl.since .. '）')
  end
  it.since, it.ends = decl.since, decl['until']
  it.since_of = (decl.since or decl['until']) and (decl.since_of or of[1])
  it.is_timed = it.since_of ~= nil
  return it
end

-- day: { today, first_submission, … }. What is not timed need not ask.
function time.holds(it, day)
  local d = day[it.since_of]
  return not (it.since and d < it.since) and not (it.ends and d >= it.ends)
end

-- In words, '自 2027-01-01 起、2030-01-01 前'; nil when it is not timed.
function time.words(it)
  if not (it.since or it.ends) then return nil end
  local since = it.since and '自 ' .. it.since .. ' 起'
  local ends = it.ends and it.ends .. ' 前'
  return since and ends and since .. '、' .. ends or since or ends
end

-- ---- laws ---------------------------------------------------------------------------------------

-- The day from which on everything that a reference names is in force; nil: none of it says one.
function time.in_force(registry, reference)
  local last
  for _, part in host.ipairs(hs.split(reference, '；')) do
    local id = hs.trim(part)
    local law = registry.laws[id]
    if not law then
      local groups = host.capture('^(.*\\S)\\s+(\\S+)$', id)
      law = groups and registry.laws[groups[1]]
    end
    local day = law and law.in_force
    if day and (not last or day > last) then last = day end
  end
  return last
end

-- ---- numbers by date ----------------------------------------------------------------------------

-- The core reads these by itself, on no day in particular.
local PLAIN = { attachment_max_bytes = true }

-- → the type that all values of a limit have; those of a series by date, nil of a plain one.
local function take_values(where, what, decl)
  local values, kind = decl.value, nil
  if host.type(values) ~= 'table' then return host.type(values), nil end
  for date, value in host.pairs(values) do
    if host.type(date) ~= 'string' or not host.day_number(date) then
      strict.fail(where, what .. '：字段 value 按日期取值时，每一项写作 [\'2027-01-01\'] = 值；'
        .. host.tostring(date) .. ' 不是存在的日期')
    end
    strict.scalar(where, what .. ' 的 value（' .. date .. '）', value)
    kind = kind or host.type(value)
    if host.type(value) ~= kind then
      strict.fail(where, what .. '：字段 value 各日期的值应是同一类，' .. date .. ' 的不同')
    end
  end
  if not kind then strict.fail(where, what .. '：字段 value 是空的，应至少写一个日期的值') end
  return kind, values
end

-- → the type of its values, and the series or nil: { by, dates (latest first), values }.
function time.series(where, what, decl)
  local kind, values = take_values(where, what, decl)
  if not values then
    if decl.by then strict.fail(where, what .. '：by 只用于按日期取值的 value') end
    return kind, nil
  end
  if PLAIN[decl.name] then
    strict.fail(where, what .. '：这个数由系统直接使用，不看日期，value 只能写一个值')
  end
  local dates = {}
  for date in host.pairs(values) do dates[#dates + 1] = date end
  return kind, {
    name = decl.name, by = decl.by or 'clock.today', where = where, what = what, values = values,
    steps = hs.split(decl.by or 'clock.today', '.'),
    dates = host.sort(dates, function(a, b) return a > b end),
  }
end

-- The date at the end of these steps in the facts in hand; nil when there is none.
local function date_at(facts, steps)
  local at = facts
  for i = 1, #steps do
    if host.type(at) ~= 'table' then return nil end
    at = at[steps[i]]
  end
  return host.type(at) == 'string' and host.day_number(at) and at or nil
end

-- What was never submitted goes by today, as it does for `since`.
local FIRST, TODAY = 'filing.first_submitted_on', { 'clock', 'today' }

-- The value of a limit for the facts in hand. Of a series: the one of the last date that is not
-- after the fact; nil before the first, and when the fact is not known.
function time.limit(registry, name, level)
  local series = registry.series[name]
  if not series then return registry.limits[name] end
  if not registry.question then
    error('limits.' .. name .. ' 按日期取值，装入时还没有日期可依：期限请写 days = \'' .. name
      .. '\'（写名称），其他地方请在函数里取', (level or 1) + 1)
  end
  local day = date_at(registry.question, series.steps)
    or series.by == FIRST and date_at(registry.question, TODAY)
  for i = 1, day and #series.dates or 0 do
    if series.dates[i] <= day then return series.values[series.dates[i]] end
  end
  return nil
end

-- The facts in hand, for all series of the set.
function time.bind(registry, facts) registry.question = facts end

-- The items of a vocabulary that hold for the facts in hand, in their order; all of them while the
-- set is loaded.
function time.items(registry, list)
  local facts = registry.question
  local today = facts and date_at(facts, TODAY)
  if not today or not next(list.times) then return list.items end
  local first = facts.filing and facts.filing.first_submitted_on
  local day = { today = today, first_submission = first or today }
  local out = host.array({})
  for _, item in host.ipairs(list.items) do
    local held = list.times[item.code]
    if not held or time.holds(held, day) then out[#out + 1] = item end
  end
  return out
end

-- Every series goes by a date that the core sends or a form declares. is_date(path) → boolean.
function time.settle(registry, is_date)
  for _, series in host.pairs(registry.series) do
    if not is_date(series.by) then
      strict.fail(series.where, series.what .. '：by 的 ' .. series.by
        .. ' 不是任何表单或事实声明的日期，如 clock.today、filing.submitted_on、filing.data.部分.字段')
    end
  end
end

return time
