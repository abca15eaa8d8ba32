-- ends: limit
-- file: deadlines.lua
-- asks: days
counting {
  law = '测试法',
  after = function(from, days) return { due_on = '2026-12-01', provisional = false } end,
  list = function(from) local t = {} t.t = t return t end,
  is_over = function(due_on, clock) return false end,
}
deadline {
  name = 'x', title = '期限', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'filing.kind' }, from = function() return '2026-11-24' end,
  done = function() return nil end,
}
