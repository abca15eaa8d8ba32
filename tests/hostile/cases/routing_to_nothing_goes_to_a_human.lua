-- ends: human
-- says: 去向
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function(facts) return nil end }
