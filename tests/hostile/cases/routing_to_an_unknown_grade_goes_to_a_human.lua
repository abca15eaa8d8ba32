-- ends: human
-- says: grade
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '110108', grade = 'gr' .. 'and' } end,
}
