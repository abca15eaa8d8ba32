-- 试验用：按日期取值的数。
limit {
  name = 'answer_days', title = '答复期限', unit = '工作日', law = '算法推荐管理规定 24.2',
  value = { ['2022-03-01'] = 10, ['2027-01-01'] = 15 }, by = 'filing.submitted_on',
}
limit {
  name = 'grade', title = '按当日取值的文字', law = '本系统参数',
  value = { ['2026-01-01'] = '旧', ['2026-12-01'] = '新' },
}
