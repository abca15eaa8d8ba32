-- examples: facts made from what the declarations give as examples, for cases and ways to begin
-- with, and how these change a few places of them.
local host = host
local hs = host.string
local core = host.engine('core')
local forms = host.engine('forms')
local examples = {}

-- ---- facts made from the examples ---------------------------------------------------------------

local function copy(v)
  if host.type(v) ~= 'table' then return v end
  local out = {}
  if v[1] ~= nil then host.array(out) end
  for key, value in host.pairs(v) do out[key] = copy(value) end
  return out
end

local PRODUCT = 'prd_example'

local function example_fields(fields, attachments, only_required)
  local out = {}
  for _, f in host.ipairs(fields) do
    if f.required or not only_required then
      if f.type == 'attachment' then
        local id = 'att_' .. f.name
        out[f.name] = id
        attachments[id] = { media_type = f.accept[1], size_bytes = 1024, filename = 'example' }
      elseif f.type == 'coverage' then
        out[f.name] = host.array({ { product = PRODUCT } })
      elseif f.fields and f.example == nil then
        out[f.name] = host.array({ example_fields(f.fields, attachments, only_required) })
      else
        out[f.name] = copy(forms.example(f))
      end
    end
  end
  return out
end

-- action: of which; nil: whatever is asked of any.
local function example_data(form, attachments, only_required, action)
  if form.flat then return example_fields(form.all_fields, attachments, only_required) end
  local out = {}
  for _, s in host.ipairs(form.sections) do
    if forms.asks(s, action) then
      out[s.id] = example_fields(s.fields, attachments, only_required)
    end
  end
  return out
end

local function example_product(registry)
  local product = example_data(registry.forms.product, {}, false)
  product.id = PRODUCT
  for i, path in host.ipairs(product.paths or {}) do
    path.id = 'pth_example_' .. i
    for j, fn in host.ipairs(path.functions or {}) do fn.id = 'fun_example_' .. i .. '_' .. j end
  end
  return product
end

-- Every pool has somebody, and nothing to do.
local function example_workload(registry)
  local out = host.array({})
  for i, pool in host.ipairs(registry.flow.pool) do
    out[i] = { pool = pool.code, reviewers = 1, tasks = 0 }
  end
  return out
end

-- The facts of a filing of this kind, filled from the examples; base: 'examples' (all), 'required',
-- 'empty'.
function examples.facts(registry, kind, base, today, action)
  today = today or registry.set.example_today
  local attachments, form = {}, registry.forms[kind]
  local admits, filing = registry.law.admits, registry.law.kind[kind]
  local subject = admits and example_data(registry.forms[admits.code], {}, false, admits.actions[1])
  local basic = subject and subject.basic
  local facts = {
    clock = { today = today, now = today .. 'T10:00:00+08:00' },
    filing = { id = 'flg_example', kind = kind, version = 1, data = {} },
    organization = {
      id = 'org_example', name = basic and basic.name or '', serial = 1234567,
      credit_code_elsewhere = false, subject = subject and { data = subject },
    },
    products = host.array({ example_product(registry) }), attachments = attachments,
    workload = example_workload(registry),
  }
  facts.filing.action = action or filing and filing.actions[1] or core.NOUN_ACTION
  if kind == 'product' then
    facts.product = { filed = host.array({}), tree = example_product(registry) }
  end
  if base ~= 'empty' then
    facts.filing.data = example_data(form, attachments, base == 'required',
      filing and facts.filing.action)
  end
  return facts
end

-- ---- JSON pointers ------------------------------------------------------------------------------

local function tokens(pointer)
  local out = hs.split(pointer, '/')
  for i = 1, #out do
    local token = hs.replace(hs.replace(out[i], '~1', '/'), '~0', '~')
    local n = host.integer(token)
    out[i] = n and n + 1 or token
  end
  return out
end

function examples.put(root, pointer, value)
  local path = tokens(pointer)
  local at = root
  for i = 2, #path - 1 do
    if host.type(at[path[i]]) ~= 'table' then at[path[i]] = {} end
    at = at[path[i]]
  end
  local last = path[#path]
  if value == nil and host.type(last) == 'number' then
    table.remove(at, last)
  else
    at[last] = copy(value)
  end
end

-- ---- as a case changes them ---------------------------------------------------------------------

-- Facts come without nulls in their groups; lists keep their places.
local function strip(t)
  for key, value in host.pairs(t) do
    if value == host.null and host.type(key) == 'string' then
      t[key] = nil
    elseif host.type(value) == 'table' then
      strip(value)
    end
  end
end

-- set, unset: places of the data.
function examples.change(data, decl)
  for pointer, value in host.pairs(decl.set or {}) do examples.put(data, pointer, value) end
  for _, pointer in host.ipairs(decl.unset or {}) do examples.put(data, pointer, nil) end
end

function examples.of(registry, decl, kind)
  local facts = examples.facts(registry, kind, decl.base, decl.today, decl.action)
  if decl.now then facts.clock.now = decl.now end
  if decl.anonymous then
    facts.organization, facts.products, facts.attachments = nil, host.array({}), {}
  end
  examples.change(facts.filing.data, decl)
  for pointer, value in host.pairs(decl.facts or {}) do examples.put(facts, pointer, value) end
  for _, pointer in host.ipairs(decl.forget or {}) do examples.put(facts, pointer, nil) end
  strip(facts)
  return facts
end

examples.copy, examples.strip = copy, strip

return examples
