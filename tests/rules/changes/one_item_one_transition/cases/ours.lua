case {
  name = '产品可以选新的服务形式', form = 'product', set = { ['/service_form'] = 'wearable' },
  expect = { verdict = 'acceptable' },
}

case {
  name = '初审中可以撤回', form = 'algorithm',
  way = { { 'submit' }, { 'claim' }, { 'withdraw', expect = { state = 'withdrawn' } } },
}
