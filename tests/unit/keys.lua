-- Which keys of declarations are accepted and read by nobody? Loads a set in an engine whose
-- strict.check() hands out, for each declaration that passed, an empty table that notes what is
-- asked of it; then runs the set's cases. Answers a text: a line 'place: key' for each such key,
-- and, alone on the last line, how many keys were accepted.
--   files: path → text, as host.engine('load') takes them
--   extra: a key, accepted by a declaration that nobody reads it of; '' for none
local files, extra = ...
local strict = host.engine('strict')
local load_set = host.engine('load')
local cases = host.engine('cases')
local run = host.engine('run')

local behind = setmetatable({}, { __mode = 'k' }) -- declaration → what it declares
local accepted, read, quiet = {}, {}, false
-- word, where, over: by the engine. class: by the core, which finds a subclass by its class.
-- suggestion: by the desk, which offers it with the kind of a reason. ask: before the declaration is
-- checked, since it says how.
local NOTED = {
  word = true, where = true, over = true, class = true, suggestion = true, ask = true,
}

-- Declarations that are checked by one line of the engine are of one sort, but for the words of the
-- workflow, which have one line for all.
local function place_of(what)
  local info = debug.getinfo(3, 'Sl')
  local at = info.short_src .. ':' .. info.currentline
  return info.short_src == 'engine/flow.lua' and at .. ' ' .. string.match(what, '^%w+') or at
end

local function watch(decl, place)
  local held = {}
  for key, value in next, decl do held[key] = value end
  for key in next, held do decl[key] = nil end
  behind[decl] = held
  setmetatable(decl, {
    __index = function(_, key)
      if not quiet then read[place][key] = true end
      return held[key]
    end,
    __newindex = function(_, key, value) held[key] = value end,
    __len = function() return #held end,
  })
end

local check = strict.check
strict.check = function(where, what, decl, shape, parts)
  local place = place_of(what)
  quiet = true
  check(where, what, decl, shape, parts)
  quiet = false
  accepted[place], read[place] = accepted[place] or {}, read[place] or {}
  for key in next, shape do
    if not NOTED[key] then accepted[place][key] = true end
  end
  if not behind[decl] then watch(decl, place) end
end

-- To walk over a declaration is not to read it, nor to hand it to the rules until they do.
local pairs_of, freeze = host.pairs, host.freeze
host.pairs = function(v) return pairs_of(behind[v] or v) end
host.freeze = function(v) return behind[v] and v or freeze(v) end

local function forget_me(decl) strict.check('x:1', 'x', decl, { [extra] = { 'string' } }) end
if extra ~= '' then forget_me({ [extra] = 'x' }) end

local registry = load_set(files)
cases.run(registry, run.ask)

local out, total = {}, 0
for place, keys in next, accepted do
  for key in next, keys do
    total = total + 1
    if not read[place][key] then out[#out + 1] = place .. ': ' .. key end
  end
end
table.sort(out)
out[#out + 1] = total
return table.concat(out, '\n')
