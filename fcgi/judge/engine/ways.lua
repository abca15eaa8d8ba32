-- ways: cases that walk a filing through its life. Each step is an event of the workflow; the move
-- is made by the core's own function, so what a way shows is what the server does. Every transition
-- must be taken by some way, and every gate found shut and open.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local declared = host.engine('declared')
local examples = host.engine('examples')
local expect = host.engine('expect')
local letters = host.engine('letters')
local notices = host.engine('notices')
local matter_ways = host.engine('matter_ways')
local way_words = host.engine('way_words')
local differs, shown, is_gone = way_words.differs, way_words.shown, way_words.is_gone
local ways = {}

-- ---- declaration --------------------------------------------------------------------------------

local BEGIN = 'begin' -- the one step that is no event
local STEP = {
  on = { 'date' }, as = { 'code' }, by = { 'string' }, set = { 'table' }, unset = { 'names' },
  facts = { 'table' }, forget = { 'names' }, expect = { 'table' },
}
local EXPECT = {
  state = { 'code' }, standing = { 'word' }, stage = { 'any' }, due_on = { 'any' },
  clock = { 'any' }, effects = { 'names' }, refused = { 'any' }, version = { 'integer' },
  number = { 'string' }, entry = { 'table' }, organization = { 'table' }, verdict = { 'word' },
  findings = { 'items' }, absent = { 'names' }, deadlines = { 'items' },
  no_deadlines = { 'names' }, derived = { 'table' }, route = { 'table' }, count = { 'integer' },
  faults = { 'items' }, notice = { 'any' }, letter = { 'any' },
}

-- → its event, what else it says, and whom it is to tell.
local function check_step(registry, where, what, step)
  local event = step[1]
  if host.type(event) ~= 'string' or (event ~= BEGIN and not registry.law.event[event]) then
    local known = { BEGIN }
    for i, e in host.ipairs(registry.flow.event) do known[i + 1] = e.code end
    strict.fail(where, what .. '：一步的第一项应为事件，是 ' .. hs.join(known, '、') .. ' 之一，现为 '
      .. host.tostring(event))
  end
  local named = {}
  for key, value in host.pairs(step) do
    if key ~= 1 then named[key] = value end
  end
  strict.check(where, what .. ' 的 ' .. event, named, STEP)
  if step.expect then
    strict.check(where, what .. ' 的 ' .. event .. ' 的 expect', step.expect, EXPECT)
  end
  return {
    event = event, named = named,
    told = way_words.take_told(registry, where, what .. ' 的 ' .. event .. ' 的 expect',
      step.expect or {}),
  }
end

