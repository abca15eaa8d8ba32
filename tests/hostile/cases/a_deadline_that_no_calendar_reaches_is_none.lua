-- ends: answer
-- says: "deadlines":[]
-- file: deadlines.lua
counting {
  law = '测试法',
  after = function(from, days)
    local due_on = day_text(day_number(from) + days)
    return due_on and { due_on = due_on, provisional = true }
  end,
  list = function(from) return { from } end, is_over = function() return false end,
}
deadline {
  name = 'use', title = '使用', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'clock.today' }, from = function() return '2199-12-31' end,
  done = function() return nil end,
}
