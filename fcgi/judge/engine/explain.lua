-- explain: what a finding is about, in the words of the form: the way to the field, and what stands
-- there.
local host = host
local hs = host.string
local explain = {}

local htype = host.type
local MOST_SHOWN = 60 -- characters of a value
local MOST_NAMED = 20 -- choices

local SHOW = {
  boolean = function(_, v) return v and '是' or '否' end,
  choice = function(f, v, ctx)
    local item = ctx.vocabulary[f.choices].by_code[v]
    return item and item.label or v
  end,
  choices = function(f, v, ctx)
    local out, known = {}, ctx.vocabulary[f.choices].by_code
    for i = 1, host.min(#v, MOST_NAMED) do
      local code = v[i]
      out[i] = known[code] and known[code].label or hs.sub(host.tostring(code), 1, MOST_SHOWN)
    end
    return hs.join(out, '、') .. (#v > MOST_NAMED and ' 等 ' .. #v .. ' 项' or '')
  end,
  attachment = function(_, v, ctx)
    local file = ctx.attachments[v]
    return file and file.filename or v
  end,
}

-- The text that a person would read there; nil when there is none.
local function shown(f, v, ctx)
  if v == nil or v == host.null then return nil end
  local t = htype(v)
  local fits = f and SHOW[f.type] and (t == 'table') == (f.type == 'choices')
    and (f.type == 'boolean') == (t == 'boolean')
  if fits then
    v = SHOW[f.type](f, v, ctx)
  elseif t == 'table' then
    v = v[1] ~= nil and ('共 ' .. #v .. ' 项') or nil
  end
  if v == nil then return nil end
  local text = host.tostring(v)
  return hs.len(text) > MOST_SHOWN and hs.sub(text, 1, MOST_SHOWN) .. '…' or text
end

-- One step of a pointer: the field that it leads to, or the place in a list.
local function step(at, part)
  if at.by_name then return at.by_name[part] end
  if at.flat or at.by_id then return (at.flat or at.by_id)[part] end
  return nil
end

-- A place deeper than a field: the way there from step `first` on, and what stands there.
local function walk(steps, first, at, value, ctx)
  local labels = {}
  for i = first, #steps do
    local part = steps[i]
    local n = host.integer(part)
    value = htype(value) == 'table' and value[n and n + 1 or part] or nil
    local inner = at and step(at, part)
    if inner then
      at = inner
      labels[#labels + 1] = at.label or at.title
    elseif n then
      labels[#labels + 1] = '第 ' .. (n + 1) .. ' 项'
    else
      at = nil
    end
  end
  return labels, shown(at, value, ctx)
end

local function walk_form(steps, ctx) return walk(steps, 2, ctx.form, ctx.given, ctx) end

-- A place in one of the organization's products.
local function walk_product(steps, ctx)
  local n = host.integer(steps[3] or '')
  local product = n and ctx.products[n + 1] or {}
  local labels, value = walk(steps, 4, ctx.product_form, product, ctx)
  table.insert(labels, 1, '产品 › 第 ' .. (n and n + 1 or 0) .. ' 项')
  return labels, value
end

-- Adds field (labels from the outside in) and value, where the finding's path leads to something of
-- the form.
function explain.add(finding, ctx)
  local path, form = finding.path, ctx.form
  local trail = form.trails[path]
  if trail then
    local given = ctx.given
    if trail.section then given = htype(given) == 'table' and given[trail.section] end
    finding.field = trail.text
    finding.value = shown(trail.field, htype(given) == 'table' and given[trail.field.name] or nil,
      ctx)
  elseif path ~= '' then
    local steps = hs.split(path, '/')
    local way = steps[2] == 'products' and not step(form, 'products') and walk_product or walk_form
    local labels, value = way(steps, ctx)
    finding.value = value
    finding.field = #labels > 0 and hs.join(labels, ' › ') or nil
  end
end

return explain
