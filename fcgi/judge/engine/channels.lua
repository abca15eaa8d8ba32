-- channels: what of a notice leaves the house, by which way, in which words. A channel says which
-- address of the receiver its gateway needs, and what a text of it may show: a short message to a
-- telephone shows less than the inbox, which asks for a login.
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local declared = host.engine('declared')
local notices = host.engine('notices')
local channels = {}

local ADDRESSES = { 'mobile', 'email' }
local MOST_TEXT, MOST_DAYS = 500, 30

function channels.channel(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('channel', decl, 'code')
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, address = { 'word' },
      shows = { 'names', true }, text_max = { 'integer', true }, law = { 'string' },
    })
    if decl.law then laws.check(registry, where, what, decl.law) end
    if decl.address then strict.one_of(where, what .. ' 的 address', decl.address, ADDRESSES) end
    if decl.text_max < 1 or decl.text_max > MOST_TEXT then
      strict.fail(where, what .. '：text_max 应为 1 至 ' .. MOST_TEXT .. ' 的整数')
    end
    for _, name in host.ipairs(decl.shows) do
      notices.check_field(where, what .. ' 的 shows', name)
    end
    declared.add(registry, where, what, {
      id = 'channel.' .. decl.code, word = 'channel', title = decl.title, law = decl.law,
    }, decl)
    declared.put(registry.channels, {
      where = where, code = decl.code, title = decl.title, address = decl.address,
      may_show = strict.set_of(decl.shows), text_max = host.floor(decl.text_max), law = decl.law,
    }, function(old) return old.code == decl.code end)
  end
end

function channels.send(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('send', decl, 'notice')
    strict.check(where, what, decl, {
      notice = { 'code', true }, channel = { 'code', true }, title = { 'string' },
      text = { 'string', true }, still = { 'boolean' }, within_days = { 'integer' },
    })
    if decl.within_days and (decl.within_days < 1 or decl.within_days > MOST_DAYS) then
      strict.fail(where, what .. '：within_days（几日之内）应为 1 至 ' .. MOST_DAYS .. ' 的整数')
    end
    local id = 'send.' .. decl.notice .. '.' .. decl.channel
    declared.add(registry, where, what, { id = id, word = 'send', title = decl.text }, decl)
    declared.put(registry.sends, {
      where = where, what = what .. '（' .. decl.channel .. '）', notice = decl.notice,
      channel = decl.channel, title = decl.title, text = decl.text, still = decl.still == true,
      within_days = decl.within_days and host.floor(decl.within_days),
    }, function(old) return old.notice == decl.notice and old.channel == decl.channel end)
  end
end

-- ---- when the whole set has been read -----------------------------------------------------------

local function by_code(list)
  local out = {}
  for _, one in host.ipairs(list) do out[one.code] = one end
  return out
end

local function check_text(send, channel, key, text)
  if hs.len(text) > channel.text_max then
    strict.fail(send.where, send.what .. '：' .. key .. ' 最多 ' .. channel.text_max .. ' 字（channel '
      .. channel.code .. ' 的 text_max）')
  end
  local fields = notices.fields_of(send.where, send.what .. ' 的 ' .. key, text)
  for _, name in host.ipairs(fields) do
    if not channel.may_show[name] then
      strict.fail(send.where, send.what .. '：channel ' .. channel.code .. ' 的 shows 没有 ' .. name
        .. '，{' .. name .. '} 不能由它发出；请换一个字段，或删去')
    end
  end
  return fields
end

function channels.settle(registry)
  local notice_of, channel_of = by_code(registry.notices), by_code(registry.channels)
  for _, send in host.ipairs(registry.sends) do
    local notice, channel = notice_of[send.notice], channel_of[send.channel]
    if not notice then
      strict.fail(send.where, send.what .. ' 的 notice：没有声明 notice ' .. send.notice)
    elseif not channel then
      strict.fail(send.where, send.what .. ' 的 channel：没有声明 channel ' .. send.channel)
    end
    channel.is_used, send.address = true, channel.address
    local shows = { check_text(send, channel, 'text', send.text) }
    if send.title then shows[2] = check_text(send, channel, 'title', send.title) end
    for _, has in host.ipairs(notice.known) do
      notices.check_shown({ where = send.where, shows = shows }, send.what, has)
    end
  end
  for _, channel in host.ipairs(registry.channels) do
    if not channel.is_used then
      strict.fail(channel.where, 'channel ' .. channel.code .. '：没有 send 用它；请写一条，或删去')
    end
  end
end

-- By the code of the notice.
function channels.manifest(registry)
  local out = {}
  for _, s in host.ipairs(registry.sends) do
    local list = out[s.notice] or host.array({})
    out[s.notice] = list
    list[#list + 1] = {
      channel = s.channel, address = s.address, title = s.title, text = s.text, still = s.still,
      within_days = s.within_days, source = s.where,
    }
  end
  return out
end

-- The labels of channels, for those who look after what did not arrive.
function channels.labels(registry)
  local out = {}
  for _, c in host.ipairs(registry.channels) do out[c.code] = c.title end
  return out
end

return channels
