-- routes: where a filing goes. What the rules answer is typed: an area is the organization's own or
-- one that the set writes down, a class and a grade are codes of the set, a stage and a pool are
-- declared by the workflow. So
-- nothing that a filer typed can leave by a route. And a filing whose route failed goes to the
-- reviewers of the organization's area.
local host = host
local hs = host.string
local routes = {}

local htype = host.type

-- The codes that a route may name: those of the vocabularies with their columns, those that a
-- derived fact may have, and whatever stands in quotes in the files of routing.
function routes.codes(registry)
  local codes = {}
  for _, list in host.pairs(registry.vocabulary) do
    for _, item in host.ipairs(list.items) do
      for _, value in host.pairs(item) do codes[value] = true end
    end
  end
  for _, d in host.ipairs(registry.derived) do
    for _, code in host.ipairs(d.codes or {}) do codes[code] = true end
  end
  for name, text in host.pairs(registry.sources) do
    if hs.find(name, '/routing') then
      for code in string.gmatch(text, "['\"]([0-9A-Za-z_]+)['\"]") do codes[code] = true end
    end
  end
  return codes
end

-- The organization's area, where the form of subjects says that one stands (area_at); nil: none.
local function home(set, facts)
  local admits = set.law.admits
  local data, at = facts.filing.data, admits and set.forms[admits.code].area_at
  if admits and facts.filing.kind ~= admits.code then
    local subject = facts.organization and facts.organization.subject
    data = subject and subject.data
  end
  for i, step in host.ipairs(hs.split(at or '', '/')) do
    if i > 1 then data = htype(data) == 'table' and data[step] or nil end
  end
  return at and htype(data) == 'string' and host.match('^[0-9]{6}$', data) and data or nil
end

local function is_area(set, facts, area)
  if area == '' or set.codes[area] then return true end
  if not host.match('^[0-9]{6}$', area) then return false end
  local own = home(set, facts)
  return own and (area == own or area == hs.sub(own, 1, 4) .. '00'
    or area == hs.sub(own, 1, 2) .. '0000')
end

-- The stages that a submit of this kind leads to, in the order of the workflow; looks: which of
-- them hangs on what is filed.
function routes.stages(registry)
  local out = {}
  for _, kind in host.ipairs(registry.flow.kind) do
    local list, seen = { looks = false }, {}
    for _, row in host.ipairs(kind.rows) do
      if row.verb == 'submit' and row.to_state.stage then
        list.looks = list.looks or row.when ~= nil
        if not seen[row.to_state.stage] then list[#list + 1] = row.to_state.stage end
        seen[row.to_state.stage] = true
      end
    end
    out[kind.code] = list
  end
  return out
end

-- Where the workflow takes it, when the route says nothing.
local function own_stage(set, facts, list)
  if not list.looks or #list == 1 then return list[1] end
  local filing = facts.filing
  local move = host.law_next({
    kind = filing.kind, action = filing.action, verb = 'submit', today = facts.clock.today,
    state = set.law.kind[filing.kind].initial,
    facts = { filing = { data = filing.data }, derived = facts.derived },
  })
  return move and move.stage or list[1]
end

-- What is filed never, as a product, has no stage but the first.
local function stage_of(set, facts, wanted)
  local list = set.submits[facts.filing.kind] or set.stages
  if wanted == nil then
    return list == set.stages and list[1] or own_stage(set, facts, list)
  end
  for _, stage in host.ipairs(list) do
    if stage == wanted then return stage end
  end
  error('去向的 stage 应为这种备案提交后可到的审核阶段之一：' .. hs.join(list, '、'), 0)
end

local function has(list, code)
  for _, one in host.ipairs(list) do
    if one.code == code then return true end
  end
  return false
end

-- Asks the rules; raises what is wrong with their answer.
function routes.ask(set, facts)
  local route = set.routing.route(set.routing.view)
  if htype(route) ~= 'table' then error('没有给出去向', 0) end
  local area, class, stage = route.area or '', route.class or '', stage_of(set, facts, route.stage)
  if htype(area) ~= 'string' or not is_area(set, facts, area) then
    error('去向的 area 应为主体所在地的代码，或词表、routing.lua 中写明的代码', 0)
  end
  if htype(class) ~= 'string' or (class ~= '' and not set.codes[class]) then
    error('去向的 class 应为词表或 routing.lua 中写明的代码', 0)
  end
  local pool, grade = route.pool or '', route.grade or ''
  if pool ~= '' and not has(set.flow.pool, pool) then
    error('去向的 pool 应为 workflow.lua 中 pool 声明的小组', 0)
  end
  if host.type(grade) ~= 'string' or (grade ~= '' and not set.codes[grade]) then
    error('去向的 grade 应为词表、导出的事实或 routing.lua 中写明的代码', 0)
  end
  return {
    area = area, class = class, stage = stage, pool = pool ~= '' and pool or nil,
    grade = grade ~= '' and grade or nil,
  }
end

function routes.fallback(set, facts)
  return { area = home(set, facts) or '', class = '', stage = stage_of(set, facts) }
end

return routes
