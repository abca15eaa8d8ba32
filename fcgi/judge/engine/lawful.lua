-- lawful: what a workflow must be before anybody files by it. The invariants of the core that no
-- rule set can loosen; and that no filing is ever stranded: in every state that it can get to there
-- is somebody who can do something, and a way to an end. All of it holds on every day that some
-- transition begins or ceases on, for each action of each kind.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local lawful = {}

local fail = strict.fail

local function has(list, wanted)
  for _, one in host.ipairs(list) do
    if one == wanted then return true end
  end
  return false
end

-- ---- one transition by itself -------------------------------------------------------------------

local SAID = {
  editable = '填报人手里的状态（editable）', review = '审核中的状态（review）', in_force = '通过后的状态（in_force）',
  over = '终结的状态（over）',
}

local function row_name(row)
  return row.what .. '（' .. row.kind .. '：' .. row.from .. ' → ' .. row.to .. '）'
end

local function stands(row, which, allowed)
  local state = row[which]
  if has(allowed, state.standing) then return end
  local said = {}
  for i, one in host.ipairs(allowed) do said[i] = SAID[one] end
  fail(row.where, row_name(row) .. '：' .. row.verb .. (which == 'out' and ' 只能从' or ' 只能到')
    .. hs.join(said, '或') .. '，' .. state.code .. ' 是' .. SAID[state.standing]
    .. (which == 'out' and '；请改 from' or '；请改 to') .. '，或换一个事件（on）')
end

local function only_by(row, role, why)
  if #row.who == 1 and row.who[1] == role then return end
  fail(row.where, row_name(row) .. '：' .. row.verb .. ' ' .. why .. "，who 应写 { '" .. role
    .. "' }，现为 " .. hs.join(row.who, '、'))
end

local function same_stage(row)
  if row.to_state.stage == row.out.stage then return end
  fail(row.where, row_name(row) .. '：' .. row.verb .. ' 之后应仍在同一审核阶段 ' .. row.out.stage .. '，'
    .. row.to .. ' 不是')
end

local function next_stage(row)
  if row.to_state.stage ~= row.out.stage then return end
  fail(row.where, row_name(row) .. '：pass 应到下一审核阶段或审结，' .. row.to .. ' 仍在本阶段 ' .. row.out.stage)
end

-- From where to where each verb may lead.
local LEADS = {
  save = { { 'editable' }, { 'editable' } }, submit = { { 'editable' }, { 'review' } },
  withdraw = { { 'review' }, { 'editable' } }, claim = { { 'review' }, { 'review' }, same_stage },
  release = { { 'review' }, { 'review' }, same_stage },
  pass = { { 'review' }, { 'review', 'in_force', 'over' }, next_stage },
  ['return'] = { { 'review' }, { 'editable' } }, refuse = { { 'review' }, { 'over' } },
  revoke = { { 'in_force' }, { 'over' } }, deregister = { { 'in_force' }, { 'over' } },
  lapse = { { 'editable', 'review' }, { 'over' } },
}

-- What they bring to the filing that is concerned.
local ON_ANOTHER = strict.set_of({ 'amend', 'finish' })

-- What one person proposes and another confirms.
local PROPOSED = strict.set_of({ 'revoke', 'deregister' })

-- What the authority does by itself is of reviewers' roles: who proposes it, and who confirms.
local function only_reviewers(registry, row, member)
  for _, role in host.ipairs(row[member]) do
    if not registry.law.role[role] then
      fail(row.where, row_name(row) .. '：' .. row.verb .. ' 是主管部门依职权的处理，' .. member
        .. ' 应是用 role 声明的审核角色，' .. role .. ' 不是；已声明的有 '
        .. hs.join(core.names(registry.law.role), '、'))
    end
  end
end

local function check_second(registry, row)
  for _, member in host.ipairs({ 'second', 'grounds' }) do
    local list, seen = row[member] or {}, {}
    if row[member] and not PROPOSED[row.verb] then
      fail(row.where, row_name(row) .. '：' .. member .. ' 只用于 revoke、deregister，' .. row.verb
        .. ' 不由两人先提议、后确认；请删去')
    end
    for _, one in host.ipairs(list) do
      if seen[one] then
        fail(row.where, row_name(row) .. '：' .. member .. ' 中 ' .. one .. ' 重复，请只留一个')
      end
      seen[one] = true
    end
  end
  if row.second then only_reviewers(registry, row, 'second') end
