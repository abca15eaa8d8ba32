-- ends: broken
-- says: NaN
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = 0 / 0 }
end }
