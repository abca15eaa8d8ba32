-- 2027 年起首次提交的，公示说明少于三十字才不提醒；此前首次提交的仍是二十字。
limit {
  name = 'disclosure_short', title = '公示说明过短的提醒线', unit = '字', law = '本系统参数',
  value = { ['2022-03-01'] = 20, ['2027-01-01'] = 30 }, by = 'filing.first_submitted_on',
}
