-- matter_ways: the steps of a way that are made of a matter beside the filing, named kind.move as
-- in the filing's history: 'order.issue'. The core's own function makes the move, and nothing of it
-- moves the filing. kind.missed is what the clerk does once a term is over.
local host = host
local hs = host.string
local strict = host.engine('strict')
local declared = host.engine('declared')
local expect = host.engine('expect')
local matter_notices = host.engine('matter_notices')
local way_words = host.engine('way_words')
local differs = way_words.differs
local matter_ways = {}

local MISSED, PUBLIC = 'missed', 'public'
local WRITTEN = '示例所写' -- where a text is required and the step gives none
local STEP = {
  on = { 'date' }, as = { 'code' }, by = { 'string' }, due_on = { 'date' }, text = { 'any' },
  type = { 'code' }, amount = { 'integer' }, files = { 'integer' }, expect = { 'table' },
}
local EXPECT = {
  state = { 'code' }, due_on = { 'any' }, over = { 'boolean' }, told = { 'boolean' },
  history = { 'boolean' }, notice = { 'any' }, refused = { 'any' }, findings = { 'items' },
}

-- ---- declaration --------------------------------------------------------------------------------

local function find_kind(registry, code)
  for _, kind in host.ipairs(registry.matters) do
    if kind.code == code then return kind end
  end
  return nil
end

-- That of the code from there; else any of that code: nil where there is none.
local function move_of(kind, code, state)
  local any
  for _, move in host.ipairs(kind.moves) do
    if move.code == code then
      if state and strict.set_of(move.from)[state] then return move end
      any = any or move
    end
  end
  return any
end

local function codes(list)
  local out = {}
  for i, one in host.ipairs(list) do out[i] = one.code end
  return hs.join(out, '、')
end

-- → kind and code of the move that the step is named by; nil: it is no step of a matter.
function matter_ways.named(registry, where, what, name)
  local parts = host.type(name) == 'string'
    and host.capture('^([a-z][a-z0-9_]*)\\.([a-z][a-z0-9_]*)$', name)
  if not parts then return nil end
  local kind = find_kind(registry, parts[1])
  if not kind then
    strict.fail(where, what .. '：一步 ' .. name .. '：supervision.lua 没有声明 ' .. parts[1]
      .. '；声明的有 ' .. codes(registry.matters))
  elseif parts[2] ~= MISSED and not move_of(kind, parts[2]) then
    strict.fail(where, what .. '：一步 ' .. name .. '：' .. parts[1] .. ' 的 moves 没有 ' .. parts[2]
      .. '；有 ' .. codes(kind.moves) .. '、' .. MISSED .. '（期限届满）')
  end
  return kind, parts[2]
end

-- What a local layer declares anew, cases of the base know nothing of.
function matter_ways.is_gone(where, kind)
  return declared.is_local(kind.source) and not declared.is_local(where)
end

function matter_ways.check(registry, where, what, step, kind, move)
  local name, named = what .. ' 的 ' .. step[1], {}
  for key, value in host.pairs(step) do
    if key ~= 1 then named[key] = value end
  end
  strict.check(where, name, named, STEP)
  local wanted = named.expect or {}
  strict.check(where, name .. ' 的 expect', wanted, EXPECT)
  if wanted.state and not kind.by_code[wanted.state] then
    strict.fail(where, name .. ' 的 expect：' .. kind.code .. ' 没有状态 ' .. wanted.state)
  end
  return {
    event = step[1], named = named, matter = kind.code, move = move,
    told = way_words.take_told(registry, where, name .. ' 的 expect', wanted),
  }
end

-- ---- what was reached ---------------------------------------------------------------------------

local function place(kind, from, move) return hs.join({ kind, from, move }, ' ') end

