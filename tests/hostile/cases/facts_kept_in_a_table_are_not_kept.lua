-- ends: human
-- says: 只读
-- file: checks/hostile.lua
local kept = { {} }
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts) table.insert(kept[1], facts) end,
}
