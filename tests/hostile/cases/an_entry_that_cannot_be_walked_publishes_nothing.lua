-- ends: broken
-- file: publication.lua
-- asks: publish
publication {
  law = '测试法', reads = { 'filing.data.basic.name' },
  organization = function(facts) return {} end,
  entry = function(facts) return facts end,
}
