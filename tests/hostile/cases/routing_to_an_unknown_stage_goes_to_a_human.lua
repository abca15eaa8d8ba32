-- ends: human
-- says: 去向的 stage
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '110108', stage = 'none' } end,
}
