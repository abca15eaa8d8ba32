-- ends: broken
-- says: 64
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
local t = {} for i = 1, 70 do t = { t } end return { area = t }
end }
