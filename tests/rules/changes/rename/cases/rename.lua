case {
  name = '公示用新的名称，代码不变', ask = 'publish',
  set = { ['/basic/class'] = 'personalized_push' }, facts = { ['/issue/filed_on'] = '2026-11-24' },
  expect = {
    entry = { algorithm_type = 'personalized_push', algorithm_type_label = '个性化推荐类' },
  },
}
