case {
  name = '新的一类照常编号、公示', ask = 'publish',
  set = { ['/basic/class'] = 'risk_control' }, facts = { ['/issue/filed_on'] = '2026-11-24' },
  expect = {
    number = '{prefix}110108123456707260019{suffix}',
    entry = { algorithm_type = 'risk_control', algorithm_type_label = '风险控制类', role = '' },
  },
}
