-- luacheck rules fcgi/judge/engine
-- A file may name what the engine gives to it (fcgi/judge/engine/words.lua, load.lua); anything
-- else is a mistake.
std = 'none'
max_line_length = 100
cache = false

local plain = {
  'assert', 'error', 'select', 'tonumber', 'tostring', 'type', 'ipairs', 'pairs', 'table', 'string',
  'math', 'integer', 'match', 'capture', 'sort', 'domain', 'day_number', 'day_text', 'limits',
  'workday', 'nth_workday', 'label', 'item', 'in_force', 'use',
}

local function words(...)
  local list = {}
  for _, name in ipairs(plain) do list[#list + 1] = name end
  for _, name in ipairs({ ... }) do list[#list + 1] = name end
  return { read_globals = list }
end

files['rules/lib'] = words()
files['rules/set.lua'] = words('ruleset')
files['rules/laws.lua'] = words('law')
files['rules/vocabulary.lua'] = words('vocabulary', 'item')
files['rules/limits.lua'] = words('limit')
files['rules/calendar'] = words('calendar')
files['rules/forms'] = words('form', 'section', 'field', 'when', 'amend')
files['rules/deadlines.lua'] = words('counting', 'deadline')
files['rules/workflow.lua'] = words(
  'role', 'action', 'event', 'kind', 'stage', 'state', 'transition', 'gate',
  'moved')
files['rules/derived.lua'] = words('derive')
files['rules/routing.lua'] = words('routing')
files['rules/numbering.lua'] = words('numbering')
files['rules/publication.lua'] = words('publication', 'public_of')
files['rules/checks'] = words('rule', 'severity', 'off')
files['rules/cases'] = words('case', 'null')

-- The engine is trusted with Lua's own libraries, less what could break the wall (judge.c), and
-- with the host.
files['fcgi/judge/engine'] = {
  read_globals = {
    'host', 'error', 'ipairs', 'next', 'select', 'setmetatable', 'string', 'table', 'tonumber',
  },
}
