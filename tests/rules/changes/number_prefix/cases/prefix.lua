case {
  name = '编号用新的前缀', ask = 'publish', facts = { ['/issue/filed_on'] = '2026-11-24' },
  expect = { number = '沪网信算备110108123456701260013号' },
}
