-- 邮政编码自 2027 年起必填；此前首次提交的不必。

amend {
  kind = 'subject', section = 'basic', after = 'name',
  field {
    name = 'postcode', label = '邮政编码', type = 'text', max = 6,
    pattern = '^[0-9]{6}$', pattern_hint = '应为 6 位数字', visibility = 'reviewer',
    required = true, since = '2027-01-01', since_of = 'first_submission', law = '本系统参数',
    help = '办公地址的邮政编码。', example = '100080',
  },
}
