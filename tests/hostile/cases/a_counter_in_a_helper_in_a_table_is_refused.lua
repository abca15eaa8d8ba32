-- ends: unloaded
-- says: 局部变量
-- file: checks/hostile.lua
local n = 0
local help = { deep = { bump = function() n = n + 1 end } }
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
help.deep.bump()
  end,
}
