-- way_words: what the steps of a way say alike, of a filing and of a matter beside it: which
-- notices and letters are to follow, and how that is compared with what did.
local host = host
local hs = host.string
local strict = host.engine('strict')
local declared = host.engine('declared')
local way_words = {}

-- A local layer took it away, and a case of the base speaks of it.
function way_words.is_gone(registry, where, id)
  return registry.flow.gone[id] and not declared.is_local(where)
end

-- A word that is expected: one code, several, or false for none. → the codes that there are still.
local function take_codes(registry, where, what, word, known, wanted)
  if wanted == nil then return nil end
  local out = {}
  for _, code in host.ipairs(host.type(wanted) == 'table' and wanted or { wanted or nil }) do
    local found = false
    for _, n in host.ipairs(known) do found = found or n.code == code end
    if found then
      out[#out + 1] = code
    elseif not way_words.is_gone(registry, where, word .. '.' .. host.tostring(code)) then
      strict.fail(where, what .. '，没有 ' .. host.tostring(code))
    end
  end
  return out
end

-- → what is to follow from the step: notices, letters.
function way_words.take_told(registry, where, what, wanted)
  return {
    notice = take_codes(registry, where,
      what .. '：notice 应为 notices.lua 中声明的代码、几个代码的列表，或 false（没有通知）',
      'notice', registry.notices, wanted.notice),
    letter = take_codes(registry, where,
      what .. '：letter 应为 letters/ 中声明的代码、几个代码的列表，或 false（没有文书）',
      'letter', registry.letters, wanted.letter),
  }
end

function way_words.differs(what, wanted, is)
  if wanted == nil or wanted == is or (wanted == false and is == nil) then return nil end
  return what .. '应为 ' .. host.tostring(wanted) .. '，实为 ' .. host.tostring(is)
end

function way_words.shown(codes) return codes[1] and hs.join(codes, '、') or '（没有）' end

function way_words.compare_notice(told, wanted)
  if wanted == nil then return nil end
  local is = strict.set_of(told or {})
  if not wanted[1] then
    return told and '不应有通知，却有 ' .. hs.join(told, '、') or nil
  end
  for _, code in host.ipairs(wanted) do
    if not is[code] then return '应有通知 ' .. code .. '，实有 ' .. way_words.shown(told or {}) end
  end
  return nil
end

return way_words
