-- 过渡期内的提醒，2027 年起不再说。
rule {
  id = 'ours.transition', title = '过渡期内应写明部署位置', law = '本系统参数',
  severity = 'warning', kinds = { 'algorithm' }, ['until'] = '2027-01-01',
  reads = { 'filing.data.overview.deployment' },
  check = function(facts, say)
    if facts.filing.data.overview.deployment then return end
    say.at('/overview/deployment', '过渡期内应写明部署位置', '请写明机房所在地')
  end,
}
