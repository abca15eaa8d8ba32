-- ends: answer
-- says: "algorithm_name":"a b"
-- file: publication.lua
-- asks: publish
publication { law = '测试法', reads = { 'filing.kind' }, organization = function() return {} end,
  entry = function()
return { algorithm_name = 'a\0b' }
end }
