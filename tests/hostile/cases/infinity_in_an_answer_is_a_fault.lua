-- ends: broken
-- says: NaN
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = 1 / 0 }
end }