end

local function check_who(registry, row)
  local by = core.VERBS[row.verb]
  if by == core.FILER then return only_by(row, core.FILER, '由填报人办理') end
  if by == core.REVIEWER then
    local stage = row.out.stage
    return only_by(row, registry.law.stage[stage].role, '由审核阶段 ' .. stage .. ' 的角色办理')
  end
  only_reviewers(registry, row, 'who')
end

local function check_does(row, kind)
  local seen = {}
  for _, effect in host.ipairs(row.does) do
    local with = core.EFFECTS[effect]
    if not with then
      strict.one_of(row.where, row_name(row) .. ' 的 does', effect, core.names(core.EFFECTS))
    end
    if not has(with, row.verb) then
      fail(row.where, row_name(row) .. '：' .. row.verb .. ' 不能带来 ' .. effect .. '，它只随 '
        .. hs.join(with, '、') .. ' 而来；请从 does 中删去')
    end
    if seen[effect] then fail(row.where, row_name(row) .. '：does 中 ' .. effect .. ' 重复，请只留一个') end
    seen[effect] = true
  end
  local is_own = false
  for effect in host.pairs(seen) do is_own = is_own or not ON_ANOTHER[effect] end
  if is_own and row.verb == 'pass' and row.to_state.standing ~= 'in_force' then
    fail(row.where, row_name(row) .. '：' .. hs.join(row.does, '、') .. ' 只随备案通过而来，to 应是'
      .. SAID.in_force .. '，' .. row.to .. ' 是' .. SAID[row.to_state.standing])
  end
  if seen.number and not kind.series then
    fail(row.where, row_name(row) .. '：number 要发编号，kind ' .. kind.code
      .. ' 没有写 series（取哪个系列的编号）；请写上，或从 does 中删去 number')
  end
  if seen.publish and not seen.number then
    fail(row.where, row_name(row) .. '：publish 要公示，公示须有编号；does 应同时写 number')
  end
end

function lawful.row(registry, row)
  local leads = LEADS[row.verb]
  stands(row, 'out', leads[1])
  check_who(registry, row)
  check_second(registry, row)
  stands(row, 'to_state', leads[2])
  if leads[3] then leads[3](row) end
  check_does(row, registry.law.kind[row.kind])
end

-- ---- what one kind's approvals bring ------------------------------------------------------------

local function brings(row) return hs.join(host.sort(row.does), '、') end

local function check_approvals(kind, approvals)
  local first = approvals[1]
  for _, row in host.ipairs(approvals) do
    if brings(row) ~= brings(first) then
      fail(row.where, row_name(row) .. '：这一种备案通过时所带来的应当一样；does 现为“' .. brings(row)
        .. '”，' .. first.where .. ' 的是“' .. brings(first) .. '”')
    end
    if kind.series and not has(row.does, 'number') then
      fail(row.where, row_name(row) .. '：kind ' .. kind.code
        .. " 写了 series，通过时应发编号，does 应写 'number'")
    end
    if has(row.does, 'admit') and not kind.single then
      fail(kind.where, 'kind ' .. kind.code .. '：以它确认主体（admit），一个单位只能有一件，应写 single = true')
    end
  end
end

-- What was published leaves the register when it is struck, and only then.
local function check_strikes(rows, is_published)
  for _, row in host.ipairs(rows) do
    local is_end = core.VERBS[row.verb] == core.AUTHORITY and row.verb ~= 'lapse'
    if is_end and has(row.does, 'strike') ~= is_published then
      fail(row.where, row_name(row) .. (is_published
        and "：公示过的备案由此终结，does 应写 'strike'（移出公示，留下记载）"
        or '：这一种备案从不公示，does 不应写 strike'))
    end
  end
end

