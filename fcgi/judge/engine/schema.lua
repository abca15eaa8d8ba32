-- schema: JSON Schema 2020-12 out of a form. What only the database knows (attachments, coverage)
-- is marked by "format" and left to the check; everything else a program can verify before it
-- sends.
local host = host
local forms = host.engine('forms')
local schema = {}

local of_fields

-- What an item of a keyed list is known by, wherever it stands in the list. At most so many
-- characters as validate.lua takes.
local function key_of(f)
  return {
    type = 'string', minLength = 1, maxLength = forms.KEY_LENGTH,
    title = f.label .. '的编号',
    description = '已有的一项照原样带回，换了位置仍认得是它；新加的不用写，也可以自己起一个',
    examples = host.array({ 'k1' }),
  }
end

local function choices(registry, list)
  local out = host.array({})
  for _, item in host.ipairs(registry.vocabulary[list].items) do
    out[#out + 1] = {
      const = item.code, title = item.label, description = item.description,
      ['x-since'] = item.since, ['x-until'] = item['until'], ['x-since-of'] = item.since_of,
    }
  end
  return out
end

-- What a program may send is what the checks take: hosts of Chinese letters, too.
local FORMATS = { email = 'idn-email', uri = 'iri' }

local MAKE = {
  text = function(_, f, out)
    out.type, out.pattern, out['x-writing'] = 'string', f.pattern, f.writing
    if f.format ~= 'code' then -- a word of ours, not of JSON Schema
      out.format = FORMATS[f.format]
    end
    out.minLength, out.maxLength = f.min or 1, f.max
  end,
  long_text = function(_, f, out)
    out.type, out.minLength, out.maxLength = 'string', f.min or 1, f.max
    out['x-writing'] = f.writing
  end,
  integer = function(_, f, out) out.type, out.minimum, out.maximum = 'integer', f.min, f.max end,
  boolean = function(_, _, out) out.type = 'boolean' end,
  date = function(_, _, out) out.type, out.format = 'string', 'date' end,
  choice = function(registry, f, out)
    out.type, out.oneOf = 'string', choices(registry, f.choices)
  end,
  choices = function(registry, f, out)
    out.type, out.uniqueItems = 'array', true
    out.minItems, out.maxItems = f.min_items or 1, f.max_items
    out.items = {
      type = 'string', title = f.label, description = registry.vocabulary[f.choices].title,
      examples = host.array({ f.example[1] }),
      oneOf = choices(registry, f.choices),
    }
  end,
  list = function(registry, f, out)
    out.type, out.minItems, out.maxItems = 'array', f.min_items or 1, f.max_items
    if f.of then
      out.items = { type = 'string', minLength = 1, maxLength = f.max, ['x-writing'] = f.writing }
    else
      out.items = of_fields(registry, f.fields)
      out.items.properties.id = f.keyed and key_of(f) or out.items.properties.id
    end
    out.items.title, out.items.description = f.label, f.help
    out.items.examples = host.array({ forms.example(f)[1] })
  end,
  attachment = function(_, f, out)
    out.type, out.format = 'string', 'attachment'
    out['x-accept'], out['x-max-bytes'] = host.array(f.accept), f.max_bytes
  end,
  coverage = function(_, f, out)
    local function id(title, example)
      return {
        type = 'string', minLength = 1, title = title, description = title .. '，由系统分配',
        examples = host.array({ example }),
      }
    end
    out.type, out.format, out.minItems, out.maxItems = 'array', 'coverage', 1, f.max_items
    out.items = {
      type = 'object', title = f.label,
      description = '勾选产品即覆盖其全部功能；再写 path 或 function 则只覆盖该路径或该功能。',
      examples = host.array({ { product = '<产品编号>' } }), required = host.array({ 'product' }),
      additionalProperties = false,
      properties = {
        product = id('产品编号', '<产品编号>'), path = id('功能访问路径编号', '<路径编号>'),
        ['function'] = id('功能编号', '<功能编号>'),
      },
    }
  end,
}

local function of_field(registry, f)
  local description = f.help
  local condition = forms.required_text(f)
  if condition then description = description .. '（' .. condition .. '）' end
  local out = {
    title = f.label, description = description, examples = host.array({ forms.example(f) }),
    ['x-visibility'] = f.visibility, ['x-law'] = f.law,
    ['x-source'] = f.where,
    ['x-required-when'] = condition, ['x-since'] = f.since, ['x-until'] = f.ends,
    ['x-since-of'] = f.since_of, ['x-unit'] = f.unit, ['x-mask'] = f.mask,
  }
  MAKE[f.type](registry, f, out)
  return out
end

of_fields = function(registry, fields)
  local out = {
    type = 'object', properties = {}, required = host.array({}), additionalProperties = false,
  }
  for _, f in host.ipairs(fields) do
    out.properties[f.name] = of_field(registry, f)
    if f.required and not f.is_timed then out.required[#out.required + 1] = f.name end
  end
  return out
end

function schema.of(registry, form)
  local out
  if form.flat then
    out = of_fields(registry, form.all_fields)
  else
    out = {
      type = 'object', properties = {}, required = host.array({}), additionalProperties = false,
    }
    for _, s in host.ipairs(form.sections) do
      local part = of_fields(registry, s.fields)
      part.title, part.description = s.title, s.help
      part['x-law'], part['x-source'] = s.law, s.where
      part['x-actions'] = s.action_list and host.array(s.action_list)
      out.properties[s.id] = part
      if #part.required > 0 and not s.actions then out.required[#out.required + 1] = s.id end
    end
  end
  out['$schema'] = 'https://json-schema.org/draft/2020-12/schema'
  out.title, out.description = form.title, form.title .. '。依据：' .. form.law .. '。'
  out['x-law'], out['x-source'] = form.law, form.where
  return out
end

return schema
