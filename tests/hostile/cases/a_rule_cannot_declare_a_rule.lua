-- ends: human
-- says: 声明只能
rule {
  id = 'test.more', title = '多', law = '测试法', severity = 'error', kinds = { 'subject' },
  reads = { 'filing.data.basic.name' }, check = function() end,
}
