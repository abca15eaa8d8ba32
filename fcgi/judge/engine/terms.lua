-- terms: the small declarations everything else leans on: vocabulary, limits, calendars and the
-- counting of days.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local reach = host.engine('reach')
local declared = host.engine('declared')
local time = host.engine('time')
local terms = {}

-- What stands beside every entry of the register, in the words of the official notices. A set may
-- say it otherwise.
local DISCLAIMER = '备案信息由备案主体自行填报，备案不代表对有关主体、算法、产品、服务等的认可，'
  .. '任何组织和个人不得将备案结果用于宣传和其他商业用途。'

-- A text that ends up in other sentences: one line, and not longer than they bear.
local function check_line(where, what, decl, key, most)
  local text = decl[key]
  if not text then return end
  if hs.len(text) > most then
    strict.fail(where, what .. '：字段 ' .. key .. ' 最多 ' .. most .. ' 字，现有 ' .. hs.len(text) .. ' 字')
  elseif string.find(text, '%c') then
    strict.fail(where, what .. '：字段 ' .. key .. ' 要写成一行，删去换行和看不见的字符')
  end
end

function terms.ruleset(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'ruleset', decl, {
      api = { 'integer', true }, title = { 'string', true }, example_today = { 'date', true },
      coverage = { 'integer' }, disclaimer = { 'string' },
    })
    check_line(where, 'ruleset', decl, 'disclaimer', 200)
    local wanted = decl.coverage or reach.FLOOR
    if wanted < reach.FLOOR or wanted > 100 then
      strict.fail(where, 'ruleset：字段 coverage 应在 ' .. reach.FLOOR .. ' 与 100 之间（用例至少走到百分之几的规则代码）')
    end
    if decl.api ~= host.api then strict.fail(where, 'ruleset：本引擎只支持 api = ' .. host.api) end
    declared.add(registry, where, 'ruleset',
      { id = 'ruleset', word = 'ruleset', title = decl.title }, decl)
    registry.set = {
      api = decl.api, title = decl.title, example_today = decl.example_today,
      coverage = host.floor(wanted), disclaimer = decl.disclaimer or DISCLAIMER,
    }
  end
end

-- Whom people are told to ask. Without it they are told to ask the office that received the filing,
-- by no name.
function terms.office(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'office', decl, { name = { 'string', true }, contact = { 'string' } })
    check_line(where, 'office', decl, 'name', 30)
    check_line(where, 'office', decl, 'contact', 40)
    declared.add(registry, where, 'office', { id = 'office', word = 'office', title = decl.name },
      decl)
    registry.office = { name = decl.name, contact = decl.contact }
  end
end

-- What items of one list may say more: for which kinds and at which places a reason is meant.
local MORE = { reasons = { kinds = { 'names' }, paths = { 'names' } } }
-- A column of another list is not named like these.
local OWN = strict.set_of({
  'code', 'label', 'description', 'since', 'until', 'since_of', 'kinds', 'paths',
})

local function check_columns(where, what, decl)
  for _, column in host.ipairs(decl.columns or {}) do
    if OWN[column] then
      strict.fail(where, what .. '：columns 的 ' .. column .. ' 是代码自己的字段，请给这一列换一个名称')
    end
  end
end

-- One item of a list, and the time in which it may be chosen. Its label is known for good.
function terms.check_item(where, what, list, item)
  local shape = time.shape({
    code = { 'string', true }, label = { 'string', true }, description = { 'string' },
  })
  for _, column in host.ipairs(list.columns or {}) do shape[column] = { 'string', true } end
  for key, kind in host.pairs(MORE[list.id] or {}) do shape[key] = kind end
  strict.check(where, what, item, shape)
  local held = time.take(where, what .. ' 的代码 ' .. item.code, item, {})
  list.times[item.code] = held.is_timed and held or nil
  list.said_at[item.code] = where
end

