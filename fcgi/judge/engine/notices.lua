-- notices: whom the office tells of what, in which words: of a move, before a clock ends, and when
-- it has ended and nothing came of it. What is said is text with declared fields; nothing of a
-- filing's data is among them, so no notice can hold what was typed there.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local core = host.engine('core')
local declared = host.engine('declared')
local matter_notices = host.engine('matter_notices')
local notices = {}

-- Told of by the core itself, in the history as in the rules. A clock that ended goes nowhere: of
-- that one the clock stands where the others have the state.
local MISSED, MOVED = 'missed', 'moved'
-- A task was given to somebody by somebody else, and taken off somebody: only they are told of it.
local HANDED, TAKEN_OFF = 'handed', 'taken_off'
local BY_THE_CORE = strict.set_of({ MISSED, MOVED, HANDED, TAKEN_OFF })

-- Who is told: the filer's organization, whoever works the task, or a role of the workflow.
local REVIEWER = 'reviewer'

-- What a text may show, and where it is known.
local FIELDS = {
  title = 'any', kind = 'any', action = 'filing', state = 'any', event = 'move', number = 'any',
  organization = 'any', on = 'any', clock = 'clock', due_on = 'due', left = 'remind',
  over = 'escalate',
}
local NEEDS = {
  filing = '只有备案事项的通知（监督事项的没有）', move = '只有写了 on 的通知',
  clock = '只有备案事项写了 clock 的，或由 remind、escalate 发出的通知',
  due = '只有写了 clock 的、监督事项的，或由 remind、escalate 发出的通知',
  remind = '只有由 remind 发出的通知', escalate = '只有由 escalate 发出的通知',
}
local MOST_TEXT, MOST_DAYS, MOST_TIMES = 500, 60, 8

-- ---- texts --------------------------------------------------------------------------------------

