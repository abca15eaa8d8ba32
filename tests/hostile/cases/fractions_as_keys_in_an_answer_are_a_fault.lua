-- ends: broken
-- says: 键
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = { [0.5] = 2 } }
end }
