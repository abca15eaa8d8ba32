case {
  name = '以日、以月计的期限', form = 'algorithm', today = '2026-11-30',
  facts = { ['/filing/submitted_on'] = '2026-11-27' },
  expect = {
    deadlines = {
      { name = 'reply', unit = 'day', due_on = '2026-12-14' }, -- 第十五日是周六
      { name = 'settle', unit = 'month', due_on = '2027-02-27' },
    },
  },
}
