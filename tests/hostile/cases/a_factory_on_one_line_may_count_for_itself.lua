-- ends: fine
-- file: checks/hostile.lua
local function counter() local n = 0 return function() n = n + 1 return n end end
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
local count = counter() count() assert(count() == 2)
  end,
}
