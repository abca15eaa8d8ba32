-- 同样的名称、同样的内容。

local function others(more)
  local one = { kind = 'algorithm', name = '另一个算法', standing = 'in_force', state = 'approved' }
  for key, value in pairs(more) do one[key] = value end
  return { ['/organization/filings'] = { one } }
end

case {
  name = '本单位已有同名的备案，提醒并写明编号', form = 'algorithm',
  facts = others({ name = '示例资讯文本生成算法', number = '网信算备1号' }),
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'duplicate.own', path = '/basic/name', severity = 'warning', says = '网信算备1号' },
    },
  },
}

case {
  name = '本单位在审的一件内容相同，提醒', form = 'algorithm',
  facts = others({ standing = 'review', same_text = true }),
  expect = { findings = { { rule = 'duplicate.own', says = '内容相同的备案正在审核' } } },
}

case {
  name = '同名在审的不止一件，提醒一次，说有几件', form = 'algorithm',
  facts = others({ name = '示例资讯文本生成算法', standing = 'review', n = 3 }),
  expect = { findings = { { rule = 'duplicate.own', says = '本单位有 3 件同名的备案正在审核' } } },
}

case {
  name = '同名的只是草稿，不提醒', form = 'algorithm',
  facts = others({ name = '示例资讯文本生成算法', standing = 'editable' }),
  expect = { absent = { 'duplicate.own' } },
}

case {
  name = '同名的是主体备案，不提醒', form = 'algorithm',
  facts = others({ name = '示例资讯文本生成算法', kind = 'subject' }),
  expect = { absent = { 'duplicate.own' } },
}

case {
  name = '名称与内容都不同，不提醒', form = 'algorithm', facts = others({}),
  expect = { absent = { 'duplicate.own', 'duplicate.elsewhere' } },
}

case {
  name = '与其他单位同名、文字相同，各提醒一次，不说是谁', form = 'algorithm',
  facts = { ['/filing/same_elsewhere'] = { name = true, text = true } },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'duplicate.elsewhere', path = '', severity = 'warning' },
      { rule = 'duplicate.elsewhere', path = '/basic/name', severity = 'warning' },
    },
  },
}
