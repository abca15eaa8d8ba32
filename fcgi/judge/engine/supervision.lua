-- supervision: matters beside a filing, by declaration: what the public complains of, what an
-- authority orders or punishes. A matter is opened by the move that has no `from`, goes through
-- states of its own, and ends. model/matter.c moves it; nothing of it moves the filing.
local host = host
local strict = host.engine('strict')
local laws = host.engine('laws')
local declared = host.engine('declared')
local supervision = {}

local MOST_STATES, MOST_MOVES, MOST_DAYS, MOST_FILES, MOST_TIMES = 40, 80, 400, 20, 20
local PUBLIC, FILER = 'public', 'filer'
-- Noted by the core: a term is over; another set has taken it to another state.
local NOTED = strict.set_of({ 'missed', 'moved' })
local TEXTS, TOLD = { 'none', 'optional', 'required' }, { 'opener', 'organization' }

local STATE = {
  code = { 'code', true }, label = { 'string', true }, days = { 'any' }, keeps = { 'boolean' },
  over = { 'boolean' },
}
local MOVE = {
  code = { 'code', true }, label = { 'string', true }, from = { 'code_or_list' },
  to = { 'code', true }, who = { 'names', true }, law = { 'string' }, text = { 'word' },
  term = { 'boolean' }, types = { 'word' }, amount = { 'table' }, other = { 'boolean' },
  told = { 'names' }, files = { 'integer' }, asks = { 'boolean' }, most_days = { 'any' },
  times = { 'integer' },
}
local MOVED = { from = { 'code', true }, to = { 'code', true }, reason = { 'string', true } }
local AMOUNT = { of = { 'names', true }, min = { 'integer', true }, max = { 'integer', true } }

-- Days of a clock: a number, or the name of a limit.
function supervision.days_of(registry, where, what, days, key)
  if days == nil then return nil end
  local n = days
  if host.type(days) == 'string' then n = registry.limits[days] end
  if host.type(n) ~= 'number' or registry.series[days] or n ~= host.floor(n) or n < 1
    or n > MOST_DAYS then
    strict.fail(where, what .. '：' .. key .. ' 应为 1 至 ' .. MOST_DAYS
      .. ' 的整数，或 limits.lua 中这样一个数的名称，现为 ' .. host.tostring(days))
  end
  return host.floor(n)
end

local function take_states(registry, where, what, list)
  local out, by_code = host.array({}), {}
  if #list < 2 or #list > MOST_STATES then
    strict.fail(where, what .. '：states 应有 2 至 ' .. MOST_STATES .. ' 项')
  end
  for i, one in host.ipairs(list) do
    local name = what .. ' 的第 ' .. i .. ' 个 states'
    strict.check(where, name, one, STATE)
    if by_code[one.code] then strict.fail(where, name .. '：状态 ' .. one.code .. ' 重复') end
    if one.over and (one.days or one.keeps) then
      strict.fail(where, name .. '：已终结（over）的状态没有期限，请删去 days、keeps')
    elseif one.days and one.keeps then
      strict.fail(where, name .. '：days（另起期限）与 keeps（沿用原来的期限）只写其一')
    end
    out[i] = {
      code = one.code, label = one.label,
      days = supervision.days_of(registry, where, name, one.days, 'days'),
      keeps = one.keeps == true, over = one.over == true,
    }
    by_code[one.code] = out[i]
  end
  return out, by_code
end

