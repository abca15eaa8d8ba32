-- ends: broken
-- says: function
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = function() end }
end }
