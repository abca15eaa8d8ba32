-- ends: broken
-- says: 数组
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = { [7] = 2 } }
end }
