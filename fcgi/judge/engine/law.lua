-- law: the workflow compiled. The words of flow.lua put together: every name looked up, a row for
-- each kind of each transition, the states that each kind can get to. What comes of it is checked
-- in lawful.lua and goes into the manifest, from which the core moves filings.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local flow = host.engine('flow')
local lawful = host.engine('lawful')
local conditions = host.engine('conditions')
local letters = host.engine('letters')
local questionnaire = host.engine('questionnaire')
local law = {}

local null = host.null

-- ---- names --------------------------------------------------------------------------------------

local function codes(list)
  local out = {}
  for i, one in host.ipairs(list) do out[i] = one.code end
  return #out > 0 and hs.join(out, '、') or '（没有任何声明）'
end

local function by_code(list)
  local out = {}
  for _, one in host.ipairs(list) do out[one.code] = one end
  return out
end

local function known(registry, where, what, word, code)
  local found = registry.law[word][code]
  if found then return found end
  strict.fail(where, what .. '：没有声明 ' .. word .. ' ' .. code .. '；已声明的有 '
    .. codes(registry.flow[word]))
end

-- Each action that a state has a label of is one of a kind that may stand in it.
local function check_labels(registry, state, what)
  for action in host.pairs(state.labels or {}) do
    known(registry, state.where, what .. ' 的 labels', 'action', action)
    local found = false
    for _, kind in host.ipairs(registry.flow.kind) do
      found = found or ((state.kind or kind.code) == kind.code and kind.has_action[action])
    end
    if not found then
      strict.fail(state.where, what .. ' 的 labels：没有哪一种备案在此办理 ' .. action .. '；请删去')
    end
  end
end

local function check_names(registry)
  local f = registry.flow
  for _, kind in host.ipairs(f.kind) do
    local seen = {}
    for _, action in host.ipairs(kind.actions) do
      known(registry, kind.where, 'kind ' .. kind.code .. ' 的 actions', 'action', action)
      if seen[action] then
        strict.fail(kind.where, 'kind ' .. kind.code .. '：actions 中 ' .. action .. ' 重复')
      end
      seen[action] = true
    end
    kind.has_action = seen
  end
  for _, stage in host.ipairs(f.stage) do
    known(registry, stage.where, 'stage ' .. stage.code .. ' 的 role', 'role', stage.role)
    if stage.lead then
      known(registry, stage.where, 'stage ' .. stage.code .. ' 的 lead', 'role', stage.lead)
    end
  end
  for _, state in host.ipairs(f.state) do
    local what = 'state ' .. state.code
    if state.kind then known(registry, state.where, what .. ' 的 kind', 'kind', state.kind) end
    if state.stage then known(registry, state.where, what .. ' 的 stage', 'stage', state.stage) end
    check_labels(registry, state, what)
  end
  for _, gate in host.ipairs(f.gate) do
    local what = 'gate ' .. gate.code
    if gate.kind ~= 'product' then
      known(registry, gate.where, what .. ' 的 kind（备案种类，或 product）', 'kind', gate.kind)
    end
    known(registry, gate.where, what .. ' 的 needs', 'kind', gate.needs)
  end
end

-- ---- states and rows of a kind ------------------------------------------------------------------

