-- ends: broken
-- says: UTF-8
-- file: numbering.lua
-- asks: publish
numbering {
  series = 'algorithm', title = '编号',
  law = '测试法', prefix = '测', suffix = '号', reads = { 'issue.serial' },
  compose = function(facts) return '\xff' end,
  parse = function(text) return text end,
}
