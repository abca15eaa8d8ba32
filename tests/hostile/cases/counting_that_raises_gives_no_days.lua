-- ends: broken
-- says: 数不清
-- file: deadlines.lua
-- asks: days
counting {
  law = '测试法', after = function(from, days) error('数不清') end,
  list = function(from) return { from } end, is_over = function(due_on, clock) return false end,
}
deadline {
  name = 'x', title = '期限', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'filing.kind' }, from = function() return '2026-11-24' end,
  done = function() return nil end,
}