-- In the order of declaration; what speaks of the kind stands in place of what speaks of all.
local function take_states(registry, kind)
  kind.states, kind.list = {}, {}
  for _, state in host.ipairs(registry.flow.state) do
    if state.kind == kind.code then kind.states[state.code] = state end
  end
  for _, state in host.ipairs(registry.flow.state) do
    if not state.kind and not kind.states[state.code] then kind.states[state.code] = state end
    if kind.states[state.code] == state then kind.list[#kind.list + 1] = state end
  end
  local first = kind.states[kind.initial]
  if not first then
    strict.fail(kind.where, 'kind ' .. kind.code .. '：initial 的 ' .. kind.initial
      .. ' 没有用 state 声明；可用的有 ' .. codes(kind.list))
  elseif first.standing ~= 'editable' then
    strict.fail(kind.where, 'kind ' .. kind.code .. '：initial 的 ' .. kind.initial
      .. " 应是填报人可以修改的状态（standing = 'editable'），现为 " .. first.standing)
  end
end

-- A transition of all kinds does not speak of those that lack its state or its action.
local function is_meant(kind, row)
  if not row.is_general then return true end
  return kind.states[row.from] ~= nil and (row.action == '*' or kind.has_action[row.action])
end

local function state_of(kind, row, code)
  local state = kind.states[code]
  if state then return state end
  strict.fail(row.where, row.what .. '（' .. kind.code .. '）：没有声明 state ' .. code .. '；' .. kind.code
    .. ' 的状态有 ' .. codes(kind.list))
end

local function complete_row(registry, kind, row)
  row.verb = known(registry, row.where, row.what .. ' 的 on', 'event', row.on).verb
  if row.action ~= '*' then
    known(registry, row.where, row.what .. ' 的 action', 'action', row.action)
    if not kind.has_action[row.action] then
      strict.fail(row.where, row.what .. '：kind ' .. kind.code .. ' 不办理 ' .. row.action
        .. '，它的 actions 是 ' .. hs.join(kind.actions, '、'))
    end
  end
  row.out, row.to_state = state_of(kind, row, row.from), state_of(kind, row, row.to)
  row.law = row.law or kind.law
  if core.VERBS[row.verb] == core.AUTHORITY and row.verb ~= 'lapse' then
    row.second, row.grounds = row.second or row.who, row.grounds or { row.law }
  end
  for _, role in host.ipairs(row.who) do
    if role ~= core.FILER then known(registry, row.where, row.what .. ' 的 who', 'role', role) end
  end
end

-- What speaks of one action is tried before what speaks of all.
local function put_in_order(rows, row)
  if row.action ~= '*' then
    for i, one in host.ipairs(rows) do
      if one.on == row.on and one.from == row.from and one.action == '*' then
        table.insert(rows, i, row)
        return
      end
    end
  end
  rows[#rows + 1] = row
end

local function covers(row, role)
  for _, one in host.ipairs(row.who) do
    if one == role then return true end
  end
  return false
end

-- What speaks of all kinds at once gives way to what names the kind at the same place: a kind with
-- a life of its own need not take away the general one.
local function gives_way(row, others)
  if not row.is_general then return false end
  for _, one in host.ipairs(others) do
    local is_same = one.kind == row.kind and one.on == row.on and one.from == row.from
      and one.action == row.action
    if is_same and not (one.is_general or one.when or one.since or one.ends) then
      local is_all = true
      for _, role in host.ipairs(row.who) do is_all = is_all and covers(one, role) end
      if is_all then return true end
    end
  end
  return false
end

local function take_rows(registry)
  local meant = {}
  for _, row in host.ipairs(registry.law.rows) do
    local kind = known(registry, row.where, row.what .. ' 的 kind', 'kind', row.kind)
    if is_meant(kind, row) and not gives_way(row, registry.law.rows) then
      complete_row(registry, kind, row)
      lawful.row(registry, row)
      put_in_order(kind.rows, row)
      meant[row.nth] = true
    end
  end
  for _, row in host.ipairs(registry.law.rows) do
    if not meant[row.nth] then
      strict.fail(row.where, row.what .. '：没有哪一种备案有状态 ' .. row.from
        .. (row.action ~= '*' and ' 又办理 ' .. row.action or '') .. '；请改 from，或删去')
    end
  end
end

-- ---- what can be got to -------------------------------------------------------------------------

-- A general transition leaves out the kinds that never get to where it begins; one that names its
-- kinds does not.
local function prune(kind, reached, used)
  local left = {}
  for _, row in host.ipairs(kind.rows) do
    if reached[row.from] then
      left[#left + 1] = row
      used.row[row.nth] = true
    elseif not row.is_general then
      strict.fail(row.where, row.what .. '：' .. kind.code .. ' 走不到 ' .. row.from
        .. '，这一条永远用不上；请改 from，或从 kind 中去掉 ' .. kind.code)
    end
  end
  kind.rows = left
  kind.reached = {}
  for _, state in host.ipairs(kind.list) do
    if reached[state.code] then
      kind.reached[#kind.reached + 1] = state
      used.state[state.id] = true
    end
  end
end

local function check_used(registry, used)
  for _, state in host.ipairs(registry.flow.state) do
    if not used.state[state.id] then
      strict.fail(state.where, 'state ' .. state.code .. '：没有哪一种备案走得到'
        .. (state.kind and '（kind ' .. state.kind .. '）' or '') .. '；请写一条到它的 transition，或删去')
    end
  end
  for _, row in host.ipairs(registry.law.rows) do
    if not used.row[row.nth] then
      strict.fail(row.where, row.what .. '：没有哪一种备案走得到 ' .. row.from
        .. '，这一条永远用不上；请改 from，或删去')
    end
  end
  for _, stage in host.ipairs(registry.flow.stage) do
    local is_used = false
    for _, state in host.ipairs(registry.flow.state) do
      is_used = is_used or state.stage == stage.code
    end
    if not is_used then
      strict.fail(stage.where, 'stage ' .. stage.code .. '：没有哪个状态属于这个审核阶段；请写 state，或删去')
    end
  end
end

local function take_effects(registry)
  for _, kind in host.ipairs(registry.flow.kind) do
    local admits
    admits, kind.approvals = lawful.effects(kind)
    local other = registry.law.admits
    if admits and other then
      strict.fail(kind.where, 'kind ' .. kind.code .. '：只能有一种备案确认主体（admit），已有 ' .. other.code
        .. '（' .. other.where .. '）')
    end
    if admits then registry.law.admits = kind end
  end
end

-- When all files of the workflow have been read, and none of another kind: what it says of itself.
function law.settle(registry)
  registry.law = { rows = flow.rows(registry) }
  for _, word in host.ipairs({ 'role', 'action', 'event', 'kind', 'stage' }) do
    registry.law[word] = by_code(registry.flow[word])
  end
  if not registry.flow.kind[1] then
    strict.fail('rules/workflow.lua:1', '缺少声明 kind（至少一种备案）')
  end
  check_names(registry)
  for _, kind in host.ipairs(registry.flow.kind) do
    kind.rows = {}
    take_states(registry, kind)
  end
  take_rows(registry)
  local used = { row = {}, state = {} }
  for _, kind in host.ipairs(registry.flow.kind) do
    prune(kind, lawful.kind(registry, kind), used)
  end
  check_used(registry, used)
  take_effects(registry)
  lawful.gates(registry)
end

-- ---- what other files say -----------------------------------------------------------------------

local function check_clocks(registry, kind)
  for _, state in host.ipairs(kind.reached) do
    local stage = state.stage and registry.law.stage[state.stage]
    local names, found = {}, stage == nil or stage.clock == nil
    for _, d in host.ipairs(registry.deadlines) do
      if d.kinds[kind.code] then
        names[#names + 1] = d.name
        found = found or d.name == stage.clock
      end
    end
    if not found then
      strict.fail(stage.where, 'stage ' .. stage.code .. '：clock 的 ' .. stage.clock
        .. ' 不是 kind ' .. kind.code
        .. ' 的期限，应是 deadlines.lua 中 kinds 含 ' .. kind.code .. ' 的 deadline；现有 '
        .. (#names > 0 and hs.join(names, '、') or '（没有任何声明）'))
    end
  end
end

local function has_section(form, id)
  for _, section in host.ipairs(form and form.sections or {}) do
    if section.id == id then return true end
  end
  return false
end

-- An item of a checklist speaks of kinds that there are, and of a section that a form of them has.
local function check_checklist(registry, stage)
  local all = {}
  for i, kind in host.ipairs(registry.flow.kind) do all[i] = kind.code end
  for i, item in host.ipairs(stage.checklist) do
    local what = 'stage ' .. stage.code .. ' 的 checklist 第 ' .. i .. ' 项'
    local found = item.section == nil
    for _, kind in host.ipairs(item.kinds or all) do
      known(registry, stage.where, what .. ' 的 kinds', 'kind', kind)
      found = found or has_section(registry.forms[kind], item.section)
    end
    if not found then
      strict.fail(stage.where, what .. '：表单没有 ' .. item.section .. ' 这个部分；请写 section 的 id，或删去')
    end
  end
end

local function check_series(registry)
  local wanted = {}
  for _, kind in host.ipairs(registry.flow.kind) do
    if kind.series then
      wanted[kind.series] = true
      if not registry.numbering[kind.series] then
        strict.fail(kind.where, 'kind ' .. kind.code .. '：series 的 ' .. kind.series
          .. ' 没有在 numbering.lua 中用 numbering 声明')
      end
    end
  end
  for _, n in host.ipairs(registry.numberings) do
    if not wanted[n.series] then
      strict.fail(n.where, 'numbering ' .. n.series .. '：没有哪一种备案用这个系列；请在 kind 中写 series，或删去')
    end
  end
end

local function is_gated(registry, kind, needs)
  for _, gate in host.ipairs(registry.flow.gate) do
    if gate.kind == kind.code and gate.needs == needs.code then return true end
  end
  return false
end

-- What is numbered and published from the organization's subject is not begun without one: its last
-- pass could not be made.
local function check_gated(registry, kind, by)
  local admits = registry.law.admits
  for _, path in host.ipairs(by.reads) do
    if hs.starts(path .. '.', 'organization.subject.') and not is_gated(registry, kind, admits) then
      strict.fail(kind.where, 'kind ' .. kind.code .. '：通过时的编号、公示（' .. by.where .. '）要读取 '
        .. path .. '，没有已通过的主体就办不成；请写 gate { kind = \'' .. kind.code
        .. '\', needs = \'' .. admits.code .. '\', … }')
    end
  end
end

local function check_asks(registry, action)
  if action.asks and not questionnaire.find(registry, action.asks) then
    strict.fail(action.where,
      'action ' .. action.code .. ' 的 asks：没有 questionnaire ' .. action.asks)
  end
end

-- When the whole set has been read.
function law.finish(registry)
  for _, kind in host.ipairs(registry.flow.kind) do
    check_clocks(registry, kind)
    for _, row in host.ipairs(kind.rows) do
      row.tests = conditions.paths(registry, row.where, row.what .. ' 的 when', kind.code, row.when)
    end
  end
  for _, stage in host.ipairs(registry.flow.stage) do check_checklist(registry, stage) end
  for _, action in host.ipairs(registry.flow.action) do check_asks(registry, action) end
  check_series(registry)
  for _, kind in host.ipairs(registry.flow.kind) do
    if kind.series then
      check_gated(registry, kind, registry.numbering[kind.series])
      check_gated(registry, kind, registry.publication_of[kind.code])
    end
  end
end

-- ---- manifest -----------------------------------------------------------------------------------

local function list(from, make)
  local out = host.array({})
  for _, one in host.ipairs(from) do
    local row = make(one)
    row.source = one.where
    out[#out + 1] = row
  end
  return out
end

local function term(one) return { code = one.code, label = one.label } end

local function or_null(v)
  if v == nil then return null end
  return v
end

local function transitions(registry)
  local out = host.array({})
  for _, kind in host.ipairs(registry.flow.kind) do
    for _, row in host.ipairs(kind.rows) do
      out[#out + 1] = {
        on = row.on, kind = row.kind, action = row.action, from = row.from, to = row.to,
        who = host.array(row.who), when = row.tests, does = host.array(row.does),
        since = or_null(row.since), ['until'] = or_null(row.ends), law = row.law,
        second = host.array(row.second or {}), grounds = host.array(row.grounds or {}),
        source = row.where,
      }
    end
  end
  return out
end

local function states(registry)
  local out = host.array({})
  for _, kind in host.ipairs(registry.flow.kind) do
    for _, state in host.ipairs(kind.reached) do
      out[#out + 1] = {
        kind = kind.code, code = state.code, label = state.label, standing = state.standing,
        stage = or_null(state.stage), labels = or_null(state.labels), source = state.where,
      }
    end
  end
  return out
end

-- Of a kind that the declaration names, the state that filings go to is one that it can get to, and
-- the one that they leave is not.
local function check_moved(one, kind, is_reached)
  local what = 'moved ' .. one.from .. '（' .. kind.code .. '）'
  if is_reached[one.from] then
    strict.fail(one.where, what .. '：from 的 ' .. one.from .. ' 仍是这个规则集里的状态，备案留在原处，不用写')
  end
  if not is_reached[one.to] then
    strict.fail(one.where, what .. '：to 的 ' .. one.to .. ' 不是它走得到的状态，备案会无处可去')
  end
end

local function moved(registry)
  local out = host.array({})
  for _, one in host.ipairs(registry.flow.moved) do
    if one.kind then
      known(registry, one.where, 'moved ' .. one.from .. ' 的 kind', 'kind', one.kind)
    end
    for _, kind in host.ipairs(registry.flow.kind) do
      local is_reached = {}
      for _, state in host.ipairs(kind.reached) do is_reached[state.code] = true end
      if one.kind == kind.code or (not one.kind and is_reached[one.to]) then
        check_moved(one, kind, is_reached)
        out[#out + 1] = {
          kind = kind.code, from = one.from, to = one.to, reason = one.reason, source = one.where,
        }
      end
    end
  end
  return out
end

local function checklist(stage)
  local out = host.array({})
  for i, item in host.ipairs(stage.checklist) do
    out[i] = {
      id = item.id, text = item.text, law = item.law, section = item.section,
      kinds = item.kinds and host.array(item.kinds),
    }
  end
  return out
end

-- As the publication of what admits declares it.
local function renamed(registry)
  local admits = registry.law.admits
  local publication = admits and registry.publication_of[admits.code]
  return publication and publication.renamed
end

function law.manifest(registry)
  local f = registry.flow
  return {
    roles = list(f.role, term), pools = list(f.pool, term),
    actions = list(f.action, function(one)
      return {
        code = one.code, label = one.label, of = one.of, own = one.changes == 'own',
        asks = or_null(one.asks), effect = or_null(one.effect),
      }
    end),
    events = list(f.event, function(e)
      return { code = e.code, label = e.label, verb = e.verb }
    end),
    kinds = list(f.kind, function(k)
      return {
        code = k.code, label = k.label, law = k.law, actions = host.array(k.actions),
        initial = k.initial, single = k.single, series = or_null(k.series),
      }
    end),
    stages = list(f.stage, function(s)
      return {
        code = s.code, label = s.label, role = s.role, lead = or_null(s.lead),
        clock = or_null(s.clock),
        checklist = checklist(s),
      }
    end),
    states = states(registry), transitions = transitions(registry),
    gates = list(f.gate, function(g)
      return { kind = g.kind, needs = g.needs, code = g.code, message = g.message, law = g.law }
    end),
    series = list(registry.numberings, function(n)
      return { code = n.series, title = n.title, prefix = n.prefix, suffix = n.suffix }
    end),
    letter_series = letters.series_manifest(registry), letters = letters.manifest(registry),
    moved = moved(registry), nobody = or_null(registry.routing.nobody),
    follows = registry.routing.follows, moved_note = or_null(registry.routing.moved),
    renamed_note = or_null(renamed(registry)),
  }
end

return law
