case {
  name = '初审两段，各段首尾都不计入，退回之后的照计', form = 'algorithm', today = '2026-12-03',
  set = { ['/basic/online_on'] = '2026-11-23' },
  facts = {
    ['/organization/subject/reviews'] = {
      { from = '2026-11-24', to = '2026-11-26' }, { from = '2026-12-01', to = '2026-12-02' },
    },
  },
  expect = {
    deadlines = {
      {
        name = 'first_filing', from = '2026-11-23', days = 10, due_on = '2026-12-14',
        waited = 5, credited = 5, state = 'running',
      },
    },
  },
}
case {
  name = '起算日之前、届满之后才初审的，没有可以不计入的日子', form = 'algorithm', today = '2026-12-03',
  set = { ['/basic/online_on'] = '2026-11-23' },
  facts = {
    ['/organization/subject/reviews'] = {
      { from = '2026-11-02', to = '2026-11-23' }, { from = '2026-12-08', to = '2026-12-10' },
    },
  },
  expect = { deadlines = { { name = 'first_filing', due_on = '2026-12-07' } } },
}
