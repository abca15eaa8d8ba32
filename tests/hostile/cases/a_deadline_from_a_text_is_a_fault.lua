-- ends: human
-- says: 起算日不是存在的日期
-- file: deadlines.lua
counting {
  law = '测试法', after = function() return { due_on = '2026-12-01', provisional = false } end,
  list = function(from) return { from } end, is_over = function() return false end,
}
deadline {
  name = 'use', title = '使用', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'filing.data.basic.name' },
  from = function(facts) return facts.filing.data.basic.name end,
  done = function() return nil end,
}
