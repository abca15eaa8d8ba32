case {
  name = '逾期不受理', form = 'algorithm', set = { ['/basic/online_on'] = '2026-01-05' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'deadline.first_filing', severity = 'error' } },
  },
}
case {
  name = '名称不一致只提示', form = 'algorithm', set = { ['/disclosure/name'] = '另一名称算法' },
  expect = { findings = { { rule = 'names.disclosure', severity = 'notice' } } },
}
case {
  name = '新增的角色可以选', form = 'algorithm', set = { ['/basic/role'] = 'agent' },
  expect = { absent = { 'form.choice', 'identity.organization_code' } },
}
case {
  name = '停用的角色，新案不能选', form = 'algorithm', set = { ['/basic/role'] = 'supporter' },
  today = '2030-01-01',
  expect = { findings = { { rule = 'form.choice', path = '/basic/role', says = '服务技术支持者' } } },
}
