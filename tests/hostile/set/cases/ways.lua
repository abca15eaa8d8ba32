-- 每条走向都走过一遍。
case {
  name = '主体走完各条走向', form = 'subject',
  way = {
    { 'save' }, { 'submit' }, { 'withdraw' }, { 'submit' }, { 'claim' }, { 'release' }, { 'claim' },
    { 'return' }, { 'submit' }, { 'claim' }, { 'pass', expect = { state = 'standing' } },
  },
}
case {
  name = '主体不予', form = 'subject',
  way = { { 'submit' }, { 'claim' }, { 'refuse', expect = { state = 'no' } } },
}
case {
  name = '没有主体不能办算法', form = 'algorithm',
  way = {
    { 'begin', forget = { '/organization/subject' }, expect = { refused = 'no_subject' } },
  },
}
case {
  name = '算法走完各条走向', form = 'algorithm',
  way = {
    { 'begin' }, { 'save' }, { 'submit' }, { 'withdraw' }, { 'submit' }, { 'claim' },
    { 'release' }, { 'claim' }, { 'return' }, { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'release' }, { 'claim' }, { 'return' }, { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'pass', expect = { state = 'standing', effects = { 'number', 'publish' } } },
    { 'revoke', expect = { state = 'gone' } },
  },
}
case {
  name = '算法初审不予', form = 'algorithm',
  way = { { 'submit' }, { 'claim' }, { 'refuse', expect = { state = 'no' } } },
}
case {
  name = '算法复审不予', form = 'algorithm',
  way = { { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' }, { 'refuse' } },
}
