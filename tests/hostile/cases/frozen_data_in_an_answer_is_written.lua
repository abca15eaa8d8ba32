-- ends: fine
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function()
return { area = item('colour', 'red') }
end }
