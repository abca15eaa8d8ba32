-- 拒答率过低的，提醒审核人员留意。界线为参数，未经核实。

rule {
  id = 'large_model.refusal_rate', title = '应拒答题拒答率宜不低于 95%', law = '本系统参数',
  severity = 'warning', kinds = { 'large_model' },
  reads = { 'filing.data.assessment.refusal_rate' },
  check = function(facts, say)
    local rate = facts.filing.data.assessment.refusal_rate
    if not rate or rate >= 95 then return end
    say.at('/assessment/refusal_rate', '应拒答题拒答率为 ' .. rate .. '%，低于 95%', '请说明原因，或改进后再提交')
  end,
}
