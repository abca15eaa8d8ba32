-- ends: broken
-- says: 循环
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
local t = {} t.t = t return { area = t }
end }