function terms.vocabulary(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('vocabulary', decl, 'id')
    strict.check(where, what, decl, {
      id = { 'word', true }, title = { 'string', true }, law = { 'string', true },
      note = { 'string' }, columns = { 'names' },
      items = { 'items', true },
    })
    laws.check(registry, where, what, decl.law)
    check_columns(where, what, decl)
    local list = {
      id = decl.id, title = decl.title, law = decl.law, note = decl.note, items = host.array({}),
      by_code = {}, times = {}, said_at = {}, columns = decl.columns, where = where,
    }
    for _, item in host.ipairs(decl.items) do
      terms.check_item(where, what, list, item)
      if list.by_code[item.code] then strict.fail(where, what .. '：代码 ' .. item.code .. ' 重复') end
      list.by_code[item.code] = item
      list.items[#list.items + 1] = item
    end
    if #list.items == 0 then strict.fail(where, what .. '：没有任何代码') end
    declared.add(registry, where, what,
      { id = 'vocabulary.' .. decl.id, word = 'vocabulary', title = decl.title, law = decl.law },
      decl)
    registry.vocabulary[decl.id] = list
  end
end

-- Places by their codes, in the order in which they are offered: one text, for there are thousands
-- of them, and no rule reads them.
local function check_areas(where, list)
  local seen, n = {}, 0
  for line in string.gmatch(list, '[^\n]+') do
    n = n + 1
    local code = string.match(line, '^(%d%d%d%d%d%d) [^%c]+$')
    local said = '：第 ' .. n .. ' 行“' .. hs.sub(line, 1, 40) .. '”'
    if not code or hs.len(line) > 60 then
      strict.fail(where, 'areas' .. said .. '应写作六位代码、一个空格、名称')
    elseif seen[code] then
      strict.fail(where, 'areas' .. said .. '的代码重复')
    end
    seen[code] = true
  end
  if n == 0 then strict.fail(where, 'areas：没有任何代码') end
end

function terms.areas(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'areas', decl, {
      title = { 'string', true }, law = { 'string', true }, list = { 'string', true },
    })
    laws.check(registry, where, 'areas', decl.law)
    if registry.areas then strict.fail(where, 'areas：只能声明一次；本地要改时请写整个 areas.lua') end
    check_areas(where, decl.list)
    declared.add(registry, where, 'areas',
      { id = 'areas', word = 'areas', title = decl.title, law = decl.law }, decl)
    registry.areas = decl.list
  end
end

-- On a day on which an item ends another one is there to be chosen.
local function check_left(list, id, day)
  for _, item in host.ipairs(list.items) do
    local held = list.times[item.code]
    if not held or not ((held.since and held.since > day) or (held.ends and held.ends <= day)) then
      return
    end
  end
  strict.fail(list.where, 'vocabulary ' .. id .. '：自 ' .. day
    .. ' 起没有一个代码可选，用到它的字段无从填写；请留一个，或加一个接替的')
end

-- When all items have been said.
function terms.settle_vocabularies(registry)
  for id, list in host.pairs(registry.vocabulary) do
    for _, item in host.ipairs(list.items) do
      local held = list.times[item.code]
      if held and held.ends then check_left(list, id, held.ends) end
    end
  end
end

-- Of a numbering: 'vocabulary.column' → digits. Every code there has so many, and no two of one
-- vocabulary are alike.
function terms.check_digits(registry, where, what, codes)
  for path, digits in host.pairs(codes or {}) do
    local parts = hs.split(host.tostring(path), '.')
    local list = registry.vocabulary[parts[1]]
    if not list or #parts ~= 2 or not list.items[1][parts[2]] then
      strict.fail(where, what .. '：codes 的 ' .. host.tostring(path)
        .. ' 不是“词表.列”：应为 vocabulary.lua 中的词表和它 columns 中的一列')
    end
    if host.type(digits) ~= 'number' or digits ~= host.floor(digits) or digits < 1
      or digits > 18 then
      strict.fail(where, what .. '：codes 的 ' .. path .. ' 应写位数（1 至 18），如 2')
    end
    local seen, whose = {}, 'vocabulary ' .. parts[1] .. ' 的 ' .. parts[2]
    for _, item in host.ipairs(list.items) do
      local code = item[parts[2]]
      if not host.match('^[0-9]{' .. digits .. '}$', code) then
        strict.fail(list.where, whose .. '：' .. item.code .. ' 的“' .. code .. '”应为 ' .. digits
          .. ' 位数字，编号（' .. where .. '）在此处只有 ' .. digits .. ' 位')
      end
      if seen[code] then
        strict.fail(list.where, whose .. '：' .. item.code .. ' 与 ' .. seen[code] .. ' 同为“' .. code
          .. '”，编号（' .. where .. '）分不清')
      end
      seen[code] = item.code
    end
  end
end

-- Some limits are known to the system by name: it has a ceiling of its own for each.
local function check_ceiling(where, what, decl)
  local most = host.ceilings[decl.name]
  if host.type(most) == 'table' then
    local n = decl.value
    if host.type(n) ~= 'number' or n < 1 or n > most.most then
      strict.fail(where, what .. '：字段 value 应为 1 至 ' .. most.most .. ' 的整数（' .. most.title
        .. '，为系统的上限）')
    end
  elseif decl.name == 'calendar_settled_until' then
    if host.type(decl.value) ~= 'string' or not host.day_number('2001-' .. decl.value) then
      strict.fail(where, what .. "：字段 value 应为某月某日，写作 'MM-DD'")
    end
  elseif most and not (host.type(decl.value) == 'string' and host.day_number(decl.value)) then
    strict.fail(where, what .. "：字段 value 应为日期，写作 'YYYY-MM-DD'")
  end
end

function terms.limit(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('limit', decl, 'name')
    strict.check(where, what, decl, {
      name = { 'word', true }, title = { 'string', true }, value = { 'values', true },
      by = { 'string' }, unit = { 'string' }, law = { 'string', true },
    })
    laws.check(registry, where, what, decl.law)
    local kind, series = time.series(where, what, decl)
    if decl.unit and host.type(decl.value) == 'string' and host.match('^[0-9]+$', decl.value) then
      strict.fail(where, what .. '：字段 value 的 ' .. decl.value .. ' 带了引号，数不加引号')
    end
    check_ceiling(where, what, decl)
    local old = declared.add(registry, where, what, {
      id = 'limit.' .. decl.name, word = 'limit', title = decl.title, law = decl.law,
      value = decl.value, unit = decl.unit, kind = kind, by = series and series.by,
      reads = series and { series.by },
    }, decl)
    if old and old.kind ~= kind then
      local was = host.type(old.value) == 'table' and '按日期取值的' or host.tostring(old.value)
      strict.fail(where, what .. '：字段 value 应与 ' .. old.where .. ' 的同类，那里是 ' .. was)
    end
    registry.limits[decl.name], registry.series[decl.name] = decl.value, series
    registry.units[decl.name] = decl.unit
  end
end

-- Reading a number that nobody declared is an error, not nil; of a series by date nil is an answer.
function terms.limits_view(registry)
  return setmetatable({}, {
    __index = function(_, name)
      if registry.limits[name] == nil then
        error('limits.' .. host.tostring(name) .. ' 未在 limits.lua 中声明', 2)
      end
      local value = time.limit(registry, name, 2)
      return value -- no tail call: the error names the rule's line
    end,
    __newindex = function() error('不能修改只读的数据', 2) end,
  })
end

local function take_days(registry, where, what, decl, list, kind)
  local seen
  for _, text in host.ipairs(list) do
    local n = host.day_number(text)
    if not n then strict.fail(where, what .. '：日期 ' .. text .. ' 不存在') end
    if host.string.sub(text, 1, 4) ~= host.tostring(decl.year) then
      strict.fail(where, what .. '：日期 ' .. text .. ' 不属于该年，请写在那一年的文件里')
    end
    if seen and n <= seen then strict.fail(where, what .. '：日期 ' .. text .. ' 未按先后排列或重复') end
    if registry.days[n] ~= nil then strict.fail(where, what .. '：日期 ' .. text .. ' 既为节假日又为补班日') end
    local weekend = (n + 3) % 7 >= 5
    if kind == 'workday' and not weekend then
      strict.fail(where, what .. '：补班日 ' .. text .. ' 本来就是工作日')
    end
    registry.days[n] = kind == 'workday'
    seen = n
  end
end

function terms.calendar(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('calendar', decl, 'year')
    strict.check(where, what, decl, {
      year = { 'integer', true }, source = { 'string', true }, provisional = { 'boolean' },
      holidays = { 'names', true }, workdays = { 'ids', true },
    })
    if decl.year < 1900 or decl.year > 2199 then
      strict.fail(where, what .. '：字段 year 应在 1900 与 2199 之间')
    end
    local year = host.tostring(host.floor(decl.year))
    if declared.add(registry, where, what, {
      id = 'calendar.' .. year, word = 'calendar', title = year .. ' 年日历', law = decl.source,
    }, decl) then
      for n = host.day_number(year .. '-01-01'), host.day_number(year .. '-12-31') do
        registry.days[n] = nil
      end
    end
    take_days(registry, where, what, decl, decl.holidays, 'holiday')
    take_days(registry, where, what, decl, decl.workdays, 'workday')
    registry.years[decl.year] = decl.provisional and 'provisional' or 'decreed'
  end
end

-- The decreed years must be one unbroken run, or a deadline could cross a hole without anyone
-- noticing.
function terms.seal_calendar(registry)
  local first, last
  for year, state in host.pairs(registry.years) do
    if state == 'decreed' then
      if last and year ~= last + 1 then
        local hole = host.tostring(last + 1)
        strict.fail('rules/calendar/' .. hole .. '.lua:1', '日历缺少 ' .. hole .. ' 年：已公布的年份应当连续')
      end
      first, last = first or year, year
    end
  end
  if not first then strict.fail('rules/calendar/:1', '没有任何已公布年份的日历，至少要有一年不写 provisional') end
  local a, b = host.tostring(first) .. '-01-01', host.tostring(last) .. '-12-31'
  registry.calendar = { first = a, last = b }
  registry.first_day, registry.last_day = host.day_number(a), host.day_number(b)
  -- The notice of the next year may still change the last days of this one.
  local settled = registry.limits.calendar_settled_until
  registry.settled_day = settled and host.day_number(string.sub(b, 1, 5) .. settled)
    or registry.last_day
  local workday, list, before = terms.workday(registry), {}, {}
  for n = registry.first_day, registry.last_day do
    before[#before + 1] = #list
    if workday(n) then list[#list + 1] = n end
  end
  -- in order; how many come before each day
  registry.workdays, registry.workdays_before = list, before
  registry.count_workdays = terms.count_workdays(registry)
end

-- → is this a working day, was that decreed (false: only a guess by weekday).
function terms.workday(registry)
  return function(n)
    local known = registry.days[n]
    if known == nil then known = (n + 3) % 7 < 5 end
    return known, n >= registry.first_day and n <= registry.settled_day
  end
end

-- count_workdays(first, last) → how many working days there are from one day to another, both
-- included.
function terms.count_workdays(registry)
  local workday = terms.workday(registry)
  local function one_by_one(first, last)
    local n = 0
    for day = first, last do n = n + (workday(day) and 1 or 0) end
    return n
  end
  return function(first, last)
    local from, to = registry.first_day, registry.last_day
    local a, b = host.max(first, from), host.min(last, to)
    if a > b then return one_by_one(first, last) end
    local before = registry.workdays_before
    return one_by_one(first, a - 1) + before[b - from + 1] - before[a - from + 1]
      + one_by_one(b, b) + one_by_one(b + 1, last)
  end
end

-- nth_workday(from, count) → the count-th working day from the day `from` on, that day included;
-- was every day on the way decreed. Within the decreed years it is looked up, beyond them it is
-- counted.
function terms.nth_workday(registry)
  local workday = terms.workday(registry)
  return function(from, count)
    if host.type(from) ~= 'number' or host.type(count) ~= 'number' or count < 1 then
      error('nth_workday 的参数应为日序和个数', 2)
    end
    local list, before = registry.workdays, registry.workdays_before
    local first, last = registry.first_day, registry.last_day
    local n, left, decreed = from, count, from >= first
    if decreed and from <= last then
      local have = before[from - first + 1]
      local found = list[have + count]
      if found then return found, found <= registry.settled_day end
      n, left, decreed = last + 1, count - (#list - have), false
    end
    while true do
      local is, known = workday(n)
      decreed = decreed and known
      if is then
        left = left - 1
        if left == 0 then return n, decreed end
      end
      n = n + 1
    end
  end
end

function terms.counting(registry)
  return function(decl)
    local where = strict.here()
    strict.check(where, 'counting', decl, {
      law = { 'string', true }, after = { 'function', true }, list = { 'function', true },
      is_over = { 'function', true }, after_days = { 'function' }, after_months = { 'function' },
    })
    laws.check(registry, where, 'counting', decl.law)
    declared.add(registry, where, 'counting',
      { id = 'counting', word = 'counting', title = '期限的数法', law = decl.law }, decl)
    registry.counting = {
      after = host.seal(decl.after), list = host.seal(decl.list), is_over = host.seal(decl.is_over),
      after_days = decl.after_days and host.seal(decl.after_days),
      after_months = decl.after_months and host.seal(decl.after_months),
    }
  end
end

return terms
