-- 走到 checks/ 以外的函数，使这一套够得上 set.lua 所要求的覆盖率。
case {
  ask = 'number', name = '编号只能是数字',
  vectors = { { text = '42', digits = '42' }, { text = 'x', reason = 'malformed' } },
}
case {
  ask = 'days', name = '往后数三日',
  vectors = { { from = '2026-11-24', days = 3, due_on = '2026-11-27', provisional = false } },
}
case {
  ask = 'publish', name = '公示算法名称', set = { ['/basic/name'] = '某' },
  facts = { ['/issue'] = { serials = { [''] = 6 }, filed_on = '2026-11-24' } },
  expect = { number = '{prefix}7{suffix}', entry = { algorithm_name = '某' } },
}
case {
  ask = 'publish', name = '公示主体名称', form = 'subject', set = { ['/basic/name'] = '某' },
  expect = { organization = { name = '某' } },
}
case {
  name = '期限未到', form = 'product',
  expect = { deadlines = { { name = 'use', due_on = '2026-11-30', state = 'running' } } },
}
