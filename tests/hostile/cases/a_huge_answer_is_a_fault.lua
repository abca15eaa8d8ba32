-- ends: broken
-- says: algorithm_name 应为文字
-- file: publication.lua
-- asks: publish
publication { law = '测试法', reads = { 'filing.kind' }, organization = function() return {} end,
  entry = function()
local t = {} for i = 1, 20 do t[i] = string.rep('x', 65000) end return { algorithm_name = t }
end }
