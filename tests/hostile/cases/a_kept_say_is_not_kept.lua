-- ends: unloaded
-- says: 局部变量
-- file: checks/hostile.lua
local kept
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say) kept = kept or say kept.at('', '旧的') end,
}
