counting {
  law = '测试法',
  after = function(from, days)
    local n = day_number(from)
    return n and { due_on = day_text(n + days), provisional = false }
  end,
  list = function(from) return { from } end,
  is_over = function(due_on, clock) return clock.today > due_on end,
}
deadline {
  name = 'use', title = '使用', law = '测试法', kinds = { 'product' }, days = 10,
  reads = { 'clock.today' }, from = function() return '2026-11-20' end,
  done = function() return nil end,
}
