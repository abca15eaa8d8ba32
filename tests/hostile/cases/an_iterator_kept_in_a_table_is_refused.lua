-- ends: unloaded
-- says: 遍历
-- file: checks/hostile.lua
local t = { it = (pairs({ 1, 2, 3 })) }
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
say.at('', tostring(t.it()))
  end,
}