local function known_fields()
  local out = {}
  for name in host.pairs(FIELDS) do out[#out + 1] = name end
  return hs.join(host.sort(out), '、')
end

-- The fields of a text, in order. A brace that is no field is a slip of the pen.
function notices.check_field(where, what, name)
  if not FIELDS[name] then
    strict.fail(where, what .. '：没有字段 ' .. name .. '；可写的有 ' .. known_fields())
  end
end

function notices.fields_of(where, what, text)
  local out, at = {}, 1
  while true do
    local start = string.find(text, '[{}]', at)
    if not start then return out end
    local name = string.match(text, '^{([a-z_]+)}', start)
    if not name then
      strict.fail(where, what .. '：花括号里应为字段名，写作 {title}；可写的有 ' .. known_fields())
    end
    if not FIELDS[name] then
      strict.fail(where, what .. '：没有字段 {' .. name .. '}；可写的有 ' .. known_fields())
    end
    out[#out + 1] = name
    at = start + #name + 2
  end
end

local function check_text(where, what, key, text)
  if hs.len(text) > MOST_TEXT then
    strict.fail(where, what .. '：' .. key .. ' 最多 ' .. MOST_TEXT .. ' 字')
  end
  return notices.fields_of(where, what .. ' 的 ' .. key, text)
end

-- ---- declared -----------------------------------------------------------------------------------

local function note(registry, what, entry, decl)
  declared.add(registry, entry.where, what, {
    id = entry.word .. '.' .. entry.code, word = entry.word, title = entry.title, law = entry.law,
    kinds = entry.kind_list,
  }, decl)
  declared.put(registry[entry.word .. 's'], entry, function(old) return old.code == entry.code end)
end

-- What is said of matters of supervision is said by their codes alone.
local function refuse_beside(where, what, decl, keys)
  for _, key in host.ipairs(keys) do
    if decl.matters and decl[key] then
      strict.fail(where, what .. '：写了 matters（监督事项）的，不写 ' .. key)
    end
  end
end

function notices.notice(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('notice', decl, 'code')
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, text = { 'string', true },
      to = { 'code' }, on = { 'names' }, kinds = { 'names' }, actions = { 'names' },
      states = { 'names' }, clock = { 'word' }, matters = { 'names' }, law = { 'string' },
    })
    if decl.law then laws.check(registry, where, what, decl.law) end
    refuse_beside(where, what, decl, { 'kinds', 'actions', 'clock' })
    if (decl.on == nil) ~= (decl.to == nil) then
      strict.fail(where, what .. '：on（哪些事件）与 to（告诉谁）应同时写；由 remind、escalate 发出的两样都不写')
    end
    for _, key in host.ipairs({ 'kinds', 'actions', 'states', 'clock', 'matters' }) do
      if decl[key] and not decl.on then
        strict.fail(where, what .. '：没有写 on 的通知由 remind、escalate 发出，不写 ' .. key)
      end
    end
    local entry = {
      word = 'notice', where = where, code = decl.code, title = decl.title, text = decl.text,
      to = decl.to, on = decl.on, kind_list = decl.kinds, actions = decl.actions,
      states = decl.states, clock = decl.clock, matters = decl.matters, law = decl.law,
      known = {},
      shows = {
        check_text(where, what, 'title', decl.title), check_text(where, what, 'text', decl.text),
      },
    }
    note(registry, what, entry, decl)
  end
end

-- 5, 1: so many of the clock's unit, the largest first; each once.
local function take_days(where, what, key, list)
  local seen, out = {}, {}
  if host.type(list) ~= 'table' or #list == 0 or #list > MOST_TIMES then
    strict.fail(where, what .. '：' .. key .. ' 应列出 1 至 ' .. MOST_TIMES .. ' 个天数，如 { 5, 1 }')
  end
  for i, n in host.ipairs(list) do
    local is_number = host.type(n) == 'number' and host.floor(n) == n and n >= 1 and n <= MOST_DAYS
    if not is_number or seen[n] then
      strict.fail(where, what .. '：' .. key .. ' 第 ' .. i .. ' 项应为 1 至 ' .. MOST_DAYS
        .. ' 的整数，不重复，现为 ' .. host.tostring(n))
    end
    seen[n], out[i] = true, host.floor(n)
  end
  for key_of in host.pairs(list) do
    if host.type(key_of) ~= 'number' then strict.fail(where, what .. '：' .. key .. ' 应为天数的列表') end
  end
  return host.sort(out, function(a, b) return a < b end)
end

-- word: remind or escalate; key: which days it counts. Of the clock of a filing, or of matters.
local function reminder(word, key, shape, take)
  shape.code, shape.clock, shape.to = { 'code', true }, { 'word' }, { 'code', true }
  shape.notice, shape.law, shape.kinds = { 'code', true }, { 'string', true }, { 'names' }
  shape.matters, shape.states = { 'names' }, { 'names' }
  shape[key] = { 'table', true }
  return function(registry)
    return function(decl)
      local where = strict.here()
      local what = strict.named(word, decl, 'code')
      strict.check(where, what, decl, shape)
      laws.check(registry, where, what, decl.law)
      refuse_beside(where, what, decl, { 'clock', 'kinds', 'pool' })
      if not decl.clock and not decl.matters then
        strict.fail(where, what .. '：应写 clock（备案事项的哪一种期限）或 matters（哪些监督事项）')
      elseif decl.states and not decl.matters then
        strict.fail(where, what .. '：states 只与 matters（监督事项）同写，请删去')
      end
      local of = decl.clock or hs.join(decl.matters, '、')
      local entry = {
        word = word, where = where, code = decl.code, clock = decl.clock, to = decl.to,
        notice = decl.notice, law = decl.law, kind_list = decl.kinds, matters = decl.matters,
        states = decl.states, days = take_days(where, what, key, decl[key]),
        title = of .. ' → ' .. decl.to,
      }
      take(entry, decl)
      note(registry, what, entry, decl)
    end
  end
end

notices.remind = reminder('remind', 'before', {}, function() end)
-- pool: what nobody has taken by then is for these.
notices.escalate = reminder('escalate', 'after', { pool = { 'code' } }, function(entry, decl)
  entry.pool = decl.pool
end)

-- ---- what other files say -----------------------------------------------------------------------

local function codes_of(list)
  local out = {}
  for i, one in host.ipairs(list) do out[i] = one.code end
  return out
end

-- A local layer may take away what the base's notices name: of that they are silent.
local function is_gone(registry, entry, id)
  return registry.flow.gone[id] and not declared.is_local(entry.where)
end

-- → those names of a list that there are, as a set; nil for no list.
local function take_names(registry, entry, what, key, list, word)
  if not list then return nil end
  local out = {}
  for _, code in host.ipairs(list) do
    if registry.law[word][code] then
      out[code] = true
    elseif not is_gone(registry, entry, word .. '.' .. code) then
      strict.fail(entry.where, what .. ' 的 ' .. key .. '：没有声明 ' .. word .. ' ' .. code .. '；已声明的有 '
        .. hs.join(codes_of(registry.flow[word]), '、'))
    end
  end
  return out
end

local function take_states(registry, entry, what)
  if not entry.states then return nil end
  local known, gone = {}, {}
  for _, state in host.ipairs(registry.flow.state) do known[state.code] = true end
  for id in host.pairs(registry.flow.gone) do
    local parts = hs.split(id, '.')
    if parts[1] == 'state' then gone[parts[#parts]] = true end
  end
  for _, code in host.ipairs(entry.states) do
    if not known[code] and not (gone[code] and not declared.is_local(entry.where)) then
      strict.fail(entry.where, what .. ' 的 states：没有声明 state ' .. code .. '；已声明的有 '
        .. hs.join(codes_of(registry.flow.state), '、'))
    end
  end
  return strict.set_of(entry.states)
end

local function take_events(registry, entry, what)
  local out = {}
  for _, code in host.ipairs(entry.on) do
    if registry.law.event[code] or BY_THE_CORE[code] then
      out[code] = true
    elseif not is_gone(registry, entry, 'event.' .. code) then
      strict.fail(entry.where, what .. ' 的 on：没有声明 event ' .. code .. '；可写的有 '
        .. hs.join(codes_of(registry.flow.event), '、') .. '，以及系统自己记下的 ' .. MISSED .. '（期限届满）、'
        .. MOVED .. '（规则变更后转到别的状态）、' .. HANDED .. '（任务改派来）、' .. TAKEN_OFF
        .. '（任务改派走）')
    end
  end
  return out
end

local function check_to(registry, entry, what)
  local to = entry.to
  if to == core.FILER or to == REVIEWER or registry.law.role[to] then return end
  if is_gone(registry, entry, 'role.' .. to) then return end
  strict.fail(entry.where, what .. ' 的 to：没有角色 ' .. to .. '；可写的有 ' .. core.FILER .. '（填报人一方）、'
    .. REVIEWER .. '（办理这项任务的人）、' .. hs.join(codes_of(registry.flow.role), '、'))
end

-- The deadline of that name for a kind; nil where there is none.
local function clock_of(registry, name, kind)
  for _, d in host.ipairs(registry.deadlines) do
    if d.name == name and d.kinds[kind] then return d end
  end
  return nil
end

local function clock_names(registry)
  local out, seen = {}, {}
  for _, d in host.ipairs(registry.deadlines) do
    if not seen[d.name] then out[#out + 1] = d.name end
    seen[d.name] = true
  end
  return #out > 0 and hs.join(out, '、') or '（没有任何声明）'
end

-- The kinds that have the clock: all that were named must.
local function kinds_of_clock(registry, entry, what, kinds)
  local out, found = {}, false
  for _, kind in host.ipairs(registry.flow.kind) do
    if not kinds or kinds[kind.code] then
      local d = clock_of(registry, entry.clock, kind.code)
      if d then out[kind.code], found = d, true end
      if kinds and not d then
        strict.fail(entry.where, what .. ' 的 clock：' .. entry.clock .. ' 不是 kind ' .. kind.code
          .. ' 的期限；已声明的期限有 ' .. clock_names(registry))
      end
    end
  end
  if not found then
    strict.fail(entry.where, what .. ' 的 clock：没有声明 deadline ' .. entry.clock .. '；已声明的有 '
      .. clock_names(registry))
  end
  return out
end

-- Every field that a notice shows must be known where it is sent.
function notices.check_shown(notice, what, has)
  for _, list in host.ipairs(notice.shows) do
    for _, name in host.ipairs(list) do
      local need = FIELDS[name]
      if need ~= 'any' and not has[need] then
        strict.fail(notice.where, what .. '：此处没有字段 {' .. name .. '} 的内容，' .. NEEDS[need]
          .. '才有；请换一个字段，或删去')
      end
    end
  end
end

-- What is known where it is sent holds also for what leaves the house of it: channels.lua asks.
local function knows(notice, what, has)
  notice.known[#notice.known + 1] = has
  notices.check_shown(notice, what, has)
end

local function settle_notice(registry, notice)
  local what = 'notice ' .. notice.code
  if not notice.on then return end
  if notice.matters then
    check_to(registry, notice, what)
    matter_notices.settle_notice(registry, notice, what)
    return knows(notice, what, { move = true, due = true })
  end
  notice.events = take_events(registry, notice, what)
  notice.kinds = take_names(registry, notice, what, 'kinds', notice.kind_list, 'kind')
  notice.has_action = take_names(registry, notice, what, 'actions', notice.actions, 'action')
  notice.has_state = take_states(registry, notice, what)
  check_to(registry, notice, what)
  if notice.events[MISSED] and not notice.clock then
    strict.fail(notice.where, what .. '：on 中有 ' .. MISSED .. '（期限届满）的，应写 clock（哪一种期限）')
  end
  if (notice.events[HANDED] or notice.events[TAKEN_OFF]) and notice.to ~= REVIEWER then
    strict.fail(notice.where, what .. '：on 中有 ' .. HANDED .. '、' .. TAKEN_OFF
      .. '（任务改派）的，只告诉当事的审核人员，to 应为 ' .. REVIEWER)
  end
  if notice.clock then kinds_of_clock(registry, notice, what, notice.kinds) end
  local has_clock = notice.clock ~= nil
  knows(notice, what, { filing = true, move = true, clock = has_clock, due = has_clock })
end

local function settle_reminder(registry, entry, by_code)
  local what = entry.word .. ' ' .. entry.code
  local notice = by_code[entry.notice]
  if not notice then
    strict.fail(entry.where, what .. ' 的 notice：没有声明 notice ' .. entry.notice)
  end
  if notice.on then
    strict.fail(entry.where, what .. ' 的 notice：' .. entry.notice
      .. ' 写了 on，是随事件发出的；请另写一条不带 on 的')
  end
  check_to(registry, entry, what)
  notice.is_sent = true
  if entry.matters then
    matter_notices.settle_reminder(registry, entry, what)
    return knows(notice, 'notice ' .. notice.code .. '（由 ' .. what .. ' 发出）',
      { due = true, [entry.word] = true })
  end
  local kinds = take_names(registry, entry, what, 'kinds', entry.kind_list, 'kind')
  entry.by_kind = kinds_of_clock(registry, entry, what, kinds)
  if entry.pool and not registry.law_pools[entry.pool] then
    strict.fail(entry.where, what .. ' 的 pool：没有声明 pool ' .. entry.pool)
  end
  knows(notice, 'notice ' .. notice.code .. '（由 ' .. what .. ' 发出）',
    { filing = true, clock = true, due = true, [entry.word] = true })
end

-- What a takeover tells is sent by it, and by nothing else.
local function settle_takeover(registry, by_code)
  local it = registry.takeover
  for i, one in host.ipairs(it and it.tells or {}) do
    local what, notice = 'takeover 的第 ' .. i .. ' 个 tells', by_code[one.notice]
    if not notice then
      strict.fail(it.source, what .. '：没有声明 notice ' .. one.notice)
    end
    if notice.on or notice.is_sent then
      strict.fail(it.source, what .. '：notice ' .. one.notice
        .. ' 已由事件或 remind、escalate 发出；请另写一条不带 on 的')
    end
    knows(notice, 'notice ' .. notice.code .. '（由 ' .. what .. ' 发出）',
      { filing = true, clock = true, due = true })
  end
  for _, one in host.ipairs(it and it.tells or {}) do by_code[one.notice].is_sent = true end
end

-- When the whole set has been read.
function notices.settle(registry)
  local by_code = {}
  registry.law_pools = strict.set_of(codes_of(registry.flow.pool))
  for _, notice in host.ipairs(registry.notices) do
    by_code[notice.code] = notice
    settle_notice(registry, notice)
  end
  for _, entry in host.ipairs(registry.reminds) do settle_reminder(registry, entry, by_code) end
  for _, entry in host.ipairs(registry.escalates) do settle_reminder(registry, entry, by_code) end
  settle_takeover(registry, by_code)
  for _, notice in host.ipairs(registry.notices) do
    if not notice.on and not notice.is_sent then
      strict.fail(notice.where, 'notice ' .. notice.code
        .. '：没有写 on，也没有 remind、escalate、takeover 发出它；请写其一，或删去')
    end
  end
  registry.tells = notices.tells(registry)
end

-- ---- of a move ----------------------------------------------------------------------------------

-- 'kind action event place' → the codes of the notices that such an event brings. Place is the
-- state that it leads to, or the clock that ended. The server and the ways of a set look it up.
function notices.key(kind, action, event, place)
  return hs.join({ kind, action, event, place }, ' ')
end

local function is_told(notice, kind, action, event, place)
  if not notice.on or notice.matters or not notice.events[event] then return false end
  if notice.kinds and not notice.kinds[kind] then return false end
  if notice.has_action and not notice.has_action[action] then return false end
  if event == MISSED then return notice.clock == place end
  return not notice.has_state or notice.has_state[place] == true
end

local function add(registry, out, kind, action, event, place)
  local list = host.array({})
  for _, notice in host.ipairs(registry.notices) do
    if is_told(notice, kind, action, event, place) then list[#list + 1] = notice.code end
  end
  if #list > 0 then out[notices.key(kind, action, event, place)] = list end
end

function notices.tells(registry)
  local out = {}
  for _, kind in host.ipairs(registry.flow.kind) do
    for _, action in host.ipairs(kind.actions) do
      for _, row in host.ipairs(kind.rows) do
        if row.action == '*' or row.action == action then
          add(registry, out, kind.code, action, row.on, row.to)
        end
      end
      for _, state in host.ipairs(kind.reached) do
        add(registry, out, kind.code, action, MOVED, state.code)
        if state.stage then
          add(registry, out, kind.code, action, HANDED, state.code)
          add(registry, out, kind.code, action, TAKEN_OFF, state.code)
        end
      end
      for _, d in host.ipairs(registry.deadlines) do
        if d.kinds[kind.code] then add(registry, out, kind.code, action, MISSED, d.name) end
      end
    end
  end
  return out
end

-- ---- manifest -----------------------------------------------------------------------------------

function notices.manifest(registry)
  local out = host.array({})
  for i, n in host.ipairs(registry.notices) do
    out[i] = {
      code = n.code, title = n.title, text = n.text, to = n.to, clock = n.clock, law = n.law,
      on = n.on and host.array(n.on), matters = n.matters and host.array(n.matters),
      source = n.where,
    }
  end
  return out
end

-- A row for each kind: the unit is that of its clock.
function notices.reminders(registry)
  local out = host.array({})
  for _, list in host.ipairs({ registry.reminds, registry.escalates }) do
    for _, entry in host.ipairs(list) do
      for kind, d in host.pairs(entry.by_kind or {}) do
        out[#out + 1] = {
          word = entry.word, code = entry.code, clock = entry.clock, kind = kind, unit = d.unit,
          days = host.array(entry.days), to = entry.to, notice = entry.notice, pool = entry.pool,
          law = entry.law, source = entry.where,
        }
      end
    end
  end
  return out
end

return notices
