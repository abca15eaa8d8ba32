case {
  name = '生成合成类的服务技术支持者须交技术支持说明', form = 'algorithm',
  set = { ['/basic/role'] = 'supporter' }, unset = { '/documents/support_report' },
  expect = { findings = { { rule = 'form.required', path = '/documents/support_report' } } },
}

case {
  name = '服务提供者不必交技术支持说明', form = 'algorithm', unset = { '/documents/support_report' },
  expect = { verdict = 'acceptable' },
}
