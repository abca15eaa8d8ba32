-- 产品及功能信息。三层：产品 → 功能访问路径（按先后的导航步骤）→ 路径下的功能。算法备案在这三层上勾选。
-- 字段名称与服务形式取自公开资料；字数与其余选项为设计取值（参数，未经核实）。路径截图放在算法备案的附件里。

form {
  kind = 'product',
  title = '产品及功能信息',
  layout = 'flat',
  law = '算法推荐管理规定 24.1',

  section {
    id = 'product', title = '产品信息', law = '算法推荐管理规定 24.1',
    help = '一个产品的每种服务形式各填一条，例如同名的 APP 与网站分作两条。',
    field {
      name = 'name', label = '产品名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'public',
      help = '用户看到的名称，不加服务形式。', example = '示例资讯',
    },
    field {
      name = 'service_form', label = '服务形式', type = 'choice', choices = 'service_form',
      required = true, visibility = 'public',
      help = '这一条所对应的服务形式。', example = 'app',
    },
    field {
      name = 'url', label = '访问地址', type = 'text', max = 500,
      required = true, visibility = 'reviewer',
      help = '网站填网址；APP 填应用商店链接；小程序、公众账号填名称或 AppID。', example = 'https://www.example.com/app',
    },
    field {
      name = 'status', label = '服务状态', type = 'choice', choices = 'service_status',
      required = true, visibility = 'reviewer',
      help = '填报时的状态。', example = 'online',
    },
    field {
      name = 'audience', label = '服务对象', type = 'choices', choices = 'audience',
      required = true, visibility = 'reviewer',
      help = '可多选。', example = { 'public' },
    },
    field {
      name = 'real_name_required', label = '使用是否需要实名认证', type = 'boolean',
      required = true, visibility = 'reviewer',
      help = '使用核心功能需要实名的选是。', example = true,
    },
    field {
      name = 'licenses', label = '前置许可', type = 'list', of = 'text', max = limits.line_max,
      max_items = 20,
      required = false,
      visibility = 'reviewer',
      help = '已取得的许可或备案，一项一条，写明名称与编号。', example = { '京ICP备2021000000号-1' }, law = '审核实践',
    },
    field {
      name = 'daily_active', label = '日活跃用户数', type = 'integer', min = 0, max = 2000000000,
      unit = '人',
      required = false, visibility = 'reviewer',
      help = '最近一个自然月的日均值；未上线填 0。', example = 20000, law = '算法推荐管理规定 23',
    },
    field {
      name = 'monthly_active', label = '月活跃用户数', type = 'integer', min = 0, max = 2000000000,
      unit = '人',
      required = false, visibility = 'reviewer',
      help = '最近一个自然月的去重用户数；未上线填 0。', example = 80000, law = '算法推荐管理规定 23',
    },
  },

  section {
    id = 'tree', title = '功能访问路径与功能', law = '算法推荐管理规定 24.1',
    help = '先写路径，再写路径下的功能。多步导航按先后逐步填写。',
    field {
      name = 'paths', label = '功能访问路径', type = 'list', keyed = true,
      max_items = limits.paths_max,
      required = true, visibility = 'reviewer',
      help = '用户走到功能的路。每条路径至少一步、至少一个功能。',
      field {
        name = 'steps', label = '导航步骤', type = 'list', of = 'text', max = 100, max_items = 20,
        required = true,
        help = '从打开产品起，一步一条，按先后排列。', example = { '打开 APP', '首页', '推荐' },
      },
      field {
        name = 'functions', label = '功能', type = 'list', keyed = true,
        max_items = limits.functions_max,
        required = true,
        help = '这条路径下的功能。',
        field {
          name = 'name', label = '功能名称', type = 'text', max = limits.name_max,
          required = true, help = '功能的名称。', example = '首页推荐',
        },
        field {
          name = 'description', label = '功能介绍', type = 'long_text', max = limits.text_max,
          required = true,
          help = '这个功能做什么、算法在其中起什么作用。', example = '按用户的浏览记录推荐资讯，用户可关闭个性化推荐。',
        },
      },
    },
  },
}
