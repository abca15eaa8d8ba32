-- ends: answer
-- says: "stage":"preliminary"
-- file: routing.lua
-- asks: assign
routing { law = '测试法', reads = { 'filing.kind' }, route = function(facts) error('没有去处') end }
