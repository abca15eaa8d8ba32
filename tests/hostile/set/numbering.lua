numbering { series = 'algorithm', title = '编号', law = '测试法', prefix = '测', suffix = '号',
  reads = { 'issue.serial' },
  compose = function(facts) return tostring(facts.issue.serial) end,
  parse = function(text) return match('^[0-9]+$', text) and text or nil, '不是编号' end,
}
