-- ends: human
-- says: 没有给出届满日
-- file: deadlines.lua
counting {
  law = '测试法', after = function() return { due_on = '某日', provisional = false } end,
  list = function(from) return { from } end, is_over = function() return false end,
}
deadline {
  name = 'use', title = '使用', law = '测试法', kinds = { 'subject' }, days = 10,
  reads = { 'clock.today' }, from = function(facts) return facts.clock.today end,
  done = function() return nil end,
}
