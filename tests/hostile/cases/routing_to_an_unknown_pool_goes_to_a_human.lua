-- ends: human
-- says: 小组
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '110108', pool = 'nobody' } end,
}
