-- ends: human
-- says: 没有去处
-- file: routing.lua
routing { law = '测试法', reads = { 'filing.kind' }, route = function(facts) error('没有去处') end }
