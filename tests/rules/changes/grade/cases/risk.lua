case {
  name = '风险等级高的到资深组，等级随任务保存', form = 'algorithm',
  expect = { derived = { risk = 'high' }, route = { grade = 'high', pool = 'senior' } },
}

case {
  name = '风险等级低的不分组', form = 'algorithm', set = { ['/basic/class'] = 'personalized_push' },
  expect = { derived = { risk = 'low' }, route = { grade = 'low' } },
}
