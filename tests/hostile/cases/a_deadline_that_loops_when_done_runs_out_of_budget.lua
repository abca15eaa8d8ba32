-- ends: budget
-- file: deadlines.lua
counting {
  law = '测试法',
  after = function(from, days)
    return { due_on = '2026-12-01', provisional = false, counted = { from } }
  end,
  list = function(from) return { from } end, is_over = function(due_on, clock) return false end,
}
deadline {
  name = 'x', title = '期限', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'filing.kind' }, from = function() return '2026-11-24' end,
  done = function() while true do end end,
}
