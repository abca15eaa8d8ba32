-- ends: human
-- says: reads
-- file: routing.lua
routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function(facts) return { area = facts.organization.id } end,
}
