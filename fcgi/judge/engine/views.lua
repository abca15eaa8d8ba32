-- views: what a rule sees of the facts. `reads` names paths; a view answers for these and for
-- nothing else, so that the handbook made from `reads` cannot lie. Groups on the way are always
-- there (a missing section reads as one whose fields are all nil).
local host = host
local hs = host.string
local strict = host.engine('strict')
local forms = host.engine('forms')
local views = {}

local ANY = {}
local TREE = {
  clock = { today = ANY, now = ANY },
  filing = {
    id = ANY, kind = ANY, action = ANY, version = ANY, submitted_on = ANY, first_submitted_on = ANY,
    same_elsewhere = ANY, changed = ANY, approved_on = ANY, first_approved_on = ANY,
    stage = ANY, stage_on = ANY, returned_on = ANY, pauses = ANY,
  },
  organization = {
    id = ANY, name = ANY, serial = ANY, credit_code_elsewhere = ANY, filings = ANY,
  },
  products = ANY, attachments = ANY, product = { alike = ANY, filed = ANY, tree = ANY },
  issue = { serial = ANY, filed_on = ANY, amended_on = ANY }, workload = ANY,
}

local DATES = strict.set_of({
  'clock.today', 'filing.submitted_on', 'filing.first_submitted_on', 'filing.stage_on',
  'filing.returned_on', 'filing.approved_on', 'filing.first_approved_on', 'issue.filed_on',
  'issue.amended_on',
})

-- The facts in hand, for all views of the set: places are the groups that some view looks into,
-- parents before children.
function views.bind(registry, facts)
  local places = registry.places
  host.bind(places.parents, places.keys, facts)
end

local function place_of(registry, parent, key)
  local places = registry.places
  local under = places.below[parent]
  if not under[key] then
    local n = #places.keys + 1
    places.parents[n], places.keys[n], places.below[n], under[key] = parent, key, {}, n
  end
  return under[key]
end

function views.places() return { parents = { 0 }, keys = { '' }, below = { {} } } end

-- What the engine itself adds to the facts before the checks: derived facts and deadlines, by name.
local function is_added(list, kinds, name)
  for _, one in host.ipairs(list) do
    for _, kind in host.ipairs(kinds) do
      if one.name == name and one.kinds[kind] then return true end
    end
  end
  return false
end

-- Is the path one that the core sends, the engine adds or a form of these kinds declares?
local function known(registry, kinds, path)
  local parts = hs.split(path, '.')
  local form_kind, at
  if parts[1] == 'derived' or parts[1] == 'deadlines' then
    return #parts == 2 and is_added(registry[parts[1]], kinds, parts[2])
  end
  if parts[1] == 'filing' and parts[2] == 'data' then at = 3 end
  if parts[1] == 'organization' and parts[2] == 'subject' and registry.law.admits then
    if parts[3] == nil or (parts[3] == 'reviews' and not parts[4]) then return true end
    if parts[3] ~= 'data' then return false end
    form_kind, at = registry.law.admits.code, 4
  end
  if not at then
    local node = TREE
    for _, key in host.ipairs(parts) do
      if node == ANY then return false end
      node = node[key]
      if not node then return false end
    end
    return true
  end
  if not parts[at] then return true end
  if parts[at + 2] then return false end
  for _, kind in host.ipairs(form_kind and { form_kind } or kinds) do
    if registry.forms[kind] then
      local found, complete = forms.lookup(registry.forms[kind], parts[at], parts[at + 1])
      if found and complete then return true end
    end
  end
  return false
end

-- Is that path a date, of whatever kind of filing?
function views.is_date(registry, path)
  if DATES[path] then return true end
  local parts, is_date = hs.split(path, '.'), false
  local own = hs.starts(path, 'filing.data.')
  local at = own and 3 or hs.starts(path, 'organization.subject.data.') and 4
  if not at or not parts[at] or parts[at + 2] then return false end
  for kind, form in host.pairs(registry.forms) do
    local f, complete = forms.lookup(form, parts[at], parts[at + 1])
    local admits = registry.law.admits
    if f and complete and (own or (admits and kind == admits.code)) then
      if f.type ~= 'date' then return false end
      is_date = true
    end
  end
  return is_date
end

local function node(registry, who, trie, prefix, place)
  local groups, leaves = {}, {}
  for key, sub in host.pairs(trie) do
    if sub == true then
      leaves[key] = true
    else
      groups[key] = node(registry, who, sub, prefix == '' and key or prefix .. '.' .. key,
        place_of(registry, place, key))
    end
  end
  return host.view(who, prefix, groups, leaves, place)
end

-- A view that begins further in: of what stands at the path. → it, and the place of that.
function views.at(registry, who, path, trie)
  local place = 1
  for _, key in host.ipairs(path) do place = place_of(registry, place, key) end
  return node(registry, who, trie, '', place), place
end

function views.make(registry, who, where, kinds, reads)
  local trie = {}
  for _, path in host.ipairs(reads) do
    if not known(registry, kinds, path) then
      strict.fail(where, who .. '：reads 中的 ' .. path .. ' 没有任何表单或事实声明')
    end
    local at, parts = trie, hs.split(path, '.')
    for i, key in host.ipairs(parts) do
      if at == true then break end
      if i == #parts then
        at[key] = true
      elseif at[key] == true then
        break
      else
        at[key] = at[key] or {}
        at = at[key]
      end
    end
  end
  return node(registry, who, trie, '', 1)
end

return views
