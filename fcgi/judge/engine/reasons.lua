-- reasons: for which kinds of filings, and at which places of their forms, a reason of a decision
-- is meant. The core refuses one that is given elsewhere; the reviewer is offered those that fit.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local places = host.engine('places')
local reasons = {}

-- The kinds that reviewers decide on: nothing else has reasons.
local function decided(registry)
  local out = {}
  for _, kind in host.ipairs(registry.flow.kind) do
    local is_decided = false
    for _, row in host.ipairs(registry.law.kind[kind.code].rows) do
      is_decided = is_decided or core.VERBS[row.verb] == core.REVIEWER
    end
    if is_decided then out[#out + 1] = kind.code end
  end
  return out
end

-- A place that another one of the list holds already says nothing.
local function check_twice(where, what, paths)
  for i, path in host.ipairs(paths) do
    for k, other in host.ipairs(paths) do
      if i ~= k and (path == other or hs.starts(path, other .. '/')) then
        strict.fail(where, what .. ' 的 paths：' .. path .. ' 已在“'
          .. (other == '' and '整件' or other) .. '”之中，请删去其一')
      end
    end
  end
end

local function offers(registry, kinds, path)
  local out = {}
  for _, kind in host.ipairs(kinds) do
    local form = registry.forms[kind]
    out[#out + 1] = form.title .. '有 ' .. places.offered(form, path)
  end
  return hs.join(out, '；')
end

local function check_paths(registry, where, what, kinds, paths)
  local used = {}
  for _, path in host.ipairs(paths) do
    local is_known = false
    for _, kind in host.ipairs(kinds) do
      if places.declares(registry.forms[kind], path) then is_known, used[kind] = true, true end
    end
    if not is_known then
      strict.fail(where, what .. ' 的 paths：没有表单声明“' .. path .. '”；' .. offers(registry, kinds, path)
        .. "；列表中各项的字段不写第几项，写作 '/部分/列表/字段'")
    end
  end
  return used
end

local function check_item(registry, where, what, item, all)
  local kinds = item.kinds or all
  for _, kind in host.ipairs(kinds) do strict.one_of(where, what .. ' 的 kinds', kind, all) end
  if not item.paths then return end
  local used = check_paths(registry, where, what, kinds, item.paths)
  check_twice(where, what, item.paths)
  for _, kind in host.ipairs(item.kinds or {}) do
    if not used[kind] then
      strict.fail(where, what .. '：所写的 paths 没有一个在 ' .. kind .. ' 的表单里，这种备案永远用不上它；'
        .. '请加上它的位置，或从 kinds 删去 ' .. kind)
    end
  end
end

-- When the workflow and all forms have been said. A reason is told on the day of its decision, and
-- compared with no other.
function reasons.settle(registry)
  local list = registry.vocabulary.reasons
  if not list then return end
  local all = decided(registry)
  for _, item in host.ipairs(list.items) do
    local where = list.said_at[item.code]
    local what = 'vocabulary reasons 的代码 ' .. item.code
    check_item(registry, where, what, item, all)
    local held = list.times[item.code]
    if held and held.since_of ~= 'today' then
      strict.fail(where, what .. "：since_of 只能是 'today'，理由按作出决定当日看起止；请删去 since_of")
    end
  end
end

return reasons
