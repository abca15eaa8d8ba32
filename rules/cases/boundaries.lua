-- 界限的两侧，和“且”“或”的每一边：改动规则里的一处运算符或常数，应有一例察觉。rules test --mutate 列出还察觉不到的。

-- ---- 主体 -----------------------------------------------------------------------------------------

-- 号码由校验式推得：没有人的证件以省级代码 110000 开头。
case {
  name = '居民身份证的出生日期：闰年、月末、年份都要真实存在',
  form = 'subject',
  rule = 'identity.resident_id',
  at = '/legal_representative/document_number',
  accepts = {
    '110000180001010005', '110000200002290008', '110000200402290007', '110000199001310008',
    '110000199004300008', '110000199012310003', '110000202611240005',
  },
  rejects = {
    '110000179912310000', '110000199013010002', '110000199000010003', '110000190002290001',
    '110000200102290005', '110000200402300009', '110000200404310008', '110000200104310006',
    '110000199001320003', '11000019900100000X', '110000202611250000',
  },
}

case {
  name = '出生日期不存在时，照原样说出是哪一日',
  form = 'subject',
  set = { ['/legal_representative/document_number'] = '110000199002300004' },
  expect = {
    findings = { { rule = 'identity.resident_id', says = '1990-02-30 不存在' } },
    absent = { 'identity.residence_permit' },
  },
}

case {
  name = '身份证前两位：已知的不提醒；号码本身就不对的，只指出不对',
  form = 'subject',
  rule = 'identity.resident_id_area',
  at = '/legal_representative/document_number',
  accepts = { '11010519491231002X', '440524188001010014', '990105194912310024', 'E12345678' },
  rejects = { '990000199001310001' },
}

case {
  name = '只有证件类型、没有号码：指出未填，不另作核对',
  form = 'subject',
  unset = { '/legal_representative/document_number' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/legal_representative/document_number' } },
  },
}

case {
  name = '护照号码不按居民居住证核对',
  form = 'subject',
  set = {
    ['/legal_representative/document_type'] = 'passport',
    ['/legal_representative/document_number'] = 'E12345678',
  },
  expect = {
    verdict = 'acceptable', absent = { 'identity.residence_permit', 'identity.resident_id_area' },
  },
}

-- 后三个由校验式推得：组织机构代码的校验位为 0，信用代码的校验位为 0，代码中有 9 也有字母。
case {
  name = '信用代码里的组织机构代码：校验位为数字、X、0 都认得；信用代码本身不对的，不再提醒',
  form = 'subject',
  rule = 'identity.organization_code',
  at = '/basic/credit_code',
  accepts = {
    '9144030071526726XG', '91110000802100433B', '12100000400000624D', '91110000600037341L',
    '911100001000016602',
    '91110108100000040N', '911101087000001160', '91110108MA9900AX5F',
  },
  rejects = { '91110108MA0000EX57' },
}

case {
  name = '信用代码的校验位为 0',
  form = 'subject',
  rule = 'identity.credit_code',
  at = '/basic/credit_code',
  accepts = { '911101087000001160' },
  rejects = { '911101087000001161' },
}

case {
  name = '手机号与 ICP 备案号里的全角空格不算写错',
  form = 'subject',
  set = {
    ['/security_officer/mobile'] = '138　0013　8000', ['/website/icp_number'] = '京ICP备　2022016840号',
  },
  expect = { verdict = 'acceptable', absent = { 'identity.mobile', 'identity.icp_number' } },
}

case {
  name = '填成 ICP 许可证号的，说明是许可证号',
  form = 'subject',
  set = { ['/website/icp_number'] = '京ICP证030173号' },
  expect = { findings = { { rule = 'identity.icp_number', says = '所填似为增值电信业务经营许可证号' } } },
}

case {
  name = '填成增值电信业务许可证号的，也说明是许可证号',
  form = 'subject',
  set = { ['/website/icp_number'] = 'B2-20090059' },
  expect = { findings = { { rule = 'identity.icp_number', says = '所填似为增值电信业务经营许可证号' } } },
}

case {
  name = '填成公安备案号的，说明是公安备案号',
  form = 'subject',
  set = { ['/website/icp_number'] = '沪公网安备 31010102000000号' },
  expect = { findings = { { rule = 'identity.icp_number', says = '所填似为公安备案号' } } },
}

case {
  name = '各省的增值电信业务许可证号也认得出',
  form = 'subject',
  set = { ['/website/icp_number'] = '粤B2-20200001' },
  expect = {
    findings = { { rule = 'identity.icp_number', says = '所填似为增值电信业务经营许可证号' } },
  },
}

