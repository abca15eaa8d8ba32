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

case {
  name = '主体与另一账号的同名，提醒，不说是谁', form = 'subject',
  facts = { ['/filing/same_elsewhere'] = { name = true, text = false } },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'duplicate.subject_name', path = '/basic/name', severity = 'warning' } },
  },
}

case {
  name = '主体不与别人同名，不提醒', form = 'subject',
  facts = { ['/filing/same_elsewhere'] = { name = false, text = true } },
  expect = { absent = { 'duplicate.subject_name' } },
}

local function products(name, form)
  return {
    ['/products/1'] = {
      id = 'prd_2', name = name, service_form = form, url = 'https://www.example.com/2',
      status = 'online', paths = {},
    },
  }
end

case {
  name = '关联的产品同名、服务形式也相同，写法不同也算', form = 'algorithm',
  facts = products('示例 资讯', 'app'),
  expect = {
    findings = {
      { rule = 'duplicate.product', path = '/products/1/name', says = '与关联的第 1 个产品同名' },
    },
  },
}

case {
  name = '关联的产品同名而服务形式不同，是两条', form = 'algorithm',
  facts = products('示例资讯', 'website'),
  expect = { absent = { 'duplicate.product' } },
}

case {
  name = '关联的产品服务形式相同而名称不同，是两条', form = 'algorithm',
  facts = products('示例资讯极速版', 'app'),
  expect = { absent = { 'duplicate.product' } },
}

case {
  name = '模型、数据集各填了两遍', form = 'algorithm',
  set = {
    ['/model/models/1'] = { name = '示例文本模型 v1' }, ['/data/datasets/1'] = { name = '示例中文语料' },
    ['/data/datasets/2'] = { name = '另一语料' },
  },
  expect = {
    findings = {
      { rule = 'duplicate.list', path = '/model/models/1/name', says = '与第 1 个模型同名' },
      { rule = 'duplicate.list', path = '/data/datasets/1/name', says = '与第 1 个数据集同名' },
    },
  },
}

case {
  name = '模型没有填、数据集各不相同，不提醒', form = 'algorithm', unset = { '/model/models' },
  set = { ['/data/datasets/1'] = { name = '另一语料' } },
  expect = { absent = { 'duplicate.list' } },
}

-- ---- 同一产品填了两条 ---------------------------------------------------------------------------------

local function entered(more)
  local one = {
    id = 'prd_9', name = '另一产品', service_form = 'app', url = 'https://store.example.com/9',
    status = 'online', licenses = { '京ICP备2021000000号-9A' },
  }
  for key, value in pairs(more) do one[key] = value end
  return { ['/product/alike'] = { one }, ['/product/filed'] = {}, ['/product/tree'] = {} }
end

local TWICE = 'duplicate.product_twice'

-- 写法不同的也算：空格、全角、大小写、标点。
for _, names in ipairs({
  { '示例资讯', '示例资讯' }, { '示例资讯', '示例 资讯' }, { '示例App（极速版）', '示例ＡＰＰ(极速版)' },
  { '示例：资讯，视频', '示例:资讯,视频' },
}) do
  case {
    name = '已有同名、服务形式也相同的产品：' .. names[2], form = 'product',
    set = { ['/name'] = names[1] }, facts = entered({ name = names[2] }),
    expect = {
      verdict = 'acceptable',
      findings = {
        { rule = TWICE, path = '/name', severity = 'warning', says = '《' .. names[2] .. '》同名' },
      },
    },
  }
end

case {
  name = '访问地址相同、服务形式也相同，名称不同也是同一个', form = 'product',
  facts = entered({ url = 'HTTPS://www.Example.com/app' }),
  expect = { findings = { { rule = TWICE, path = '/url', says = '访问地址相同' } } },
}

case {
  name = '填了同一个应用的备案号，是同一个', form = 'product',
  set = { ['/licenses'] = { '京ICP备2021000000号-1', '京ICP备2021000000号-9A' } },
  facts = entered({ licenses = { '京 ICP 备 2021000000 号-9a' } }),
  expect = {
    findings = { { rule = TWICE, path = '/licenses', says = '“京ICP备2021000000号-9A”' } },
  },
}

case {
  name = '网站的备案号可以共用', form = 'product',
  set = { ['/licenses'] = { '京ICP备2021000000号-1' } },
  facts = entered({ licenses = { '京ICP备2021000000号-1' } }),
  expect = { absent = { TWICE } },
}

case {
  name = '同名而服务形式不同的，是两条', form = 'product',
  facts = entered({ name = '示例资讯', service_form = 'website' }),
  expect = { absent = { TWICE } },
}

case {
  name = '名称、地址、备案号都不同的，是两个产品', form = 'product', facts = entered({}),
  expect = { absent = { TWICE } },
}

case {
  name = '没有填完的不与别的比', form = 'product', base = 'empty',
  facts = entered({ name = '示例资讯' }),
  expect = { absent = { TWICE } },
}
