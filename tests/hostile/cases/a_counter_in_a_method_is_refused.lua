-- ends: unloaded
-- says: 局部变量
-- file: checks/hostile.lua
local n, M = 0, {}
function M:bump(by)
  n = n + by
end
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
M:bump(1)
  end,
}
