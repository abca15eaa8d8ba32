local BARE = { '/overview/deployment' }

case {
  name = '过渡期内提醒', form = 'algorithm', today = '2026-12-31', unset = BARE,
  expect = { findings = { { rule = 'ours.transition', path = '/overview/deployment' } } },
}

case {
  name = '过渡期满不再提醒', form = 'algorithm', today = '2027-01-01', unset = BARE,
  expect = { absent = { 'ours.transition' } },
}

case {
  name = '停用的代码不能再选', form = 'product', today = '2027-01-01',
  set = { ['/service_form'] = 'public_account' },
  expect = { findings = { { rule = 'form.choice', path = '/service_form', says = '2027-01-01' } } },
}

case {
  name = '停用之前还能选', form = 'product', today = '2026-12-31',
  set = { ['/service_form'] = 'public_account' }, expect = { absent = { 'form.choice' } },
}
