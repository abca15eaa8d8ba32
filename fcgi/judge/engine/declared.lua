-- declared: what a set declares, by id: where it stands, in which layer, on what it rests, what it
-- covers up. The manifest's `declared`, `suanbei rules explain` and the report of conflicts on
-- upgrade are made from it.
local host = host
local hs = host.string
local strict = host.engine('strict')
local declared = {}

local LOCAL = 'rules.local/' -- how the names of local files begin in messages

function declared.is_local(where) return hs.starts(where, LOCAL) end

-- ---- fingerprints: equal as long as the content is, wherever it stands --------------------------

local function line_starts(registry, path)
  local starts = registry.line_starts[path]
  if starts then return starts end
  local source, at = registry.sources[path], 1
  starts = {}
  while at do
    starts[#starts + 1] = at
    local stop = string.find(source, '\n', at, true)
    at = stop and stop + 1
  end
  registry.line_starts[path] = starts
  return starts
end

local function lines(registry, path, first, last)
  local starts = line_starts(registry, path)
  local stop = starts[last + 1]
  return string.sub(registry.sources[path], starts[first], stop and stop - 1)
end

local NOTED = { where = true, over = true } -- on raw declarations, by the engine
local render

-- A function is its text and all that it closes over: a helper that changed changes those who call
-- it.
local function render_function(registry, fn, out, seen)
  local path, first, last = host.where(fn)
  if not registry.sources[path] then
    out[#out + 1] = 'f'
    return
  end
  out[#out + 1] = 'f' .. lines(registry, path, first, last)
  for _, value in host.ipairs(host.upvalues(fn)) do render(registry, value, out, seen) end
end

render = function(registry, v, out, seen)
  local kind = host.type(v)
  if (kind == 'table' or kind == 'function') and seen[v] then return end
  if kind == 'table' then
    seen[v] = true
    out[#out + 1] = '{'
    for key, value in host.pairs(v) do
      if not (v.word and NOTED[key]) then
        render(registry, key, out, seen)
        render(registry, value, out, seen)
      end
    end
    out[#out + 1] = '}'
  elseif kind == 'function' then
    seen[v] = true
    render_function(registry, v, out, seen)
  elseif kind == 'string' then
    out[#out + 1] = 's' .. #v .. ':' .. v
  else
    out[#out + 1] = kind .. ' ' .. host.tostring(v) .. ';'
  end
end

local function fingerprint(registry, content)
  local out = {}
  render(registry, content, out, {})
  return host.sha256(table.concat(out))
end

-- ---- the list -----------------------------------------------------------------------------------

local function place(where)
  local parts = host.capture('^(.*):(\\d+)$', where)
  return parts[1], host.integer(parts[2])
end

-- The functions of what is covered up will never run, so no case is asked to reach them.
function declared.uncount(content)
  local kind = host.type(content)
  if kind == 'function' then host.uncount(content) end
  if kind ~= 'table' then return end
  for _, value in host.pairs(content) do declared.uncount(value) end
end

-- `new` says this of the declaration that it covers up.
function declared.under(registry, where, content, value)
  local file, line = place(where)
  return {
    file = file, line = line, fingerprint = content and fingerprint(registry, content),
    value = value,
  }
end

-- entry: { id, word, title, law, … }. One declaration of an id in each layer; the local one takes
-- the place of the base one. → the entry that it took the place of, or nil.
function declared.add(registry, where, what, entry, content)
  local old = registry.declared[entry.id]
  entry.layer, entry.where = declared.is_local(where) and 'local' or 'base', where
  if old and (old.layer == entry.layer or entry.layer == 'base') then
    strict.fail(where, what .. '：重复声明，前一处在 ' .. old.where .. '，请删去一处')
  end
  entry.file, entry.line = place(where)
  entry.fingerprint, entry.content = fingerprint(registry, content), content
  if old then
    entry.overrides = {
      file = old.file, line = old.line, fingerprint = old.fingerprint, value = old.value,
    }
    entry.at = old.at
    declared.uncount(old.content)
  else
    entry.at = #registry.declared_order + 1
  end
  registry.declared[entry.id], registry.declared_order[entry.at] = entry, entry
  return old
end

-- In a list: new stands where the first one that is_same answers to stood, or at the end.
function declared.put(list, new, is_same)
  for i, one in host.ipairs(list) do
    if is_same(one) then
      list[i] = new
      return
    end
  end
  list[#list + 1] = new
end

-- The cases that name a rule, by rule.
local function cases_by_rule(registry)
  local by = {}
  local function name(c, id)
    local list = by[id] or host.array({})
    by[id] = list
    local last = list[#list]
    if not last or last.file ~= c.where then list[#list + 1] = { name = c.name, file = c.where } end
  end
  for _, c in host.ipairs(registry.cases) do
    local decl = c.decl
    for _, f in host.ipairs(decl.expect and decl.expect.findings or {}) do name(c, f.rule) end
    for _, id in host.ipairs(decl.expect and decl.expect.absent or {}) do name(c, id) end
    if decl.rule then name(c, decl.rule) end
  end
  return by
end

function declared.manifest(registry)
  local out, cases = host.array({}), cases_by_rule(registry)
  for _, e in host.ipairs(registry.declared_order) do
    out[#out + 1] = {
      id = e.id, word = e.word, title = e.title, layer = e.layer, file = e.file, line = e.line,
      law = e.law or '', fingerprint = e.fingerprint, overrides = e.overrides or host.null,
      cases = e.word == 'rule' and cases[e.id] or host.array({}), value = e.value, unit = e.unit,
      severity = e.severity, kinds = e.kinds and host.array(e.kinds),
      reads = e.reads and host.array(e.reads), since = e.since, ['until'] = e.ends,
      since_of = e.since_of, by = e.by, reason = e.reason,
    }
  end
  return out
end

return declared
