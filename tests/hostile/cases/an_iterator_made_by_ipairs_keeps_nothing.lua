-- ends: fine
-- file: checks/hostile.lua
local it, list, at = ipairs({ 1, 2, 3 })
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function() local i = it(list, at) assert(i == 1) end,
}
