-- ends: broken
-- says: algorithm_name 应为文字
-- file: publication.lua
-- asks: publish
publication { law = '测试法', reads = { 'filing.kind' }, organization = function() return {} end,
  entry = function()
return { algorithm_name = { 1, a = 2 } }
end }