case {
  name = '格式不正确而不像许可证号的，只说格式不正确',
  form = 'subject',
  set = { ['/website/icp_number'] = '京ICP备号' },
  expect = { findings = { { rule = 'identity.icp_number', says = '格式不正确' } } },
}

case {
  name = '证件还有六十日到期才提醒',
  form = 'subject',
  rule = 'certificate.expiring',
  at = '/certificate/valid_until',
  accepts = { '2027-01-24', '2026-11-23' },
  rejects = { '2027-01-23', '2026-11-24' },
}

-- ---- 网站 -----------------------------------------------------------------------------------------

case {
  name = '普通域名没有另一种编码形式',
  form = 'subject',
  rule = 'identity.domain_idn',
  at = '/website/domain',
  accepts = { 'www.example.com', 'example', 'a..com' },
  rejects = { '例子.测试' },
}

case {
  name = '纯中文的域名不算混用文字',
  form = 'subject',
  set = { ['/website/domain'] = '例子.测试', ['/website/url'] = 'https://例子.测试/' },
  expect = { findings = { { rule = 'identity.domain_idn', omits = '混用' } } },
}

case {
  name = '中文顶级域下的英文域名不算混用文字',
  form = 'subject',
  set = { ['/website/domain'] = 'example.测试', ['/website/url'] = 'https://example.测试/' },
  expect = { findings = { { rule = 'identity.domain_idn', omits = '混用' } } },
}

case {
  name = '全是西里尔字母的域名也另作提示',
  form = 'subject',
  set = { ['/website/domain'] = 'пример.com', ['/website/url'] = 'https://пример.com/' },
  expect = { findings = { { rule = 'identity.domain_idn', says = '混用了不同文字' } } },
}

case {
  name = '一段之中英文与中文混用，另作提示',
  form = 'subject',
  set = { ['/website/domain'] = 'a例子.cn', ['/website/url'] = 'https://a例子.cn/' },
  expect = { findings = { { rule = 'identity.domain_idn', says = '混用了不同文字' } } },
}

case {
  name = '域名无效的，说出为什么',
  form = 'subject',
  set = { ['/website/domain'] = 'a..com' },
  expect = { findings = { { rule = 'identity.domain', omits = '格式不正确' } } },
}

case {
  name = '没有网址：指出未填，不与域名比较',
  form = 'subject',
  unset = { '/website/url' },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.required', path = '/website/url' } },
  },
}

case {
  name = '没有域名：指出未填，不与网址比较',
  form = 'subject',
  unset = { '/website/domain' },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.required', path = '/website/domain' } },
  },
}

-- ---- 产品 -----------------------------------------------------------------------------------------

case {
  name = '日活等于月活不提醒，多一个就提醒',
  form = 'product',
  set = { ['/monthly_active'] = 5000 },
  rule = 'product.active_users',
  at = '/daily_active',
  accepts = { 5000 },
  rejects = { 5001 },
}

case {
  name = '网站的访问地址是网址',
  form = 'product',
  set = { ['/service_form'] = 'website' },
  rule = 'product.website_url',
  at = '/url',
  accepts = { 'https://www.example.com/', 'http://example.com' },
  rejects = { 'www.example.com' },
}

case {
  name = '不是网站的产品，访问地址不必是网址',
  form = 'product',
  set = { ['/service_form'] = 'app', ['/url'] = '各应用商店' },
  expect = { verdict = 'acceptable', absent = { 'product.website_url' } },
}

-- ---- 算法 -----------------------------------------------------------------------------------------

case {
  name = '服务技术支持者的勾选清空即可',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter', ['/service/coverage'] = {} },
  expect = { verdict = 'acceptable', absent = { 'coverage.supporter' } },
}

case {
  name = '同一路径下的两项功能互不覆盖',
  form = 'algorithm',
  set = {
    ['/service/coverage'] = {
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_1' },
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_2' },
    },
  },
  expect = { absent = { 'coverage.redundant' } },
}

case {
  name = '同一项功能勾选两次，只提醒后一项',
  form = 'algorithm',
  set = {
    ['/service/coverage'] = {
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_1' },
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_1' },
    },
  },
  expect = { findings = { { rule = 'coverage.redundant', path = '/service/coverage/1' } } },
}

case {
  name = '公示说明满二十字不提醒',
  form = 'algorithm',
  rule = 'disclosure.short',
  at = '/disclosure/principle',
  accepts = { '一二三四五六七八九十一二三四五六七八九十' },
  rejects = { '一二三四五六七八九十一二三四五六七八九', ' 一二三四五六七八九十一二三四五六七八九 ' },
}

case {
  name = '没有模态：指出未填，不作对照',
  form = 'algorithm',
  unset = { '/data/output_modalities' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/data/output_modalities' } },
  },
}

