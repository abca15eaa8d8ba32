-- flow: what workflow.lua may say, one word for each thing, so that a local layer can add, replace
-- or take away a single one. What is said is compared with itself in lawful.lua, when all files of
-- the workflow have been read, and compiled in law.lua.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local core = host.engine('core')
local declared = host.engine('declared')
local flow = {}

function flow.new()
  local out = { transition = {}, gone = {} } -- gone: ids that a local layer took away
  for _, word in host.ipairs({
    'role', 'pool', 'action', 'event', 'kind', 'stage', 'state', 'gate', 'moved',
  }) do
    out[word] = {}
  end
  return out
end

-- ---- taking away --------------------------------------------------------------------------------

local function is_drop(decl) return host.type(decl) == 'table' and decl.drop ~= nil end

-- shape: of what names the thing that is to go.
local function check_drop(where, what, decl, shape)
  local own = { drop = { 'boolean', true }, reason = { 'string', true } }
  for key, rule in host.pairs(shape) do own[key] = rule end
  strict.check(where, what, decl, own)
  if not decl.drop then
    strict.fail(where, what .. '：drop 只能写 true；不取消就不要写 drop 与 reason')
  end
  if not declared.is_local(where) then
    strict.fail(where, what .. '：drop 只用于本地规则；基础规则集里不要的声明，直接删去即可')
  end
end

-- Takes entries out of the list that is_it answers to; a local layer takes away what is the base's.
local function take_away(registry, what, decl, where, list, is_it)
  local gone = false
  for i = #list, 1, -1 do
    local old = list[i]
    if is_it(old) then
      if declared.is_local(old.where) then
        strict.fail(where, what .. '：要取消的声明也在本地（' .. old.where .. '），直接删去那一处即可')
      end
      declared.add(registry, where, what, {
        id = old.id, word = old.word, title = '取消：' .. old.title, law = old.law,
        reason = decl.reason,
      }, decl)
      table.remove(list, i)
      gone = true
      registry.flow.gone[old.id] = true
    end
  end
  if not gone then
    local ids = {}
    for i, one in host.ipairs(list) do ids[i] = one.id end
    strict.fail(where, what .. '：基础规则集里没有要取消的这一条；现有 ' .. hs.join(ids, '、'))
  end
end

-- The same for words of other files: true when decl takes away. name: of the member that names it.
function flow.drops(registry, what, decl, where, list, name)
  if not is_drop(decl) then return false end
  check_drop(where, what, decl, { [name] = { 'code', true } })
  take_away(registry, what, decl, where, list, function(old) return old[name] == decl[name] end)
  return true
end

-- ---- words of one thing each --------------------------------------------------------------------

-- Notes that entry was declared under its id, in place of the base's when there is one.
local function note(registry, what, entry, decl)
  declared.add(registry, entry.where, what, {
    id = entry.id, word = entry.word, title = entry.title, law = entry.law, reason = entry.reason,
    kinds = entry.kind and entry.kind ~= '*' and { entry.kind } or nil,
    since = entry.since,
  }, decl)
  declared.put(registry.flow[entry.word], entry, function(old) return old.id == entry.id end)
end

local function with_reason(shape)
  shape.reason = { 'string' }
  return shape
end

local function check_reason(where, what, decl)
  if decl.reason and not declared.is_local(where) then
    strict.fail(where, what .. '：reason 写的是本地为什么改，基础规则集里请写成注释')
  end
end

