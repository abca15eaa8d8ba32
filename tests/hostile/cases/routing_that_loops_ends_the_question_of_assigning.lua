-- ends: budget
-- file: routing.lua
-- asks: assign
routing { law = '测试法', reads = { 'filing.kind' }, route = function(facts) while true do end end }
