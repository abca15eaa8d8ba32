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

-- ---- 已备案的产品有改动 ------------------------------------------------------------------------------

local function tree(more)
  local t = {
    id = 'prd_example', name = '示例资讯', service_form = 'app', url = 'https://www.example.com/app',
    paths = {
      {
        id = 'pth_1', steps = { '打开 APP', '首页' },
        functions = { { id = 'fun_1', name = '推荐', description = '推荐资讯' } },
      },
      {
        id = 'pth_2', steps = { '打开 APP', '我的' },
        functions = { { id = 'fun_2', name = '历史', description = '浏览历史' } },
      },
    },
  }
  for key, value in pairs(more or {}) do t[key] = value end
  return t
end

-- 按 covers 备案的产品，与现在的。
local function filed(covers, now, more)
  local one = {
    changed_on = '2026-11-24', covers = covers, number = '网信算备1号', standing = 'in_force',
    title = '示例算法', tree = tree(),
  }
  for key, value in pairs(more or {}) do one[key] = value end
  return { ['/product/filed'] = { one }, ['/product/tree'] = tree(now) }
end

local RULE, WORDING = 'product.filed_change', 'product.filed_wording'
local WHOLE, FIRST_PATH = { {} }, { { path = 'pth_1' } }
local FIRST_FUNCTION = { { path = 'pth_1', ['function'] = 'fun_1' } }

local function paths(change)
  local list = tree().paths
  change(list)
  return { paths = list }
end

case {
  name = '备案的产品没有改动，不作声', form = 'product', facts = filed(WHOLE),
  expect = { verdict = 'acceptable', absent = { RULE, WORDING } },
}

case {
  name = '备案的产品改了名称和形式，提醒办理变更并写明期限', form = 'product',
  facts = filed(WHOLE, { name = '新名', service_form = 'website' }),
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = RULE, path = '/name', severity = 'warning', says = '由“示例资讯”改为“新名”' },
      { rule = RULE, path = '/service_form', says = '由“APP”改为“网站”' },
    },
  },
}

case {
  name = '整个产品已备案的，新增的路径与功能、去掉的，都要变更', form = 'product',
  facts = filed(WHOLE, paths(function(list)
    list[2] = { id = 'pth_3', steps = { '发现' }, functions = {} }
    table.insert(list[1].functions, { id = 'fun_9', name = '热榜', description = '热榜' })
  end)),
  expect = {
    findings = {
      { rule = RULE, path = '/paths/1', says = '新增访问路径“发现”' },
      { rule = RULE, path = '/paths/0/functions/1', says = '新增功能“热榜”' },
      { rule = RULE, path = '/paths', says = '去掉了访问路径“打开 APP › 我的”' },
    },
  },
}

case {
  name = '整条路径已备案的，其下新增、改名、去掉都要变更，别的路径不要', form = 'product',
  facts = filed(FIRST_PATH, paths(function(list)
    list[1].steps = { '打开 APP', '首页', '推荐' }
    list[1].functions = { { id = 'fun_8', name = '精选', description = '精选' } }
    list[2].functions[1].name = '足迹'
    table.insert(list, { id = 'pth_3', steps = { '发现' }, functions = {} })
  end)),
  expect = {
    count = 3,
    findings = {
      { rule = RULE, path = '/paths/0/steps', says = '打开 APP › 首页 › 推荐' },
      { rule = RULE, path = '/paths/0/functions/0', says = '新增功能“精选”' },
      { rule = RULE, path = '/paths/0/functions', says = '去掉了功能“推荐”' },
    },
  },
}

case {
  name = '只备案一个功能的，旁边新增的不要变更，它改名要', form = 'product',
  facts = filed(FIRST_FUNCTION, paths(function(list)
    list[1].functions[1].name = '个性推荐'
    table.insert(list[1].functions, { id = 'fun_9', name = '热榜', description = '热榜' })
  end)),
  expect = {
    count = 1, findings = { { rule = RULE, path = '/paths/0/functions/0/name', says = '个性推荐' } },
  },
}

case {
  name = '在审的产品有改动，说明以提交时为准', form = 'product',
  facts = filed(WHOLE, { name = '新名' }, { standing = 'review', number = null }),
  expect = { findings = { { rule = RULE, path = '/name', says = '《示例算法》提交之后' } } },
}

case {
  name = '只改写了介绍和地址，提示而不要变更', form = 'product',
  facts = filed(WHOLE, {
    url = 'https://www.example.com/new', paths = paths(function(list)
      list[1].functions[1].description = '换一种说法'
    end).paths,
  }),
  expect = {
    verdict = 'acceptable', absent = { RULE },
    findings = {
      { rule = WORDING, path = '/url', severity = 'notice' },
      { rule = WORDING, path = '/paths/0/functions/0/description' },
    },
  },
}
