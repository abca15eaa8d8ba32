-- ends: unloaded
-- says: 循环
-- file: checks/hostile.lua
local t = {} t.t = t
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
local x = t.t
  end,
}
