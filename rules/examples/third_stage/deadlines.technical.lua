-- 技术审核自己的期限：自提交之日起二十个工作日（包括初审），使复审还留有余地。参数，未经核实。

deadline {
  name = 'technical_review', title = '技术审核', law = '本系统参数', kinds = { 'algorithm' },
  days = 20, reads = { 'filing.submitted_on', 'filing.data.basic.class' },
  from = function(facts)
    if facts.filing.data.basic.class ~= 'generation_synthesis' then return nil end
    return facts.filing.submitted_on
  end,
  done = function() return nil end,
}
