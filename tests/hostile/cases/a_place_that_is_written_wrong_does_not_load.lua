-- ends: unloaded
-- says: say.at 的位置 /basic/nmae 没有表单声明；测试表单有 /basic/name
-- file: checks/hostile.lua
rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    if facts.filing.data.basic.name == '坏' then say.at('/basic/nmae', '名称不好') end
  end,
}
