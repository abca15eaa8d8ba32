-- ends: unloaded
-- says: 局部变量
-- file: checks/hostile.lua
local function counter() local n = 0 return function() n = n + 1 return n end end
local count = counter()
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
count()
  end,
}
