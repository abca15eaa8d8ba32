case {
  name = '使用场景过短，提醒', form = 'algorithm', set = { ['/basic/scenario'] = '写作' },
  expect = { findings = { { rule = 'ours.scenario', path = '/basic/scenario' } } },
}
