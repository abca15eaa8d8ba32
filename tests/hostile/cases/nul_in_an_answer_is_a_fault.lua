-- ends: broken
-- says: UTF-8
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = 'a\0b' }
end }
