-- ends: unloaded
-- says: 局部变量
-- file: checks/hostile.lua
-- bytes: escaped
local n = 0\x0d
local text = 'one \z\x0d
  line'\x0d
rule {\x0d
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function\x0d
  (facts, say)\x0d
  n = n + 1\x0d
  end,\x0d
}\x0d