local function check_who(registry, where, name, one)
  for _, who in host.ipairs(one.who) do
    local is_known = who == FILER or who == PUBLIC
    for _, role in host.ipairs(registry.flow.role) do is_known = is_known or role.code == who end
    if not is_known then
      strict.fail(where, name .. '：who 的 ' .. who .. ' 不是 workflow.lua 声明的审核角色，也不是 filer、public')
    elseif who == PUBLIC and (one.from or #one.who > 1) then
      strict.fail(where, name .. '：public（任何人）只能用来提起，且不与别的角色同写')
    elseif who == FILER and not one.from then
      strict.fail(where, name .. '：filer 不能提起，只能答复主管部门提起的')
    end
  end
end

local function take_amount(registry, where, name, one)
  local amount = one.amount
  if one.types and not registry.vocabulary[one.types] then
    strict.fail(where, name .. '：types 的词表 ' .. one.types .. ' 未在 vocabulary.lua 中声明')
  end
  if not amount then return nil end
  strict.check(where, name .. ' 的 amount', amount, AMOUNT)
  if not one.types then strict.fail(where, name .. '：写了 amount 就要写 types（由词表选的种类）') end
  for _, code in host.ipairs(amount.of) do
    if not registry.vocabulary[one.types].by_code[code] then
      strict.fail(where, name .. '：amount 的 of：词表 ' .. one.types .. ' 没有 ' .. code)
    end
  end
  if amount.min < 0 or amount.max < amount.min then
    strict.fail(where, name .. '：amount 的 min 不应为负数，max 不应小于 min')
  end
  return { of = host.array(amount.of), min = amount.min, max = amount.max }
end

-- An organization may ask for a later day, and answer with files; how late, and how often.
local function check_asked(where, name, one, states)
  local is_filer = strict.set_of(one.who)[FILER]
  if (one.asks or one.files) and not is_filer then
    strict.fail(where, name .. '：asks（请求另定到期日）、files（附文件）只用于 filer（单位）的一步')
  elseif one.asks and (one.term or not states[one.to].keeps) then
    strict.fail(where, name .. '：asks 只是请求，不改到期日：不写 term，所到的状态应写 keeps = true')
  elseif one.most_days and not (one.from and (one.term or one.asks)) then
    strict.fail(where, name .. '：most_days（最多推后几日）只用于提起之后写了 term 或 asks 的一步')
  elseif one.times and not one.from then
    strict.fail(where, name .. '：times（最多几次）只用于提起之后的一步')
  elseif one.files and (one.files < 1 or one.files > MOST_FILES) then
    strict.fail(where, name .. '：files（最多几份）应为 1 至 ' .. MOST_FILES .. ' 的整数')
  elseif one.times and (one.times < 1 or one.times > MOST_TIMES) then
    strict.fail(where, name .. '：times（最多几次）应为 1 至 ' .. MOST_TIMES .. ' 的整数')
  end
end

local function from_of(one)
  if not one.from then return host.array({}) end
  return host.array(host.type(one.from) == 'table' and one.from or { one.from })
end

local function take_move(registry, where, name, one, states)
  strict.check(where, name, one, MOVE)
  local from = from_of(one)
  for _, code in host.ipairs(from) do
    if not states[code] then strict.fail(where, name .. '：from 的 ' .. code .. ' 没有声明') end
    if states[code].over then
      strict.fail(where, name .. '：' .. code .. ' 已终结（over），没有什么能再从它开始')
    end
  end
  if not states[one.to] then strict.fail(where, name .. '：to 的 ' .. one.to .. ' 没有声明') end
  if NOTED[one.code] then
    strict.fail(where, name .. '：' .. one.code .. ' 由系统在期限届满、规则更换时记下，请换一个 code')
  end
  check_who(registry, where, name, one)
  check_asked(where, name, one, states)
  if one.law then laws.check(registry, where, name, one.law) end
  strict.one_of(where, name .. ' 的 text', one.text or 'none', TEXTS)
  for _, told in host.ipairs(one.told or {}) do
    strict.one_of(where, name .. ' 的 told', told, TOLD)
  end
  if one.from and (one.types or one.amount) then
    strict.fail(where, name .. '：types、amount 只用于提起（没有 from 的一步）')
  end
  if one.term and states[one.to].over then
    strict.fail(where, name .. '：term（另定到期日）不能用在终结的一步')
  elseif one.other and (not one.from or strict.set_of(one.who)[FILER]) then
    strict.fail(where, name .. '：other（须由另一人办理）只用于主管部门在提起之后的一步')
  end
  return {
    code = one.code, label = one.label, from = from, to = one.to, who = host.array(one.who),
    law = one.law, text = one.text or 'none', term = one.term == true, types = one.types,
    amount = take_amount(registry, where, name, one), other = one.other == true,
    told = host.array(one.told or {}), asks = one.asks == true, files = one.files,
    most_days = supervision.days_of(registry, where, name, one.most_days, 'most_days'),
    times = one.times,
  }
end

-- One place, one event: what somebody asks for leads to one state.
local function take_moves(registry, where, what, list, states)
  local out, seen, opening = host.array({}), {}, nil
  if #list < 2 or #list > MOST_MOVES then
    strict.fail(where, what .. '：moves 应有 2 至 ' .. MOST_MOVES .. ' 项')
  end
  for i, one in host.ipairs(list) do
    local name = what .. ' 的第 ' .. i .. ' 个 moves'
    local move = take_move(registry, where, name, one, states)
    for _, from in host.ipairs(#move.from > 0 and move.from or { '' }) do
      local place = from .. '/' .. move.code
      if seen[place] then strict.fail(where, name .. '：同一状态有两个 ' .. move.code) end
      seen[place] = true
    end
    if #move.from == 0 then
      if opening then strict.fail(where, name .. '：提起（没有 from 的一步）只能有一个') end
      opening = move
    end
    out[i] = move
  end
  if not opening then strict.fail(where, what .. '：缺少提起的一步，即没有 from 的 moves') end
  return out, opening
end

-- Every state is reached from the opening, and from every one an end is.
local function check_ways(where, what, states, moves, opening)
  local reached, ends, is_more = { [opening.to] = true }, {}, true
  for _, s in host.ipairs(states) do ends[s.code] = s.over or nil end
  while is_more do
    is_more = false
    for _, move in host.ipairs(moves) do
      for _, from in host.ipairs(move.from) do
        if reached[from] and not reached[move.to] then reached[move.to], is_more = true, true end
        if ends[move.to] and not ends[from] then ends[from], is_more = true, true end
      end
    end
  end
  for _, s in host.ipairs(states) do
    if not reached[s.code] then strict.fail(where, what .. '：状态 ' .. s.code .. ' 走不到') end
    if not ends[s.code] then
      strict.fail(where, what .. '：状态 ' .. s.code .. ' 走不到终结（over）的状态')
    end
  end
end

local function tells_organization(move) return strict.set_of(move.told).organization == true end

-- → the states that have a term, and those of which the organization may not know: two sets.
local function walk(states, moves, opening)
  local by_code, clocks, secret, is_more = {}, {}, {}, true
  for _, s in host.ipairs(states) do
    by_code[s.code], clocks[s.code] = s, s.days and true or nil
  end
  secret[opening.to] = not tells_organization(opening) or nil
  while is_more do
    is_more = false
    for _, move in host.ipairs(moves) do
      local kept = by_code[move.to].keeps
      local has_clock, is_secret = move.term, false
      for _, from in host.ipairs(move.from) do
        has_clock = has_clock or (kept and clocks[from])
        is_secret = is_secret or (secret[from] and not tells_organization(move))
      end
      if has_clock and not clocks[move.to] then clocks[move.to], is_more = true, true end
      if is_secret and not secret[move.to] then secret[move.to], is_more = true, true end
    end
  end
  return clocks, secret
end

-- Where open ones go whose state there is no more, when the set becomes active.
local function take_moved(where, what, list, states)
  local out, seen = host.array({}), {}
  for i, one in host.ipairs(list or {}) do
    local name = what .. ' 的第 ' .. i .. ' 个 moved'
    strict.check(where, name, one, MOVED)
    if states[one.from] then
      strict.fail(where, name .. '：from 的 ' .. one.from .. ' 还是它的状态，不用转移')
    elseif seen[one.from] then
      strict.fail(where, name .. '：from 的 ' .. one.from .. ' 写了两次')
    elseif not states[one.to] or states[one.to].over then
      strict.fail(where, name .. '：to 的 ' .. one.to .. ' 没有声明，或者已终结（over）：没有人办结过')
    end
    seen[one.from] = true
    out[i] = { from = one.from, to = one.to, reason = one.reason }
  end
  return out
end

function supervision.word(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('matter', decl, 'code')
    strict.check(where, what, decl, {
      code = { 'code', true }, label = { 'string', true }, law = { 'string', true },
      help = { 'string' }, in_history = { 'boolean' }, states = { 'items', true },
      moves = { 'items', true }, moved = { 'items' },
    })
    laws.check(registry, where, what, decl.law)
    local states, by_code = take_states(registry, where, what, decl.states)
    local moves, opening = take_moves(registry, where, what, decl.moves, by_code)
    check_ways(where, what, states, moves, opening)
    local clocks, secret = walk(states, moves, opening)
    local is_public = opening.who[1] == PUBLIC
    if is_public and decl.in_history then
      strict.fail(where, what .. '：公众提起的不写进备案的办理经过（单位看得到），请删去 in_history')
    elseif is_public and (opening.term or opening.types) then
      strict.fail(where, what .. '：公众提起的一步不能写 term、types')
    end
    local it = {
      code = decl.code, label = decl.label, law = decl.law, help = decl.help,
      in_history = decl.in_history == true, is_public = is_public,
      states = states, moves = moves, moved = take_moved(where, what, decl.moved, by_code),
      source = where, by_code = by_code, clocks = clocks,
      secret = secret,
    }
    declared.add(registry, where, what, {
      id = 'matter.' .. it.code, word = 'matter', title = it.label, law = it.law,
    }, decl)
    declared.put(registry.matters, it, function(old) return old.code == it.code end)
  end
end

function supervision.manifest(registry)
  local out = host.array({})
  for i, m in host.ipairs(registry.matters) do
    out[i] = {
      code = m.code, label = m.label, law = m.law, help = m.help, in_history = m.in_history,
      is_public = m.is_public, states = m.states, moves = m.moves, moved = m.moved,
      source = m.source,
    }
  end
  return out
end

return supervision
