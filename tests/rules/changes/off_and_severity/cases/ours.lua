case {
  name = '逾期的不予受理', form = 'algorithm', set = { ['/basic/online_on'] = '2026-10-12' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'deadline.first_filing', severity = 'error' } },
  },
}
