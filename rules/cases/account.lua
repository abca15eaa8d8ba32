-- 账号注册。

case {
  name = '注册：手机号与登记责任人时一样看',
  form = 'account',
  rule = 'account.mobile',
  at = '/mobile',
  accepts = { '13800138000', '+86 138-0013-8000', '１３８００１３８０００' },
  rejects = { '12800138000', '1380013800' },
}

case {
  name = '注册：电子邮箱',
  form = 'account',
  rule = 'account.email',
  at = '/email',
  accepts = { 'a@example.com' },
  rejects = { 'a', 'a@b', '.a@example.com' },
}