-- → does it admit; approvals: the passes to a state in force.
function lawful.effects(kind)
  local approvals = {}
  for _, row in host.ipairs(kind.rows) do
    if row.to_state.standing == 'in_force' then approvals[#approvals + 1] = row end
  end
  check_approvals(kind, approvals)
  local first = approvals[1]
  check_strikes(kind.rows, first ~= nil and has(first.does, 'publish'))
  return first ~= nil and has(first.does, 'admit'), approvals
end

-- ---- the moves of one kind and action on one day ------------------------------------------------

local function in_force(row, day)
  return not (row.since and day < row.since) and not (row.ends and day >= row.ends)
end

-- Every day on which some transition begins or ceases, and, '', before all of them.
local function days_of(rows)
  local seen, out = {}, { '' }
  for _, row in host.ipairs(rows) do
    for _, day in host.ipairs({ row.since or row.ends or '', row.ends or '' }) do
      if day ~= '' and not seen[day] then
        seen[day] = true
        out[#out + 1] = day
      end
    end
  end
  return host.sort(out)
end

local function moves_of(kind, action, day)
  local m = { kind = kind, rows = {}, from = {} }
  m.name = 'kind ' .. kind.code .. (#kind.actions > 1 and '（事项 ' .. action .. '）' or '')
    .. (day ~= '' and '（自 ' .. day .. ' 起）' or '')
  for _, row in host.ipairs(kind.rows) do
    if (row.action == '*' or row.action == action) and in_force(row, day) then
      m.rows[#m.rows + 1] = row
      m.from[row.from] = m.from[row.from] or {}
      table.insert(m.from[row.from], row)
    end
  end
  return m
end

-- The states that starts lead to, by moves that is_barred does not answer to.
local function reach(m, starts, is_barred)
  local seen, queue = {}, {}
  local function add(code)
    if not seen[code] then
      seen[code] = true
      queue[#queue + 1] = code
    end
  end
  for _, code in host.ipairs(starts) do add(code) end
  local at = 1
  while queue[at] do
    for _, row in host.ipairs(m.from[queue[at]] or {}) do
      if not (is_barred and is_barred(row)) then add(row.to) end
    end
    at = at + 1
  end
  return seen
end

local function is_end(state) return state.standing == 'in_force' or state.standing == 'over' end

-- ---- the same place, one after the other --------------------------------------------------------

local function never(row, before)
  fail(row.where, row_name(row) .. '：永远走不到，同一处的前一条（' .. before.where
    .. '）没有 when，总是先走；请给前一条写 when，或只留一条')
end

-- A reviewer, or the authority, says by which event; whoever else acts says only the verb, so that
-- of two events of that verb the first is taken.
local BY_EVENT = strict.set_of({ 'pass', 'return', 'refuse', 'revoke', 'deregister', 'lapse' })

-- Of submits from one place the route may choose by the stage: only those to one stage stand in
-- each other's way.
local function place_of(row, role)
  local place = (BY_EVENT[row.verb] and row.on or row.verb) .. ' ' .. row.from .. ' ' .. role
  return place, place .. ' ' .. (row.verb == 'submit' and row.to_state.stage or '')
end

-- last: of each place, stage and role the last row that may be taken; final: of each place and role
-- that which is left when no condition holds. What speaks of one action is tried before what speaks
-- of all (law.lua), and may leave nothing to that.
local function check_row_order(row, last, final)
  for _, role in host.ipairs(row.who) do
    local place, staged = place_of(row, role)
    local before = last[staged]
    if not before or before.when then
      row.is_tried, last[staged] = true, row
      if not final[place] or final[place].when then final[place] = row end
    elseif before.action == row.action then
      never(row, before)
    else
      row.behind = before
    end
  end
end

local function check_order(m)
  local last, final = {}, {}
  for _, row in host.ipairs(m.rows) do check_row_order(row, last, final) end
  for _, row in host.ipairs(m.rows) do
    for _, role in host.ipairs(row.who) do
      local left = final[place_of(row, role)]
      if left.when then
        fail(left.where, row_name(left) .. '：' .. m.name
          .. ' 的 when 不成立时没有去处；同一处的最后一条应不写 when')
      end
    end
  end
end

-- ---- nobody is stranded -------------------------------------------------------------------------

local function by_verb(m, code, verb)
  for _, row in host.ipairs(m.from[code] or {}) do
    if row.verb == verb then return row end
  end
  return nil
end

local function check_editable(m, state)
  if by_verb(m, state.code, 'save') then return end
  fail(state.where, 'state ' .. state.code .. '：' .. m.name
    .. " 在此由填报人修改（editable），却没有 save 的走向；请加一条 transition { on = 'save', from = '"
    .. state.code .. "', who = { 'filer' }, … }")
end

-- A reviewer's task is free when a filing gets into a stage or is handed back, and taken after a
-- claim.
local NEEDS = { free = { 'claim' }, taken = { 'release', 'pass', 'return', 'refuse' } }

local function lack(m, state, verb)
  local role = m.law.stage[state.stage].role
  fail(state.where, 'state ' .. state.code .. '：' .. m.name .. ' 在此没有 ' .. verb .. ' 的走向；审核阶段 '
    .. state.stage .. ' 应有 claim，领取之后应有 release、pass、return、refuse，都由 ' .. role .. ' 办理')
end

local NEVER = {
  free = '到这里的都已有人领取，不能再领取', taken = '这里的还没有人领取（claim），不能审核或退回任务',
}

local function check_task(m, state, entered)
  for how, verbs in host.pairs(NEEDS) do
    for _, verb in host.ipairs(verbs) do
      local row = by_verb(m, state.code, verb)
      if entered[how] and not row then lack(m, state, verb) end
      if row and not entered[how] then
        fail(row.where, row_name(row) .. '：永远走不到，' .. NEVER[how] .. '；请删去，或改 from')
      end
    end
  end
end

-- How a state of a stage is got into, by its code.
local function entries(m, seen)
  local out = {}
  for _, row in host.ipairs(m.rows) do
    if seen[row.from] and row.to_state.stage then
      out[row.to] = out[row.to] or {}
      out[row.to][row.verb == 'claim' and 'taken' or 'free'] = true
    end
  end
  return out
end

local function leads_to_end(m, state)
  local function is_lapse(row) return row.verb == 'lapse' end
  for code in host.pairs(reach(m, { state.code }, is_lapse)) do
    if is_end(m.kind.states[code]) then return true end
  end
  return false
end

local function check_states(m, seen)
  local entered, reached = entries(m, seen), {}
  for _, state in host.ipairs(m.kind.list) do
    if seen[state.code] then reached[#reached + 1] = state end
  end
  for _, state in host.ipairs(reached) do
    if state.standing == 'editable' then check_editable(m, state) end
    if state.stage then check_task(m, state, entered[state.code]) end
  end
  for _, state in host.ipairs(reached) do
    if not leads_to_end(m, state) then
      fail(state.where, 'state ' .. state.code .. '：' .. m.name
        .. ' 从这里走不到任何终点（standing 为 in_force 或 over 的状态），备案会卡在此处；'
        .. '请加一条从 ' .. state.code .. ' 出去的走向')
    end
  end
end

local function any_row(m, seen, is_it)
  for _, row in host.ipairs(m.rows) do
    if seen[row.from] and is_it(row) then return true end
  end
  return false
end

local function check_submit(m, seen)
  if any_row(m, seen, function(row) return row.verb == 'submit' end) then return end
  fail(m.kind.where, m.name .. '：没有 submit 的走向，填好了也无从提交；应有一条从 ' .. m.kind.initial
    .. ' 提交到审核的')
end

local function check_pass(m, seen)
  if any_row(m, seen, function(row) return row.verb == 'pass' and is_end(row.to_state) end) then
    return
  end
  fail(m.kind.where, m.name .. '：没有一条走向使它通过（pass 到 in_force 或 over 的状态），请加上')
end

-- ---- two people ---------------------------------------------------------------------------------

-- Whoever numbers and publishes was not alone: from every submit on, another stage passed it first.
local function check_two(m)
  local starts = {}
  for _, row in host.ipairs(m.rows) do
    if row.verb == 'submit' then starts[#starts + 1] = row.to end
  end
  for _, row in host.ipairs(m.rows) do
    local is_listed = has(row.does, 'number') or has(row.does, 'publish') or has(row.does, 'finish')
      or (m.kind.series and has(row.does, 'amend'))
    if row.verb == 'pass' and is_listed then
      local alone = reach(m, starts, function(move)
        return move.verb == 'pass' and move.out.stage ~= row.out.stage
      end)
      if alone[row.from] then
        fail(row.where, row_name(row) .. '：编号与公示须由两个人先后审核，' .. m.name
          .. ' 从提交到这里可以不经另一审核阶段的 pass；请在此之前加一个审核阶段，或去掉 does 中的 '
          .. hs.join(row.does, '、'))
      end
    end
  end
end

-- ---- of an earlier filing -----------------------------------------------------------------------

-- What concerns an earlier filing says at its pass what becomes of that; and where that may leave
-- the register meanwhile, it comes to an end from wherever it stands.
local function check_of(m, action, seen)
  if not m.law.action[action].of then return end
  for _, row in host.ipairs(m.rows) do
    local is_pass = seen[row.from] and row.verb == 'pass' and is_end(row.to_state)
    local is_said = has(row.does, 'amend') or has(row.does, 'finish')
    if is_pass and (row.action == '*' or not is_said) then
      fail(row.where, row_name(row) .. '：' .. m.name
        .. " 针对已有的备案，通过时应写明它随之怎样：transition { action = '" .. action
        .. "', does = { 'amend' }, … }（采用新的内容）或 does = { 'finish' }（随之注销）")
    end
  end
  if not m.over_from then return end
  for _, state in host.ipairs(m.kind.list) do
    local is_open = state.standing == 'editable' or state.standing == 'review'
    if seen[state.code] and is_open and not by_verb(m, state.code, 'lapse') then
      fail(state.where, 'state ' .. state.code .. '：' .. m.name
        .. " 所针对的备案可能先被撤销、注销，这里应有一条使它终止的走向：transition { on = …（verb = 'lapse'）, from = '"
        .. state.code .. "', … }")
    end
  end
end

-- What follows from `finish` is a move of the filing concerned, which there must be.
local function check_finish(kind)
  for _, row in host.ipairs(kind.rows) do
    local found = not has(row.does, 'finish')
    for _, one in host.ipairs(kind.rows) do
      found = found or (one.verb == 'deregister' and not one.when)
    end
    if not found then
      fail(row.where, row_name(row) .. '：finish 使所针对的备案注销，kind ' .. kind.code
        .. ' 却没有 verb 为 deregister 的走向；请加上，或从 does 中删去 finish')
    end
  end
end

-- A state in force that the authority may take filings of the kind out of.
local function over_from(kind)
  for _, row in host.ipairs(kind.rows) do
    if row.out.standing == 'in_force' then return row.from end
  end
  return nil
end

-- ---- a kind -------------------------------------------------------------------------------------

-- → the codes of the states that it can get to, by some action on some day.
function lawful.kind(registry, kind)
  local reached = {}
  for _, day in host.ipairs(days_of(kind.rows)) do
    for _, action in host.ipairs(kind.actions) do
      local m = moves_of(kind, action, day)
      m.law, m.over_from = registry.law, over_from(kind)
      local seen = reach(m, { kind.initial })
      check_order(m)
      check_submit(m, seen)
      check_states(m, seen)
      check_pass(m, seen)
      check_two(m)
      check_of(m, action, seen)
      for code in host.pairs(seen) do reached[code] = true end
    end
  end
  for _, row in host.ipairs(kind.rows) do
    if row.behind and not row.is_tried then never(row, row.behind) end
  end
  check_finish(kind)
  return reached
end

-- ---- gates --------------------------------------------------------------------------------------

-- What a gate needs can be had, and not only by whoever has it.
function lawful.gates(registry)
  local needs = {}
  for _, gate in host.ipairs(registry.flow.gate) do
    local what = 'gate ' .. gate.code
    if #registry.law.kind[gate.needs].approvals == 0 then
      fail(gate.where, what .. '：needs 的 ' .. gate.needs .. ' 没有通过后的状态（in_force），这一关永远过不去；请改 needs')
    end
    needs[gate.kind] = needs[gate.kind] or {}
    table.insert(needs[gate.kind], gate)
  end
  local function visit(kind, path)
    for _, gate in host.ipairs(needs[kind] or {}) do
      if path[gate.needs] then
        fail(gate.where, 'gate ' .. gate.code .. '：' .. gate.kind .. ' 与 ' .. gate.needs
          .. ' 互为先决条件，谁也办不成；请删去其中一条')
      end
      path[gate.needs] = true
      visit(gate.needs, path)
      path[gate.needs] = nil
    end
  end
  for kind in host.pairs(needs) do visit(kind, { [kind] = true }) end
end

return lawful
