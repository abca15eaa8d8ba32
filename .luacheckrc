-- luacheck rules fcgi/judge/engine
-- A file may name what the engine gives to it (fcgi/judge/engine/words.lua, load.lua); anything
-- else is a mistake.
std = 'none'
max_line_length = 100
cache = false

local plain = {
  'assert', 'error', 'select', 'tonumber', 'tostring', 'type', 'ipairs', 'pairs', 'table', 'string',
  'math', 'integer', 'match', 'capture', 'captures', 'sort', 'domain', 'url', 'day_number', 'day_text', 'limits',
  'workday', 'nth_workday', 'label', 'item', 'items', 'in_force', 'use',
}

local function words(...)
  local list = {}
  for _, name in ipairs(plain) do list[#list + 1] = name end
  for _, name in ipairs({ ... }) do list[#list + 1] = name end
  return { read_globals = list }
end

-- A place of the shipped set, and the same place of every example: a local layer adds
-- workflow.technical.lua to workflow.lua.
local function place(path, ...)
  local is_folder = not path:find('%.lua$')
  files['rules/' .. path] = words(...)
  local at = is_folder and path .. '/*.lua' or path:gsub('%.lua$', '.*lua')
  files['rules/examples/*/' .. at] = words(...)
end

place('letters', 'letter', 'letter_series')
place('templates', 'template')
place('lib')
place('set.lua', 'ruleset', 'office')
place('laws.lua', 'law')
place('vocabulary.lua', 'vocabulary', 'item')
place('areas.lua', 'areas')
place('limits.lua', 'limit')
place('calendar', 'calendar')
place('forms', 'form', 'section', 'field', 'when', 'amend')
place('deadlines.lua', 'counting', 'deadline')
place('notices.lua', 'notice', 'remind', 'escalate', 'channel', 'send')
place('workflow.lua', 'role', 'action', 'event', 'kind', 'stage', 'state', 'transition', 'gate',
  'moved')
place('derived.lua', 'derive')
place('routing.lua', 'routing')
place('numbering.lua', 'numbering')
place('publication.lua', 'publication')
place('questionnaires', 'questionnaire')
place('supervision.lua', 'matter')
place('people.lua', 'takeover')
place('checks', 'rule', 'severity', 'off')
place('cases', 'case', 'null')

-- The engine is trusted with Lua's own libraries, less what could break the wall (judge.c), and
-- with the host.
files['fcgi/judge/engine'] = {
  read_globals = {
    'host', 'error', 'ipairs', 'next', 'select', 'setmetatable', 'string', 'table', 'tonumber',
  },
}
