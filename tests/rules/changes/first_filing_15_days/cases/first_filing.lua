case {
  name = '2027 年起上线的，首次备案期限是十五个工作日', form = 'algorithm',
  set = { ['/basic/online_on'] = '2027-01-01' },
  expect = { deadlines = { { name = 'first_filing', days = 15 } } },
}
