-- ends: broken
-- says: 混用
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = { 1, a = 2 } }
end }
