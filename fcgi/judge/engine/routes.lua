-- routes: where a filing goes. What the rules answer is typed: an area is the organization's own or
-- one that the set writes down, a class is a code of the set, a stage is one of the workflow. So
-- nothing that a filer typed can leave by a route. And a filing whose route failed goes to the
-- reviewers of the organization's area.
local host = host
local hs = host.string
local routes = {}

local htype = host.type

-- The codes that a route may name: those of the vocabularies with their columns, and whatever
-- stands in quotes in the files of routing.
function routes.codes(registry)
  local codes = {}
  for _, list in host.pairs(registry.vocabulary) do
    for _, item in host.ipairs(list.items) do
      for _, value in host.pairs(item) do codes[value] = true end
    end
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
  local admits = set.law.admits
  if not admits or not set.forms[admits.code].area_at then return true end
  local own = home(set, facts)
  return own and (area == own or area == hs.sub(own, 1, 4) .. '00'
    or area == hs.sub(own, 1, 2) .. '0000')
end

-- Where a filing of the kind goes when it is submitted; the kinds that nobody reviews have none.
local function first_stage(set, kind)
  for _, row in host.ipairs(kind and kind.rows or {}) do
    local to = row.verb == 'submit' and kind.states[row.to]
    if to and to.stage then return to.stage end
  end
  return set.stages[1]
end

local function stage_of(set, facts, code)
  if code == nil then return first_stage(set, set.law.kind[facts.filing.kind]) end
  return set.law.stage[code] and code
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
  if not stage then error('去向的 stage 应为 workflow.lua 所列的审核阶段', 0) end
  return { area = area, class = class, stage = stage }
end

function routes.fallback(set, facts)
  return { area = home(set, facts) or '', class = '', stage = stage_of(set, facts) }
end

return routes
