-- limits: how far the limits of a field may go. A field that nobody can fill, or whose limit the
-- core cannot keep, makes filing impossible and says nothing until somebody tries.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local limits = {}

-- decl[key], when it is there, lies between least and most.
local function within(what, decl, key, least, most)
  local n = decl[key]
  if n == nil or (n >= least and n <= most) then return end
  strict.fail(decl.where, what .. '：字段 ' .. key .. ' 应在 ' .. least .. ' 与 ' .. most
    .. ' 之间，现为 ' .. n)
end

local function in_order(what, decl, low, high)
  if decl[low] and decl[high] and decl[low] > decl[high] then
    strict.fail(decl.where, what .. '：字段 ' .. low .. ' 大于 ' .. high)
  end
end

local OWN = 'attachment_max_bytes' -- the limits that the core reads by name
local SUGGESTED = 'reason_suggestion_required'

-- When all limits are known: what the core would make something else of.
function limits.own(registry)
  local suggested = registry.limits[SUGGESTED]
  if suggested ~= nil and host.type(suggested) ~= 'boolean' then
    local where = registry.declared['limit.' .. SUGGESTED].where
    strict.fail(where, 'limit ' .. SUGGESTED .. '：退回补正是否须附补正建议应是 true 或 false，现为 '
      .. host.tostring(suggested))
  end
  local most = registry.limits[OWN]
  if most == nil then return end
  if host.type(most) ~= 'number' or most ~= host.floor(most) or most < 1
    or most > core.MOST_UPLOAD then
    local where = registry.declared['limit.' .. OWN].where
    strict.fail(where, 'limit ' .. OWN .. '：任一附件的大小上限应是 1 至 ' .. core.MOST_UPLOAD
      .. ' 的整数（字节），再大的上传到不了系统，现为 ' .. host.tostring(most))
  end
end

local function most_bytes(registry) return registry.limits[OWN] or core.MOST_BYTES end

local function check_attachment(registry, what, decl)
  local most = most_bytes(registry)
  if decl.max_bytes < 1 or decl.max_bytes > most then
    strict.fail(decl.where, what .. '：字段 max_bytes 应在 1 与 ' .. most .. ' 之间，现为 ' .. decl.max_bytes
      .. '；上传的文件最大 ' .. most .. ' 字节（limits.lua 的 attachment_max_bytes）')
  end
  local known = strict.set_of(host.media)
  for _, media in host.ipairs(decl.accept) do
    if not known[media] then
      strict.fail(decl.where, what .. '：字段 accept 的 ' .. media .. ' 不是系统能收的文件类型，应为 '
        .. hs.join(host.media, '、') .. ' 之一')
    end
  end
end

local function check_choices(registry, what, decl)
  local codes = #registry.vocabulary[decl.choices].items
  if decl.min_items and decl.min_items > codes then
    strict.fail(decl.where, what .. '：字段 min_items 为 ' .. decl.min_items .. '，词表 ' .. decl.choices
      .. ' 只有 ' .. codes .. ' 项')
  end
end

-- A field as it is declared, its type known.
function limits.check(registry, what, decl)
  if decl.type == 'integer' then
    within(what, decl, 'min', -core.MOST_INTEGER, core.MOST_INTEGER)
    within(what, decl, 'max', -core.MOST_INTEGER, core.MOST_INTEGER)
  else
    within(what, decl, 'min', 1, core.MOST_TEXT)
    within(what, decl, 'max', 1, core.MOST_TEXT)
  end
  within(what, decl, 'min_items', 1, core.MOST_ITEMS)
  within(what, decl, 'max_items', 1, core.MOST_ITEMS)
  in_order(what, decl, 'min', 'max')
  in_order(what, decl, 'min_items', 'max_items')
  if decl.type == 'attachment' then check_attachment(registry, what, decl) end
  if decl.type == 'choices' then check_choices(registry, what, decl) end
end

-- ---- the form of registrations ------------------------------------------------------------------

-- POST /accounts carries these members and no others, each of them in every registration.
function limits.account(registry)
  local form = registry.forms.account
  if not form then return end
  local what, names, members = '注册表单 account', {}, {}
  for i, m in host.ipairs(host.account) do names[i], members[m.name] = m.name, m end
  if not form.flat then strict.fail(form.where, what .. "：layout 应写 'flat'") end
  for _, f in host.ipairs(form.all_fields) do
    local m = members[f.name]
    if not m then
      strict.fail(f.where, what .. '：注册时不收 ' .. f.name .. '，写了谁也无从填写；可写的有 ' .. hs.join(names, '、'))
    elseif f.type ~= 'text' then
      strict.fail(f.where, what .. ' 的字段 ' .. f.name .. "：注册时收到的是文字，type 应写 'text'")
    elseif f.max > m.max then
      strict.fail(f.where, what .. ' 的字段 ' .. f.name .. '：max 不能超过 ' .. m.max
        .. '，注册时最多收这么多字，现为 ' .. f.max)
    elseif not f.required or f.is_timed then
      strict.fail(f.where, what .. ' 的字段 ' .. f.name
        .. '：注册时必须填写，应写 required = true，不写 since、until')
    end
  end
  for _, name in host.ipairs(names) do
    if not form.flat[name] then
      strict.fail(form.where, what .. '：缺少字段 ' .. name .. '，注册时必须填写；应有 ' .. hs.join(names, '、'))
    end
  end
end

return limits
