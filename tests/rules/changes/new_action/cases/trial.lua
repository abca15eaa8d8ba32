case {
  name = '试点备案：初审中可以撤回，再交后通过、编号', form = 'algorithm', action = 'trial',
  way = {
    { 'submit' }, { 'claim' },
    { 'withdraw', expect = { state = 'withdrawn', stage = false } },
    { 'submit', expect = { stage = 'preliminary' } },
    { 'claim' }, { 'pass' }, { 'claim' },
    { 'pass', expect = { state = 'approved', effects = { 'number', 'publish' } } },
  },
}

case {
  name = '首次备案：初审中不能撤回', form = 'algorithm',
  way = { { 'submit' }, { 'claim' }, { 'withdraw', expect = { refused = 'not_allowed' } } },
}