case {
  name = '没有格式：指出未填，不作对照',
  form = 'algorithm',
  unset = { '/data/output_formats' },
  expect = { verdict = 'not_acceptable', absent = { 'modality.format' } },
}

case {
  name = '“不涉及训练”单独选、其他来源几种同选，都不提醒',
  form = 'algorithm',
  rule = 'data.no_training',
  at = '/data/training_sources',
  accepts = { { 'none' }, { 'open', 'user' } },
  rejects = { { 'open', 'none' } },
}

case {
  name = '填了其他风险，就要填防范措施',
  form = 'algorithm',
  unset = { '/risk/other_measures' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/risk/other_measures' } },
  },
}

case {
  name = '没有其他风险，不要求防范措施',
  form = 'algorithm',
  unset = { '/risk/other', '/risk/other_measures' },
  expect = { verdict = 'acceptable' },
}

case {
  name = '生成合成类的服务提供者，不填子类与技术服务，没有不予采用的',
  form = 'algorithm',
  unset = { '/basic/subclass', '/service/service_methods', '/service/technical_service' },
  expect = { verdict = 'acceptable', absent = { 'role.not_applicable' } },
}

case {
  name = '个性化推送类不填角色，没有不予采用的',
  form = 'algorithm',
  set = { ['/basic/class'] = 'personalized_push' },
  unset = {
    '/basic/subclass', '/basic/role', '/service/service_methods', '/service/technical_service',
  },
  expect = { verdict = 'acceptable', absent = { 'role.not_applicable' } },
}

-- ---- 期限 -----------------------------------------------------------------------------------------

case {
  name = '逐日列出的工作日，从第一日到届满之日',
  ask = 'days',
  vectors = {
    {
      from = '2026-11-24', days = 1, due_on = '2026-11-25', first = '2026-11-25',
      last = '2026-11-25',
    },
    {
      from = '2026-11-26', days = 3, due_on = '2026-12-01', first = '2026-11-27',
      last = '2026-12-01',
    },
  },
}

case {
  name = '期限届满之日提交的不算逾期',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-30' },
  facts = { ['/filing/submitted_on'] = '2026-10-20' },
  expect = {
    absent = { 'deadline.first_filing' }, deadlines = { { name = 'first_filing', state = 'met' } },
  },
}

case {
  name = '期限届满之日的最后一刻尚未逾期',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-30' },
  today = '2026-10-20',
  now = '2026-10-20T23:59:59+08:00',
  expect = {
    absent = { 'deadline.first_filing' },
    deadlines = { { name = 'first_filing', state = 'running' } },
  },
}

case {
  name = '逾期的说明写明哪一日届满；已公布的年份不写暂估',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-30' },
  today = '2026-10-21',
  expect = { findings = { { rule = 'deadline.first_filing', says = '已于 2026-10-20 届满' } } },
}

case {
  name = '跨出日历年份的逾期写明是暂估',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2035-03-01' },
  today = '2035-06-01',
  expect = { findings = { { rule = 'deadline.first_filing', says = '（暂估）届满' } } },
}

case {
  name = '今天上线的，上线时间不晚于今天',
  form = 'algorithm',
  rule = 'online.future',
  at = '/basic/online_on',
  accepts = { '2026-11-24' },
  rejects = { '2026-11-25' },
}

-- ---- 编号与公示 --------------------------------------------------------------------------------------

case {
  name = '流水号超出三位，不能编号',
  ask = 'publish',
  facts = { ['/issue/serials'] = { ['01'] = 999 }, ['/issue/filed_on'] = '2026-11-24' },
  expect = { raises = '流水号“1000”超出 3 位数字，不能编号' },
}

case {
  name = '注册地不是数字，不能编号',
  ask = 'publish',
  facts = {
    ['/issue/filed_on'] = '2026-11-24',
    ['/organization/subject/data/basic/area'] = '京1',
  },
  expect = { raises = '编号中的行政区划“京1”超出 6 位数字，不能编号' },
}

case {
  name = '算法类别未定，不能编号',
  ask = 'publish',
  unset = { '/basic/class' },
  facts = { ['/issue/filed_on'] = '2026-11-24' },
  expect = { raises = '算法类别代码未定，不能编号' },
}

case {
  name = '公示的主体名称以主体信息为准',
  ask = 'publish',
  facts = {
    ['/issue/filed_on'] = '2026-11-24',
    ['/organization/name'] = '示例科技',
  },
  expect = { entry = { organization = '示例科技（北京）有限公司' } },
}

case {
  name = '没有主要用途的，公示目的意图',
  ask = 'publish',
  facts = { ['/issue/filed_on'] = '2026-11-24' },
  unset = { '/disclosure/main_use' },
  expect = { entry = { purpose = '帮助用户快速了解资讯要点，提高阅读和写作的效率。' } },
}