-- → the steps of the way. One of the base goes as far as what a local layer has left of the
-- workflow.
function ways.check(registry, where, what, decl)
  local kind = registry.law.kind[decl.form]
  if not kind then strict.fail(where, what .. '：form 应为 workflow.lua 用 kind 声明的备案种类') end
  if decl.action and not kind.has_action[decl.action] then
    strict.fail(where, what .. '：' .. decl.form .. ' 不办理 ' .. decl.action)
  end
  if #decl.way == 0 then strict.fail(where, what .. '：way 没有任何一步') end
  local steps = {}
  for _, step in host.ipairs(decl.way) do
    if host.type(step) ~= 'table' then strict.fail(where, what .. "：每一步应是一张表，如 { 'submit' }") end
    if is_gone(registry, where, 'event.' .. host.tostring(step[1])) then break end
    local matter, move = matter_ways.named(registry, where, what, step[1])
    if matter and matter_ways.is_gone(where, matter) then break end
    steps[#steps + 1] = matter and matter_ways.check(registry, where, what, step, matter, move)
      or check_step(registry, where, what, step)
  end
  return steps
end

-- ---- what was reached ---------------------------------------------------------------------------

function ways.heard() return { moves = {}, gates = {}, passed = {}, matters = {} } end

local function row_name(row)
  return row.kind .. '：' .. row.on .. '（' .. row.from .. ' → ' .. row.to .. '）'
end

-- Of a kind that does more than one thing each is walked to its pass, so that what comes of it was
-- seen: the general transitions would take all of them to the same number.
local function add_actions(registry, heard, moves)
  for _, kind in host.ipairs(registry.flow.kind) do
    for _, action in host.ipairs(#kind.actions > 1 and kind.actions or {}) do
      moves.total = moves.total + 1
      if heard.passed[kind.code .. ' ' .. action] then
        moves.covered = moves.covered + 1
      else
        moves.missing[#moves.missing + 1] = {
          where = kind.where,
          message = 'kind ' .. kind.code .. '：事项 ' .. action
            .. ' 没有任何流程用例办到通过：请在 rules/cases 中加一例 way，写 action = \'' .. action
            .. '\'，办到通过，并在 expect 中写明到哪个状态、带来什么（state、effects）',
        }
      end
    end
  end
end

-- Of the transitions, actions and gates of a set, those that no way took.
function ways.report(registry, heard)
  local list = registry.manifest.law.transitions
  local moves = { total = #list, covered = 0, missing = host.array({}) }
  for i, row in host.ipairs(list) do
    if heard.moves[i] then
      moves.covered = moves.covered + 1
    else
      moves.missing[#moves.missing + 1] = {
        where = row.source,
        message = '走向 ' .. row_name(row) .. ' 没有任何流程用例走过：请在 rules/cases 中加一例 way，走到并走过它',
      }
    end
  end
  add_actions(registry, heard, moves)
  matter_ways.add(registry, heard.matters, moves)
  local gates = registry.manifest.law.gates
  local out = { total = #gates, covered = 0, missing = host.array({}) }
  for _, gate in host.ipairs(gates) do
    local seen = heard.gates[gate.kind] or {}
    -- Of products no way begins; their gate is the same function.
    if core.is_noun(gate.kind) or (seen.shut and seen.open) then
      out.covered = out.covered + 1
    else
      out.missing[#out.missing + 1] = {
        where = gate.source,
        message = '先决条件 ' .. gate.code .. '（' .. gate.kind
          .. '）应有流程用例既被它挡住、也通过它：way 的第一步写 { \'begin\', forget = { \'/organization/subject\' }, '
          .. 'expect = { refused = \'' .. gate.code .. '\' } }',
      }
    end
  end
  return moves, out
end

-- ---- walking ------------------------------------------------------------------------------------

local function begin(registry, decl)
  local kind = registry.law.kind[decl.form]
  local facts = examples.facts(registry, decl.form, decl.base, decl.today, decl.action)
  examples.change(facts.filing.data, decl)
  for pointer, value in host.pairs(decl.facts or {}) do examples.put(facts, pointer, value) end
  for _, pointer in host.ipairs(decl.forget or {}) do examples.put(facts, pointer, nil) end
  examples.strip(facts)
  return {
    kind = kind, facts = facts, state = kind.initial, version = 1, today = facts.clock.today,
    decided = {}, serials = {}, stays = {}, matters = {},
  }
end

local function set_day(w, step)
  if step.on then
    if step.on < w.today then error('日期 ' .. step.on .. ' 早于前一步的 ' .. w.today, 0) end
    w.today = step.on
  end
  w.facts.clock = { today = w.today, now = w.today .. 'T10:00:00+08:00' }
end

-- The role that does it, when the way does not say: the filer, or whoever works the stage.
local function role_of(registry, w, verb, step)
  if step.as then return step.as end
  if core.VERBS[verb] == core.FILER then return core.FILER end
  local state = w.kind.states[w.state]
  local is_reviewed = core.VERBS[verb] == core.REVIEWER
  if is_reviewed and state and state.stage then return registry.law.stage[state.stage].role end
  for _, row in host.ipairs(w.kind.rows) do
    if row.from == w.state and row.verb == verb then return row.who[1] end
  end
  return nil
end

-- Only where there is a choice anything of what was filed is looked at.
local function has_choice(w, event)
  local n = 0
  for _, row in host.ipairs(w.kind.rows) do
    if row.from == w.state and row.on == event then
      if row.when then return true end
      n = n + 1
    end
  end
  return n > 1
end

local function next_move(w, event, role, filed)
  if filed and not has_choice(w, event) then filed = nil end
  return host.law_next({
    kind = w.kind.code, action = w.facts.filing.action, state = w.state, event = event,
    role = role, today = w.today, facts = filed,
  })
end

-- What conditions of the workflow may look at, as the core has it then.
local function filed_facts(w)
  local data = w.filed or w.facts.filing.data
  return { filing = { data = data }, derived = w.derived or {}, route = w.route }
end

-- ---- clocks -------------------------------------------------------------------------------------

local HANG_ON = { 'filing.stage', 'filing.stage_on', 'filing.returned_on', 'filing.pauses' }

-- The clocks of the kind are counted from where its filings stand or stood.
local function hang_on_moves(registry, kind)
  for _, read in host.ipairs(registry.manifest.reads[kind] or {}) do
    for _, path in host.ipairs(HANG_ON) do
      if read == path or hs.starts(path, read .. '.') then return true end
    end
  end
  return false
end

local function is_pause(registry, kind, state)
  for _, d in host.ipairs(registry.deadlines) do
    if d.kinds[kind] and d.paused and d.paused[state] then return true end
  end
  return false
end

-- The stays so far, in states in which some clock stands still, as they are once it goes there.
local function stays_with(registry, w, to)
  local out = host.array({})
  for i, stay in host.ipairs(w.stays) do
    out[i] = { state = stay.state, from = stay.from, to = stay.to }
  end
  local last = out[#out]
  if to ~= w.state then
    if last and not last.to then last.to = w.today end
    if is_pause(registry, w.kind.code, to) then out[#out + 1] = { state = to, from = w.today } end
  end
  return out
end

local OPENS = { submit = true, pass = true, ['return'] = true, refuse = true }

-- What the core tells the rules of where the filing stands once it has made the move.
local function tell_course(registry, w, move)
  local filing = w.facts.filing
  filing.stage, filing.stage_on = move.stage, nil
  if move.stage then
    filing.stage_on = not OPENS[move.verb] and w.task and w.task.opened_on or w.today
  end
  filing.returned_on = move.verb == 'return' and w.today or w.returned_on
  filing.pauses = stays_with(registry, w, move.to)
end

-- A move that leads elsewhere asks for the clocks again, of what was frozen. → the answer, or nil.
local function ask_clocks(registry, w, ask, move)
  local to = w.kind.states[move.to].standing
  local is_elsewhere = move.to ~= w.state or move.stage ~= w.kind.states[w.state].stage
  if not is_elsewhere or (to ~= 'editable' and to ~= 'review') or not w.deadlines
    or not hang_on_moves(registry, w.kind.code) then
    return nil
  end
  tell_course(registry, w, move)
  local facts = examples.copy(w.facts)
  facts.filing.data = examples.copy(w.filed)
  return ask(registry, 'clocks', facts)
end

local function due_with(w, clock)
  for _, d in host.ipairs(w.deadlines or {}) do
    if d.name == clock then return d.due_on end
  end
  return nil
end

local function open_task(w, move)
  w.task = {
    stage = move.stage, clock = move.clock, due_on = due_with(w, move.clock), opened_on = w.today,
  }
end

-- A task is taken, given back, decided by one person, who decides no other stage of the version.
local function work(w, verb, person)
  local task = w.task
  if not task then return 'no_task' end
  if verb == 'claim' then
    if task.by then return 'already_claimed' end
    if w.decided[person] then return 'same_reviewer' end
    return nil
  end
  return task.by ~= person and (task.by and 'claimed_by_other' or 'not_claimed') or nil
end

local PEOPLE = { claim = true, release = true, pass = true, ['return'] = true, refuse = true }

local function settle_task(w, verb, move, person)
  if verb == 'claim' then
    w.task.by = person
  elseif verb == 'release' then
    w.task.by = nil
  elseif PEOPLE[verb] then
    w.decided[person], w.task = true, nil
    if move.stage then open_task(w, move) end
  elseif verb == 'submit' then
    open_task(w, move)
  elseif verb == 'withdraw' or verb == 'lapse' then
    w.task, w.deadlines = nil, nil
  end
end

-- An approval asks what is published, of what was frozen.
local function publish(registry, w, ask, is_amended)
  local facts = examples.copy(w.facts)
  facts.filing.data = examples.copy(w.filed)
  facts.issue = { serials = examples.copy(w.serials), filed_on = w.today }
  if is_amended then facts.issue = { filed_on = w.today, amended_on = w.today } end
  return ask(registry, 'publish', facts)
end

local function submit(registry, w, ask, event, role)
  local facts = w.facts.filing
  local move = next_move(w, event, role)
  if not move then return nil, 'not_allowed' end
  facts.submitted_on, facts.version = w.today, w.is_frozen and w.version + 1 or w.version
  facts.first_submitted_on = facts.first_submitted_on or w.today
  local hangs, answer = hang_on_moves(registry, w.kind.code), nil
  -- Where it goes may be another stage than was told, which has a clock of its own.
  for _ = 1, 2 do
    local told = move.stage
    if hangs then tell_course(registry, w, move) end
    local copy = examples.copy(w.facts)
    answer = ask(registry, 'judge', copy)
    if answer.verdict == 'not_acceptable' then return nil, 'not_acceptable', answer end
    w.filed, w.derived = examples.copy(copy.filing.data), answer.derived
    w.route = answer.route
    move = next_move(w, event, role, filed_facts(w))
    if not hangs or not move or move.stage == told then break end
  end
  w.deadlines = answer.deadlines
  w.version, w.is_frozen, w.decided = facts.version, true, {}
  return move, 'not_allowed', answer
end

local function move_by(registry, w, ask, step, event)
  local verb = registry.law.event[event].verb
  local role = role_of(registry, w, verb, step)
  local person = step.by or role
  if verb == 'submit' then return submit(registry, w, ask, event, role) end
  local why = PEOPLE[verb] and work(w, verb, person)
  if why then return nil, why end
  return next_move(w, event, role, filed_facts(w)), 'not_allowed', nil, person
end

local function take(registry, w, ask, step, event)
  local move, why, answer, person = move_by(registry, w, ask, step, event)
  if not move then return { refused = why, answer = answer } end
  local out = { move = move, answer = answer }
  out.told = registry.tells[notices.key(w.kind.code, w.facts.filing.action, event, move.to)]
  out.letters = letters.made(registry, w.kind.code, w.facts.filing.action, event, move.to)
  if move.effects.number or move.effects.publish or move.effects.admit or move.effects.amend then
    out.published = publish(registry, w, ask, move.effects.amend)
    w.is_public = w.is_public or move.effects.publish
    if move.effects.number then
      w.number = out.published.number
      w.serials[out.published.counter] = out.published.serial
    end
  end
  out.clocks = move.verb ~= 'submit' and ask_clocks(registry, w, ask, move) or nil
  if out.clocks then w.deadlines = out.clocks.deadlines end
  w.stays = stays_with(registry, w, move.to)
  if move.verb == 'return' then w.returned_on = w.today end
  w.state = move.to
  if move.verb == 'save' and move.to ~= move.from and w.is_frozen then
    w.version, w.is_frozen = w.version + 1, false
  end
  settle_task(w, move.verb, move, person)
  return out
end

-- The gate before a kind, as the server asks it: is one of the needed kind in force?
local function pass_gate(registry, w, heard)
  local seen = heard.gates[w.kind.code] or {}
  heard.gates[w.kind.code] = seen
  for _, gate in host.ipairs(registry.flow.gate) do
    if gate.kind == w.kind.code then
      local admits = registry.law.admits
      local is_open = not admits or gate.needs ~= admits.code
        or (w.facts.organization and w.facts.organization.subject) ~= nil
      seen[is_open and 'open' or 'shut'] = true
      if not is_open then return gate.code end
    end
  end
  return nil
end

-- ---- as it should be ----------------------------------------------------------------------------

local function spoken(registry, w, text)
  local n = w.kind.series and registry.numbering[w.kind.series]
  if not n or text == nil then return text end
  return hs.replace(hs.replace(text, '{prefix}', n.prefix), '{suffix}', n.suffix)
end

local function compare_published(published, wanted)
  for _, part in host.ipairs({ 'entry', 'organization' }) do
    local is = published and published[part]
    if wanted[part] and not expect.same(is, wanted[part]) then
      return '公示内容应含 ' .. expect.shown(wanted[part]) .. '，实为 ' .. expect.shown(is)
    end
  end
  return nil
end

local function compare_effects(move, wanted)
  for _, effect in host.ipairs(wanted or {}) do
    if not move.effects[effect] then return '应带来 ' .. effect .. '，而没有' end
  end
  return nil
end

-- A letter binds, so those that a step makes are told all; but what a local layer adds to them is
-- none of a case of the base.
local function compare_letters(made, wanted, is_local)
  if wanted == nil then return nil end
  local should, is, codes = strict.set_of(wanted), {}, {}
  for _, one in host.ipairs(made or {}) do
    if should[one.code] or is_local or not declared.is_local(one.source) then
      is[one.code], codes[#codes + 1] = true, one.code
    end
  end
  local is_same = #codes == #wanted
  for _, code in host.ipairs(wanted) do is_same = is_same and is[code] end
  return not is_same and '应发出文书 ' .. shown(wanted) .. '，实有 ' .. shown(codes) or nil
end

local function compare(registry, w, out, wanted, told)
  if out.refused or wanted.refused then
    local is = wanted.refused
    if out.refused and (is == true or is == out.refused) then return nil end
    local why = out.answer and '（' .. expect.brief(out.answer.findings) .. '）' or ''
    if out.refused then return '没有走成：' .. out.refused .. why end
    return '应走不成（' .. host.tostring(is) .. '），却走成了'
  end
  local task = w.task or {}
  local state = w.kind.states[w.state]
  return differs('状态', wanted.state, w.state)
    or differs('standing ', wanted.standing, state.standing)
    or differs('审核阶段', wanted.stage, task.stage) or differs('到期日', wanted.due_on, task.due_on)
    or differs('期限', wanted.clock, task.clock) or differs('版本', wanted.version, w.version)
    or differs('编号', spoken(registry, w, wanted.number), w.number)
    or compare_effects(out.move, wanted.effects) or compare_published(out.published, wanted)
    or way_words.compare_notice(out.told, told.notice)
    or compare_letters(out.letters, told.letter, w.is_local)
end

local JUDGED = {
  'verdict', 'findings', 'absent', 'deadlines', 'no_deadlines', 'derived', 'route', 'count',
}

-- Of a move that is no submit the rules are asked for the clocks alone.
local OF_CLOCKS = { deadlines = true, no_deadlines = true }

local function compare_answer(out, wanted)
  if out.answer then return expect.judgement(out.answer, wanted) end
  for _, key in host.ipairs(JUDGED) do
    if wanted[key] ~= nil and not (out.clocks and OF_CLOCKS[key]) then
      return '这一步没有经规则判断，expect 不能写 ' .. key
    end
  end
  local clocks = { deadlines = wanted.deadlines, no_deadlines = wanted.no_deadlines }
  return out.clocks and expect.judgement(out.clocks, clocks) or nil
end

-- ---- a way --------------------------------------------------------------------------------------

local function note_move(w, move, heard)
  heard.moves[move.index] = true
  local standing = w.kind.states[move.to].standing
  if move.verb == 'pass' and standing ~= 'review' then
    heard.passed[w.kind.code .. ' ' .. w.facts.filing.action] = true
  end
end

local function walk_step(registry, w, ask, one, heard)
  local event, step = one.event, one.named
  set_day(w, step)
  if one.matter then return matter_ways.walk(registry, w, ask, one, heard.matters) end
  examples.change(w.facts.filing.data, step)
  for pointer, value in host.pairs(step.facts or {}) do examples.put(w.facts, pointer, value) end
  for _, pointer in host.ipairs(step.forget or {}) do examples.put(w.facts, pointer, nil) end
  examples.strip(w.facts)
  local out
  if event == BEGIN then
    out = { refused = pass_gate(registry, w, heard), move = { effects = {} } }
  else
    out = take(registry, w, ask, step, event)
    if out.move then note_move(w, out.move, heard) end
  end
  local wanted = step.expect or {}
  return compare(registry, w, out, wanted, one.told) or compare_answer(out, wanted), out.refused
end

-- A local layer has taken away some move from here by that event.
local function was_dropped(registry, w, event)
  local start = 'transition.' .. event .. '.' .. w.kind.code .. '.'
  for id in host.pairs(registry.flow.gone) do
    if hs.starts(id, start) then return true end
  end
  return false
end

-- → what is wrong, nil when it went as it should. heard: notes the moves that were made.
function ways.walk(registry, c, ask, heard)
  local w = begin(registry, c.decl)
  w.is_local = declared.is_local(c.where)
  for i, step in host.ipairs(c.steps) do
    local wrong, refused = walk_step(registry, w, ask, step, heard)
    local is_base = not declared.is_local(c.where)
    if is_base and refused == 'not_allowed' and was_dropped(registry, w, step.event) then
      return nil
    end
    if wrong then return '第 ' .. i .. ' 步 ' .. step.event .. '：' .. wrong end
  end
  return nil
end

return ways
