-- ends: human
-- says: 去向的 area
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '海淀区' } end,
}
