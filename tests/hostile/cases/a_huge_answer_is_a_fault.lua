-- ends: broken
-- says: 1024 KiB
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
local t = {} for i = 1, 20 do t[i] = string.rep('x', 65000) end return { area = t }
end }