-- names: what says which one it is. take(registry, where, what, decl) → the rest of its entry.
local function word(name, names, shape, take)
  local named = {}
  for _, key in host.ipairs(names) do named[key] = shape[key] end
  with_reason(shape)
  return function(registry)
    return function(decl)
      local where = strict.here()
      local what = strict.named(name, decl, 'code')
      local list = registry.flow[name]
      if is_drop(decl) then
        check_drop(where, what, decl, named)
        take_away(registry, what, decl, where, list, function(old)
          for _, key in host.ipairs(names) do
            if old[key] ~= decl[key] then return false end
          end
          return true
        end)
        return
      end
      strict.check(where, what, decl, shape)
      check_reason(where, what, decl)
      local entry = take(registry, where, what, decl)
      local parts = { name }
      for _, key in host.ipairs(names) do parts[#parts + 1] = decl[key] end
      entry.id, entry.word, entry.where = hs.join(parts, '.'), name, where
      entry.code, entry.title = decl.code, decl.label or decl.message
      entry.label, entry.reason = decl.label, decl.reason
      note(registry, what, entry, decl)
    end
  end
end

local CODE, LABEL = { 'code', true }, { 'string', true }

flow.role = word('role', { 'code' }, { code = CODE, label = LABEL }, function(_, where, what, decl)
  for _, own in host.ipairs(host.roles) do
    if own == decl.code then
      strict.fail(where, what .. '：角色 ' .. own .. ' 是系统自有的，不用声明，也不能改作审核角色；请换一个代码')
    end
  end
  return {}
end)

flow.pool = word('pool', { 'code' }, { code = CODE, label = LABEL }, function() return {} end)

-- of: it concerns an earlier filing of the kind, which is in force and has its number. changes:
-- 'own', only what is asked in this action and no other may differ from that filing. asks: the
-- questionnaire that comes before such an action is begun; effect: what it brings about, told then.
flow.action = word('action', { 'code' }, {
  code = CODE, label = LABEL, of = { 'boolean' }, changes = { 'word' }, asks = { 'code' },
  effect = { 'string' },
}, function(_, where, what, decl)
  if decl.changes then
    strict.one_of(where, what .. ' 的 changes', decl.changes, { 'all', 'own' })
  end
  if decl.changes and not decl.of then
    strict.fail(where, what .. '：changes 说的是已有的备案哪些可以改动，须同时写 of = true；请写上，或删去 changes')
  end
  if (decl.asks or decl.effect) and not decl.of then
    strict.fail(where, what .. '：asks、effect 在开始办理已有的备案之前用，须同时写 of = true；请写上，或删去')
  end
  return { of = decl.of == true, changes = decl.changes, asks = decl.asks, effect = decl.effect }
end)

flow.event = word('event', { 'code' }, { code = CODE, label = LABEL, verb = { 'word', true } },
  function(_, where, what, decl)
    strict.one_of(where, what .. ' 的 verb', decl.verb, core.names(core.VERBS))
    return { verb = decl.verb }
  end)

flow.kind = word('kind', { 'code' }, {
  code = CODE, label = LABEL, law = { 'string', true }, actions = { 'names', true },
  initial = { 'code', true }, single = { 'boolean' }, series = { 'code' },
}, function(registry, where, what, decl)
  laws.check(registry, where, what, decl.law)
  if core.is_noun(decl.code) then
    strict.fail(where, what .. '：' .. decl.code .. ' 是系统自有的表单，不是备案种类，不用声明；请换一个代码')
  end
  return {
    law = decl.law, actions = decl.actions, initial = decl.initial, single = decl.single == true,
    series = decl.series,
  }
end)

-- What a reviewer goes through before deciding, item by item: of some kinds, on one section.
local CHECKED = {
  id = { 'code', true }, text = { 'string', true }, law = { 'string' }, kinds = { 'names' },
  section = { 'word' },
}
local CHECKLIST_MOST = 50

local function take_checklist(registry, where, what, list)
  local out, seen = {}, {}
  if #list > CHECKLIST_MOST then
    strict.fail(where, what .. '：checklist 最多 ' .. CHECKLIST_MOST .. ' 项，现为 ' .. #list)
  end
  for i, item in host.ipairs(list) do
    local name = what .. ' 的 checklist 第 ' .. i .. ' 项'
    strict.check(where, name, item, CHECKED)
    if seen[item.id] then strict.fail(where, name .. '：id ' .. item.id .. ' 重复') end
    seen[item.id] = true
    if item.law then laws.check(registry, where, name, item.law) end
    out[i] = {
      id = item.id, text = item.text, law = item.law, kinds = item.kinds, section = item.section,
    }
  end
  return out
end

flow.stage = word('stage', { 'code' }, {
  code = CODE, label = LABEL, role = { 'code', true }, lead = { 'code' }, clock = { 'word' },
  checklist = { 'items' },
}, function(registry, where, what, decl)
  if decl.lead == decl.role then
    strict.fail(where, what .. '：lead（由谁调派任务）与 role（由谁办理）相同，等于人人可以改派他人的任务；'
      .. '请另用 role 声明一个角色，或删去 lead')
  end
  return {
    role = decl.role, lead = decl.lead, clock = decl.clock,
    checklist = take_checklist(registry, where, what, decl.checklist or {}),
  }
end)

-- labels: what it is called of an action, where that is not its label.
local function take_labels(where, what, labels)
  if not labels then return nil end
  local n = 0
  for action, label in host.pairs(labels) do
    n = n + 1
    if host.type(action) ~= 'string' or host.type(label) ~= 'string' or hs.trim(label) == '' then
      strict.fail(where, what .. ' 的 labels：应写作 { 办理事项的代码 = 说法, … }')
    end
  end
  if n == 0 then strict.fail(where, what .. ' 的 labels：没有写任何办理事项；请写上，或删去') end
  return labels
end

flow.state = word('state', { 'kind', 'code' }, {
  code = CODE, kind = { 'code' }, label = LABEL, standing = { 'word', true }, stage = { 'code' },
  labels = { 'table' },
}, function(_, where, what, decl)
  strict.one_of(where, what .. ' 的 standing', decl.standing, core.STANDINGS)
  if decl.standing == 'review' and not decl.stage then
    strict.fail(where, what .. "：standing = 'review' 的状态应写 stage（由哪个审核阶段办理）")
  elseif decl.standing ~= 'review' and decl.stage then
    strict.fail(where, what .. "：只有 standing = 'review' 的状态可以写 stage，现为 " .. decl.standing
      .. '；请删去 stage，或改 standing')
  end
  return {
    kind = decl.kind, standing = decl.standing, stage = decl.stage,
    labels = take_labels(where, what, decl.labels),
  }
end)

flow.gate = word('gate', { 'kind', 'code' }, {
  kind = { 'code', true }, needs = { 'code', true }, code = CODE, message = { 'string', true },
  law = { 'string', true },
}, function(registry, where, what, decl)
  laws.check(registry, where, what, decl.law)
  return { kind = decl.kind, needs = decl.needs, message = decl.message, law = decl.law }
end)

-- Filings stand in a state that the set before had and this one has not: here they go. Of one kind,
-- or of every kind that has the state they go to.
local MOVED = {
  from = { 'code', true }, to = { 'code', true }, kind = { 'code' }, reason = { 'string', true },
}

function flow.moved(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('moved', decl, 'from')
    strict.check(where, what, decl, MOVED)
    note(registry, what, {
      id = 'moved.' .. (decl.kind and decl.kind .. '.' or '') .. decl.from, word = 'moved',
      where = where, title = decl.from .. ' → ' .. decl.to, kind = decl.kind, from = decl.from,
      to = decl.to, reason = decl.reason,
    }, decl)
  end
end

-- ---- transitions --------------------------------------------------------------------------------

local PLACE = {
  on = { 'code', true }, kind = { 'code_or_list', true }, action = { 'code' },
  from = { 'code', true }, to = { 'code', true },
}
local TRANSITION = with_reason({
  on = PLACE.on, kind = PLACE.kind, action = PLACE.action, from = PLACE.from, to = PLACE.to,
  who = { 'names', true }, when = { 'table' }, does = { 'names' }, since = { 'date' },
  ['until'] = { 'date' }, law = { 'string' }, second = { 'names' }, grounds = { 'names' },
})

-- A transition speaks of every kind at once, '*', or of some. Which they are is known when all
-- files of the workflow have been read: until then it waits, with where it stands.
function flow.transition(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('transition', decl, 'on')
    if is_drop(decl) then
      check_drop(where, what, decl, PLACE)
    else
      strict.check(where, what, decl, TRANSITION)
      check_reason(where, what, decl)
      if decl.law then laws.check(registry, where, what, decl.law) end
      for _, ground in host.ipairs(decl.grounds or {}) do
        laws.check(registry, where, what .. ' 的 grounds', ground)
      end
      if decl.since and decl['until'] and decl.since >= decl['until'] then
        strict.fail(where, what .. '：since（自该日起）应早于 until（到该日为止，该日起不再适用）')
      end
    end
    registry.flow.transition[#registry.flow.transition + 1] = {
      decl = decl, where = where, what = what,
    }
  end
end

local function kinds_of(registry, t)
  if t.decl.kind == '*' then
    local all = {}
    for i, kind in host.ipairs(registry.flow.kind) do all[i] = kind.code end
    return all
  end
  return host.type(t.decl.kind) == 'table' and t.decl.kind or { t.decl.kind }
end

local function same_place(a, b)
  return a.on == b.on and a.kind == b.kind and a.action == b.action and a.from == b.from
end

local function row_id(row, nth)
  local parts = { 'transition', row.on, row.kind }
  if row.action ~= '*' then parts[#parts + 1] = row.action end
  parts[#parts + 1], parts[#parts + 2] = row.from, row.to
  if nth > 1 then parts[#parts + 1] = host.tostring(nth) end
  return hs.join(parts, '.')
end

-- The row of the same place that a local one takes over: the nth local one the nth of the base.
local function put_row(registry, rows, t, row)
  local nth, old, first = 1, nil, nil
  for i, one in host.ipairs(rows) do
    if same_place(one, row) then
      if one.to == row.to and one.layer == row.layer then nth = nth + 1 end
      first = first or (one.layer ~= row.layer and i or nil)
    end
  end
  row.id = row_id(row, nth)
  declared.add(registry, t.where, t.what, {
    id = row.id, word = 'transition', title = row.title, law = row.law, kinds = { row.kind },
    reason = t.decl.reason, since = row.since,
  }, t.decl)
  for i, one in host.ipairs(rows) do
    if one.id == row.id then old = i end
  end
  if old then
    rows[old] = row
  else
    -- What the local layer adds is tried before what the base has.
    table.insert(rows, first or #rows + 1, row)
  end
end

local function make_row(t, kind, nth)
  local decl = t.decl
  return {
    on = decl.on, kind = kind, action = decl.action or '*', from = decl.from, to = decl.to,
    where = t.where, what = t.what, layer = declared.is_local(t.where) and 'local' or 'base',
    title = decl.on .. '：' .. decl.from .. ' → ' .. decl.to, word = 'transition',
    -- the declaration that it comes of, and does that speak of all kinds
    nth = nth, is_general = decl.kind == '*',
    who = decl.who, when = decl.when, does = decl.does or {}, since = decl.since,
    ends = decl['until'], law = decl.law, second = decl.second, grounds = decl.grounds,
  }
end

-- Of all kinds it is enough that one of them has it; of those that are named each must.
local function drop_rows(registry, rows, t)
  local groups = t.decl.kind == '*' and { kinds_of(registry, t) } or {}
  if t.decl.kind ~= '*' then
    for i, kind in host.ipairs(kinds_of(registry, t)) do groups[i] = { kind } end
  end
  for _, kinds in host.ipairs(groups) do
    local wanted = strict.set_of(kinds)
    take_away(registry, t.what, t.decl, t.where, rows, function(row)
      return wanted[row.kind] and row.on == t.decl.on and row.action == (t.decl.action or '*')
        and row.from == t.decl.from and row.to == t.decl.to
    end)
  end
end

-- → one row for each kind of each transition, in the order in which they are tried.
function flow.rows(registry)
  local rows = {}
  for n, t in host.ipairs(registry.flow.transition) do
    if t.decl.drop then
      drop_rows(registry, rows, t)
    else
      for _, kind in host.ipairs(kinds_of(registry, t)) do
        put_row(registry, rows, t, make_row(t, kind, n))
      end
    end
  end
  return rows
end

return flow
