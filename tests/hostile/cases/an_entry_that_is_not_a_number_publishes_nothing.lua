-- ends: broken
-- says: 应为文字
-- file: publication.lua
-- asks: publish
publication {
  law = '测试法', reads = { 'filing.data.basic.name' },
  organization = function(facts) return {} end,
  entry = function(facts) return { algorithm_name = 0 / 0 } end,
}