-- Counts each move from each of its places; the report of a set names those that no way took.
function matter_ways.add(registry, heard, moves)
  for _, kind in host.ipairs(registry.matters) do
    for _, move in host.ipairs(kind.moves) do
      for _, from in host.ipairs(#move.from > 0 and move.from or { '' }) do
        moves.total = moves.total + 1
        if heard[place(kind.code, from, move.code)] then
          moves.covered = moves.covered + 1
        else
          moves.missing[#moves.missing + 1] = {
            where = kind.source,
            message = '监督事项 ' .. kind.code .. '：' .. move.code .. '（'
              .. (from == '' and '提起' or from) .. ' → ' .. move.to
              .. '）没有任何流程用例走过：请在 rules/cases 中加一例 way，写一步 { \'' .. kind.code .. '.'
              .. move.code .. '\' }，走到并走过它',
          }
        end
      end
    end
  end
end

-- ---- walking ------------------------------------------------------------------------------------

-- Of these alone the core's function is told.
local function declared_for(registry, kind, move)
  local out = { matters = host.array({}), vocabulary = {} }
  for i, one in host.ipairs(registry.matters) do
    if one.code == kind.code then out.matters[1] = registry.manifest.matters[i] end
  end
  if move.types then out.vocabulary[move.types] = registry.manifest.vocabulary[move.types] end
  return out
end

local function text_of(move, step)
  if step.text == nil then return move.text == 'required' and WRITTEN or nil end
  return step.text or nil
end

-- The public sees what the register has; the office what was handed in.
local function is_there(w, role)
  if role == PUBLIC then return w.is_public == true end
  return w.is_frozen == true or w.version > 1
end

local function ask_move(registry, w, kind, move, step)
  local role = step.as or move.who[1]
  local is_opening = #move.from == 0
  local m = not is_opening and w.matters[kind.code] or { people = {}, made = {} }
  if is_opening and not is_there(w, role) then return { why = 'not_found' } end
  if not is_opening and not m.state then return { why = 'not_found' } end
  local person = step.by or role
  local out = host.matter_next({
    declared = declared_for(registry, kind, move), kind = kind.code, state = m.state,
    event = move.code, role = role, due_on = m.due_on, told = m.told, text = text_of(move, step),
    type = step.type, term = step.due_on, amount = step.amount, files = step.files,
    today = w.today, made = m.made[move.code] or 0, same = m.people[person] == true,
  })
  return out, m, person
end

local function take(registry, w, ask, kind, move, step)
  local out, m, person = ask_move(registry, w, kind, move, step)
  if out.why then return { refused = out.why, findings = out.findings } end
  local due_on = out.due_on
  if out.days > 0 then
    due_on = ask(registry, 'days', { from = w.today, days = out.days }).due_on
  end
  out.from = m.state or ''
  m.is_missed = m.is_missed and due_on == m.due_on
  m.state, m.due_on, m.over, m.told = out.state, due_on, out.over, out.told
  m.people[person], m.made[move.code] = true, (m.made[move.code] or 0) + 1
  out.history = kind.in_history and out.tells
  w.matters[kind.code] = m
  return out
end

-- A term that is over is noted once, and leads nowhere.
local function miss(w, kind)
  local m = w.matters[kind.code]
  if not m then return { refused = 'not_found' } end
  if m.over or m.is_missed or not m.due_on or m.due_on >= w.today then
    return { refused = 'not_over' }
  end
  m.is_missed = true
  return { history = kind.in_history and m.told }
end

local function compare(w, kind, out, one)
  local wanted, m = one.named.expect or {}, w.matters[kind.code] or {}
  if out.refused or wanted.refused then
    local why = out.findings and '（' .. expect.brief(out.findings) .. '）' or ''
    if not out.refused then
      return '应走不成（' .. host.tostring(wanted.refused) .. '），却走成了'
    elseif wanted.refused ~= true and wanted.refused ~= out.refused then
      return '没有走成：' .. out.refused .. why
    end
    for _, f in host.ipairs(wanted.findings or {}) do
      if not expect.has(out.findings or {}, f) then
        return '应指出 ' .. expect.shown(f) .. '，而没有' .. why
      end
    end
    return nil
  end
  return differs('状态', wanted.state, m.state) or differs('到期日', wanted.due_on, m.due_on)
    or differs('是否终结', wanted.over, m.over == true)
    or differs('单位是否知道', wanted.told, m.told == true)
    or differs('是否写进备案的办理经过', wanted.history, out.history == true)
    or way_words.compare_notice(out.notices, one.told.notice)
end

-- → what is wrong, nil when it went as it should. Of each kind the one that was opened last.
function matter_ways.walk(registry, w, ask, one, heard)
  local kind = find_kind(registry, one.matter)
  local out
  if one.move == MISSED then
    out = miss(w, kind)
  else
    local at = w.matters[kind.code] or {}
    out = take(registry, w, ask, kind, move_of(kind, one.move, at.state), one.named)
    if out.from then heard[place(kind.code, out.from, one.move)] = true end
  end
  if not out.refused then
    local key = matter_notices.key(kind.code, one.move, w.matters[kind.code].state)
    out.notices = registry.manifest.matter_tells[key]
  end
  return compare(w, kind, out, one)
end

return matter_ways
