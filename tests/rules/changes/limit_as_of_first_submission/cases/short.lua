local TEXT = { ['/disclosure/purpose'] = '帮助用户快速了解资讯要点，提高阅读和写作效率。' } -- 二十三字

case {
  name = '2027 年起首次提交的，按三十字提醒', form = 'algorithm', set = TEXT, today = '2027-02-01',
  expect = { findings = { { rule = 'disclosure.short', path = '/disclosure/purpose', says = '30' } } },
}

case {
  name = '此前首次提交的，仍按二十字', form = 'algorithm', set = TEXT, today = '2027-02-01',
  facts = { ['/filing/first_submitted_on'] = '2026-12-31', ['/filing/version'] = 2 },
  expect = { absent = { 'disclosure.short' } },
}
