-- 技术审核自己的期限：自技术审核开始之日（初审通过之日）起二十个工作日。参数，未经核实。

deadline {
  name = 'technical_review', title = '技术审核', law = '本系统参数', kinds = { 'algorithm' },
  days = 20, stage = 'technical', reads = { 'filing.stage_on' },
  done = function() return nil end,
}
