-- ends: broken
-- says: 步数
-- file: numbering.lua
-- asks: number
numbering {
  series = 'algorithm', title = '编号',
  law = '测试法', prefix = '测', suffix = '号', reads = { 'issue.serial' },
  compose = function(facts) return '1' end,
  parse = function(text) return match('^(a+)+$', string.rep('a', 40) .. text) end,
}
