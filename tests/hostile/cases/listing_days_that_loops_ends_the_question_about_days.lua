-- ends: budget
-- file: deadlines.lua
-- asks: days
counting {
  law = '测试法', after = function(from) return { due_on = from, provisional = false } end,
  list = function() while true do end end, is_over = function() return false end,
}
