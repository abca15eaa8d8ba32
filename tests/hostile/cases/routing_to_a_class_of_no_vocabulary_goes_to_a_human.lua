-- ends: human
-- says: 去向的 class
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '110108', class = tostring(138001) } end,
}
