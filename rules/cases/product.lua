case {
  name = '空白的产品一次指出全部必填项',
  form = 'product',
  base = 'empty',
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/name' },
      { rule = 'form.required', path = '/service_form' },
      { rule = 'form.required', path = '/paths' },
    },
  },
}

case {
  name = '路径没有步骤、功能没有介绍',
  form = 'product',
  set = { ['/paths'] = { { steps = {}, functions = { { name = '首页推荐' } } } } },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/paths/0/steps' },
      { rule = 'form.required', path = '/paths/0/functions/0/description' },
    },
  },
}

case {
  name = '系统分配的编号可以原样带回',
  form = 'product',
  set = { ['/id'] = 'prd_1', ['/paths/0/id'] = 'pth_1', ['/paths/0/functions/0/id'] = 'fun_1' },
  expect = { verdict = 'acceptable', count = 0 },
}

case {
  name = '日活多于月活，只提醒',
  form = 'product',
  set = { ['/daily_active'] = 90000 },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'product.active_users', path = '/daily_active' } },
  },
}

case {
  name = '网站的访问地址不是网址，只提醒',
  form = 'product',
  set = { ['/service_form'] = 'website', ['/url'] = '示例资讯' },
  expect = {
    verdict = 'acceptable', findings = { { rule = 'product.website_url', path = '/url' } },
  },
}

case {
  name = '两条相同的路径，只提醒',
  form = 'product',
  set = {
    ['/paths'] = {
      { steps = { '打开', '首页' }, functions = { { name = '推荐', description = '推荐资讯' } } },
      { steps = { '打开', '首页' }, functions = { { name = '搜索', description = '搜索资讯' } } },
    },
  },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'product.duplicate_path', path = '/paths/1/steps' } },
  },
}
