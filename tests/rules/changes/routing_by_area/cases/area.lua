case {
  name = '计划单列市的到市一级', form = 'algorithm',
  facts = { ['/organization/subject/data/basic/area'] = '440305' },
  expect = { route = { area = '440300', class = '01' } },
}

case {
  name = '其余的到区县', form = 'subject', set = { ['/basic/area'] = '440106' },
  expect = { route = { area = '440106', class = '' } },
}
