-- 注册信息。密码不经过规则：长度与常见密码由系统把关。字段取自公开资料；字数为设计取值（参数，未经核实）。

form {
  kind = 'account',
  title = '账号注册',
  layout = 'flat',
  law = '算法推荐管理规定 24.1',

  section {
    id = 'account', title = '单位与联系人', law = '算法推荐管理规定 24.1',
    help = '审核中有事会按这里的联系方式通知，请填经办人本人能收到的。',
    field {
      name = 'username', label = '用户名', type = 'text', max = 64,
      required = true, visibility = 'filer',
      help = '登录用，3 至 64 个字符，可用文字、数字和 - _ . @，不分大小写。', example = 'example-user',
    },
    field {
      name = 'organization_name', label = '单位名称', type = 'text', max = limits.name_max,
      required = true, visibility = 'reviewer',
      help = '与营业执照等证件一致。', example = '示例科技（北京）有限公司',
    },
    field {
      name = 'contact_name', label = '联系人姓名', type = 'text', max = 50,
      required = true, visibility = 'reviewer',
      help = '经办填报的人。', example = '示例联系人',
    },
    field {
      name = 'mobile', label = '手机号码', type = 'text', max = 30,
      required = true, visibility = 'reviewer',
      help = '大陆手机号，11 位，可带 +86。', example = '13800138000', format = 'code',
    },
    field {
      name = 'email', label = '电子邮箱', type = 'text', format = 'email', max = 254,
      required = true, visibility = 'reviewer',
      help = '能及时收到通知的邮箱。', example = 'contact@example.com',
    },
  },
}
