case {
  name = '2027 年起首次提交的，须填邮政编码', form = 'subject', today = '2027-01-01',
  unset = { '/basic/postcode' },
  expect = { findings = { { rule = 'form.required', path = '/basic/postcode' } } },
}

case {
  name = '此前首次提交的，补正时仍不必填邮政编码', form = 'subject', today = '2027-01-01',
  unset = { '/basic/postcode' },
  facts = { ['/filing/first_submitted_on'] = '2026-12-31', ['/filing/version'] = 2 },
  expect = { verdict = 'acceptable', absent = { 'form.required' } },
}
