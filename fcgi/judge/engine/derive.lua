-- derive: facts that the rules make of facts, a grade of risk, say. Each is worked out once in a
-- judgement, in the order of declaration, before the deadlines and the checks; these, the routing
-- and later ones read it as derived.NAME, and the answer keeps it.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local views = host.engine('views')
local declared = host.engine('declared')
local derive = {}

local TYPES = { 'boolean', 'integer' }
local SAID = { boolean = 'true 或 false', integer = '整数' }

-- → what the value must be: { codes = set, said = words } or { type, said }; and the list of codes.
local function take_type(registry, where, what, decl)
  if (decl.codes == nil) == (decl.type == nil) then
    strict.fail(where, what .. '：codes（词表的 id，或代码的列表）与 type（boolean、integer）应当恰有其一')
  end
  if decl.type then
    strict.one_of(where, what .. ' 的 type', decl.type, TYPES)
    return { type = decl.type, said = SAID[decl.type] }
  end
  local list = decl.codes
  if host.type(list) == 'string' then
    local known = registry.vocabulary[list]
    if not known then strict.fail(where, what .. '：词表 ' .. list .. ' 未在 vocabulary.lua 中声明') end
    list = {}
    for i, item in host.ipairs(known.items) do list[i] = item.code end
  end
  strict.names(where, what .. ' 的 codes', list)
  return { codes = strict.set_of(list), said = hs.join(list, '、') .. ' 之一' }, list
end

-- One may read only those that are worked out before it.
local function check_order(registry, it)
  for _, path in host.ipairs(it.reads) do
    local name = hs.starts(path, 'derived.') and string.sub(path, 9)
    for _, one in host.ipairs(registry.derived) do
      if one.name == name then break end
      if one == it and name then
        strict.fail(it.where, 'derive ' .. it.name .. '：reads 中的 ' .. path
          .. ' 排在它后面，还没有算出；请把那一条写在前面')
      end
    end
  end
end

function derive.word(registry, take_kinds)
  return function(decl)
    local where = strict.here()
    local what = strict.named('derive', decl, 'name')
    strict.check(where, what, decl, {
      name = { 'word', true }, title = { 'string', true }, law = { 'string', true },
      kinds = { 'names', true }, codes = { 'any' }, type = { 'word' }, reads = { 'names', true },
      value = { 'function', true },
    })
    if hs.find(decl.name, '.') then strict.fail(where, what .. '：name 里不能有点') end
    laws.check(registry, where, what, decl.law)
    local is, codes = take_type(registry, where, what, decl)
    for _, path in host.ipairs(decl.reads) do
      if hs.starts(path, 'deadlines.') then
        strict.fail(where, what .. '：reads 中的 ' .. path .. ' 在导出事实之后才算出，这里读不到')
      end
    end
    local it = {
      name = decl.name, title = decl.title, law = decl.law, is = is, codes = codes,
      vocabulary = host.type(decl.codes) == 'string' and decl.codes or nil, type = decl.type,
      kinds = take_kinds(registry, where, what, decl.kinds), kind_list = decl.kinds,
      reads = decl.reads, where = where, value = host.seal(decl.value),
      label = 'derived.' .. decl.name,
      view = views.make(registry, 'derive ' .. decl.name, where, decl.kinds, decl.reads),
    }
    declared.add(registry, where, what, {
      id = 'derived.' .. decl.name, word = 'derive', title = decl.title, law = decl.law,
      kinds = decl.kinds, reads = decl.reads,
    }, decl)
    declared.put(registry.derived, it, function(one) return one.name == it.name end)
    check_order(registry, it)
  end
end

local function fits(is, v)
  if is.codes then return host.type(v) == 'string' and is.codes[v] ~= nil end
  if is.type == 'boolean' then return host.type(v) == 'boolean' end
  return host.type(v) == 'number' and host.floor(v) == v
end

local function value_of(d)
  local v = d.value(d.view)
  if v ~= nil and not fits(d.is, v) then
    error('value 应给出 ' .. d.is.said .. '，或不给出（nil）', 0)
  end
  return v
end

-- Fills facts.derived, where views find it. ask(d, fn, ...) runs a function of the set, and
-- fault(d, message, where) is told of one that raised; it is nil then.
function derive.run(set, facts, ask, fault)
  for _, d in host.ipairs(set.derived) do
    if d.kinds[facts.filing.kind] then
      local ok, value, at = ask(d, value_of, d)
      if not ok then
        fault(d, value, at)
      elseif d.is.type == 'integer' and value then
        facts.derived[d.name] = host.floor(value)
      else
        facts.derived[d.name] = value
      end
    end
  end
  return facts.derived
end

function derive.manifest(registry)
  local out = host.array({})
  for _, d in host.ipairs(registry.derived) do
    out[#out + 1] = {
      name = d.name, title = d.title, law = d.law, kinds = host.array(d.kind_list),
      codes = d.codes and host.array(d.codes), vocabulary = d.vocabulary, type = d.type,
      reads = host.array(d.reads), source = d.where,
    }
  end
  return out
end

return derive
