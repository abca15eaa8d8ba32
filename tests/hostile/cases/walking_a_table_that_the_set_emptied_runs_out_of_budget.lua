-- ends: budget
-- file: checks/hostile.lua
local t = {}
for i = 1, 500000 do t[i] = 1 end
for i = 500000, 1, -1 do t[i] = nil end
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
while true do pairs(t) end
  end,
}
