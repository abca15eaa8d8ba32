-- ends: budget
-- file: publication.lua
-- asks: publish
publication { law = '测试法', reads = { 'filing.kind' }, organization = function() return {} end,
  entry = function()
local t = {} t.t = t return { algorithm_name = t }
end }
