-- ends: broken
-- says: 最多 500 字
-- file: publication.lua
-- asks: publish
publication {
  law = '测试法', reads = { 'filing.data.basic.name' },
  organization = function(facts) return {} end,
  entry = function(facts)
    local text = string.rep('x', 60000)
    return { algorithm_name = text, organization = text, products = text, purpose = text }
  end,
}
