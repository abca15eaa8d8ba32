rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    if facts.filing.data.basic.name == '坏' then say.at('/basic/name', '名称不好') end
  end,
}
