-- matter_notices: whom the office tells of matters of supervision: of a step, before a term ends,
-- and when it is over. An organization is told only of what it is shown of a matter, so that no
-- notice gives away who has complained, or a penalty that nobody has confirmed.
local host = host
local hs = host.string
local strict = host.engine('strict')
local core = host.engine('core')
local matter_notices = {}

-- Told of by the core itself, in the matter's steps as in the rules.
local MISSED = 'missed'

local function codes_of(list)
  local out = {}
  for i, one in host.ipairs(list) do out[i] = one.code end
  return hs.join(out, '、')
end

-- The matters that are named, each once, in their order.
local function named(registry, entry, what)
  local out, seen = {}, {}
  for _, code in host.ipairs(entry.matters) do
    local found
    for _, kind in host.ipairs(registry.matters) do
      if kind.code == code then found = kind end
    end
    if not found or seen[code] then
      strict.fail(entry.where, what .. ' 的 matters：' .. code .. ' 没有声明，或写了两次；supervision.lua 声明的有 '
        .. codes_of(registry.matters))
    end
    seen[code], out[#out + 1] = true, found
  end
  return out
end

-- Each state that is written is one of them at least; nil: none is written.
local function check_states(entry, what, kinds)
  if not entry.states then return nil end
  for _, code in host.ipairs(entry.states) do
    local is_known = false
    for _, kind in host.ipairs(kinds) do is_known = is_known or kind.by_code[code] ~= nil end
    if not is_known then
      strict.fail(entry.where, what .. ' 的 states：' .. hs.join(entry.matters, '、') .. ' 没有状态 '
        .. code)
    end
  end
  return strict.set_of(entry.states)
end

local function check_told(entry, what, to, is_told, which)
  if to == core.FILER and not is_told then
    strict.fail(entry.where, what .. '：单位看不到' .. which .. '（told 没有 organization），不能告诉 '
      .. core.FILER .. '；请改为告诉审核角色，或在 supervision.lua 写明 told')
  end
end

-- The states of a matter that have a term, of those that are meant.
local function with_clock(entry, what, to, kind, meant)
  local out = host.array({})
  for _, state in host.ipairs(kind.states) do
    if kind.clocks[state.code] and (not meant or meant[state.code]) then
      check_told(entry, what, to, not kind.secret[state.code],
        '“' .. kind.label .. '”的状态 ' .. state.code)
      out[#out + 1] = state.code
    end
  end
  return out
end

local function check_events(entry, what, kinds)
  for _, code in host.ipairs(entry.on) do
    local is_known = code == MISSED
    for _, kind in host.ipairs(kinds) do
      for _, move in host.ipairs(kind.moves) do is_known = is_known or move.code == code end
    end
    if not is_known then
      strict.fail(entry.where, what .. ' 的 on：' .. hs.join(entry.matters, '、') .. ' 没有 moves '
        .. code .. '；也可以写 ' .. MISSED .. '（期限届满）')
    end
  end
end

-- 'kind event state' → is it told of there, by the codes of a notice.
function matter_notices.key(kind, event, state)
  return hs.join({ kind, event, state }, ' ')
end

-- What the notice is told of, as keys; at least one.
function matter_notices.settle_notice(registry, notice, what)
  local kinds = named(registry, notice, what)
  local meant, on = check_states(notice, what, kinds), strict.set_of(notice.on)
  check_events(notice, what, kinds)
  notice.keys = {}
  for _, kind in host.ipairs(kinds) do
    for _, move in host.ipairs(kind.moves) do
      if on[move.code] and (not meant or meant[move.to]) then
        check_told(notice, what, notice.to, strict.set_of(move.told).organization,
          '“' .. kind.label .. '”的 ' .. move.code)
        notice.keys[#notice.keys + 1] = matter_notices.key(kind.code, move.code, move.to)
      end
    end
    local ending = on[MISSED] and with_clock(notice, what, notice.to, kind, meant) or {}
    for _, state in host.ipairs(ending) do
      notice.keys[#notice.keys + 1] = matter_notices.key(kind.code, MISSED, state)
    end
  end
  if #notice.keys == 0 then
    strict.fail(notice.where, what .. '：on 与 states 所写的没有一步会发生，这条通知永远不会发出')
  end
end

function matter_notices.settle_reminder(registry, entry, what)
  local kinds = named(registry, entry, what)
  local meant = check_states(entry, what, kinds)
  entry.by_matter = {}
  for _, kind in host.ipairs(kinds) do
    local states = with_clock(entry, what, entry.to, kind, meant)
    if #states == 0 then
      strict.fail(entry.where, what .. '：“' .. kind.label
        .. '”在所写的状态没有期限（days、keeps、term），无从提醒')
    end
    entry.by_matter[kind.code] = states
  end
end

-- ---- manifest -----------------------------------------------------------------------------------

function matter_notices.tells(registry)
  local out = {}
  for _, notice in host.ipairs(registry.notices) do
    for _, key in host.ipairs(notice.keys or {}) do
      out[key] = out[key] or host.array({})
      out[key][#out[key] + 1] = notice.code
    end
  end
  return out
end

-- A row for each matter.
function matter_notices.reminders(registry)
  local out = host.array({})
  for _, list in host.ipairs({ registry.reminds, registry.escalates }) do
    for _, entry in host.ipairs(list) do
      for matter, states in host.pairs(entry.by_matter or {}) do
        out[#out + 1] = {
          word = entry.word, code = entry.code, matter = matter, states = states,
          days = host.array(entry.days), to = entry.to, notice = entry.notice, law = entry.law,
          source = entry.where,
        }
      end
    end
  end
  return out
end

return matter_notices
