local function own(n)
  local one = { kind = 'algorithm', name = '另一个算法', standing = 'review', n = n }
  return { ['/organization/filings'] = { one } }
end

case {
  name = '已有三件在审的，不予受理', form = 'algorithm', facts = own(3),
  expect = { findings = { { rule = 'ours.own_in_review', path = '' } } },
}

case {
  name = '已有两件在审的，可以提交', form = 'algorithm', facts = own(2),
  expect = { verdict = 'acceptable' },
}

case {
  name = '与其他单位同名的，提醒', form = 'algorithm',
  facts = { ['/filing/same_elsewhere'] = { name = true } },
  expect = { findings = { { rule = 'ours.name_elsewhere', path = '/basic/name' } } },
}
