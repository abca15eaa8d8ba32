case {
  name = '空白的主体信息一次指出全部必填项',
  form = 'subject',
  base = 'empty',
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/basic/name' },
      { rule = 'form.required', path = '/website/icp_number' },
      { rule = 'form.required', path = '/certificate/scan' },
      { rule = 'form.required', path = '/legal_representative/document_number' },
      { rule = 'form.required', path = '/security_officer/mobile' },
      { rule = 'form.required', path = '/attachments/commitment' },
      { rule = 'form.required', path = '/attachments/responsibility' },
    },
    route = { area = '', class = '', stage = 'preliminary' },
  },
}

case {
  name = '手机号：去掉空格、连字符、国家代码后验看',
  form = 'subject',
  rule = 'identity.mobile',
  at = '/security_officer/mobile',
  accepts = {
    '13800138000', '+86 138-0013-8000', '0086 13800138000', '19912345678', '１３８００１３８０００',
    '（+86）13800138000', '86-138.0013.8000', '\u{202D}13800138000\u{202C}', '138–0013–8000',
  },
  rejects = { '12800138000', '86138001380001', '1380013800', '138001380001', '010-68359892' },
}

case {
  name = '电子邮箱',
  form = 'subject',
  rule = 'identity.email',
  at = '/security_officer/email',
  accepts = { 'a@example.com', 'first.last+tag@mail.example.cn', 'a@例子.测试', 'ａ＠example．com' },
  rejects = {
    'a', 'a@', 'a@b', 'a b@example.com', '@example.com', 'a@b@example.com', '甲@example.com',
    'a..b@example.com', 'a@example..com',
  },
}

case {
  name = '电子邮箱的域名里有零宽空格，说出来',
  form = 'subject',
  set = { ['/security_officer/email'] = 'officer@exam\u{200B}ple.com' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      {
        rule = 'form.character', path = '/security_officer/email',
        says = '第 13 个字符是看不见的零宽空格（U+200B）',
      },
    },
  },
}

case {
  name = '证件有效期写 9999 年，说明长期有效怎样填',
  form = 'subject',
  set = { ['/certificate/valid_until'] = '9999-12-31' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.date', path = '/certificate/valid_until', says = '像是“长期”的写法' },
    },
  },
}

case {
  name = '日期用全角数字，由系统改正',
  form = 'subject',
  set = { ['/certificate/valid_until'] = '２０９９－１２－３１' },
  expect = { verdict = 'acceptable', absent = { 'form.date' } },
}

case {
  name = '姓名：生僻字、间隔号、少数民族文字都收',
  form = 'subject',
  rule = 'form.character',
  at = '/legal_representative/name',
  accepts = {
    '示例甲', '𠀀𪚥𰻝', '〇', '阿依古丽·买买提', '阿依古丽•买买提', 'ئابدۇراخمان', 'བཀྲ་ཤིས',
    'ᠬᠠᠨ\u{180E}ᠠ', 'Nguyễn', '葛\u{E0100}西',
  },
  rejects = { '示\u{200D}例', '示例\u{202E}甲', '示\u{FFFD}', '示\u{E123}', '示\u{2028}例' },
}

case {
  name = '证件名称与主体名称不一致',
  form = 'subject',
  set = { ['/certificate/name'] = '示例科枝（北京）有限公司' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      {
        rule = 'subject.certificate_name', path = '/certificate/name',
        says = '第 4 个字符分别是“枝”（U+679D）与“技”（U+6280）',
      },
    },
  },
}

case {
  name = '证件名称、ICP 备案主体只有括号的全角半角、部首字符不同，只提示',
  form = 'subject',
  set = {
    ['/certificate/name'] = '⽰例科技（北京）有限公司', ['/website/icp_holder'] = '示例科技(北京) 有限公司',
  },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'subject.name_writing', path = '/certificate/name', says = 'U+2F70，部首字符' },
      { rule = 'subject.name_writing', path = '/website/icp_holder', says = '括号' },
    },
    absent = { 'subject.certificate_name', 'subject.icp_holder' },
  },
}

case {
  name = '账号单位名称只有括号不同，不提醒',
  form = 'subject',
  facts = { ['/organization/name'] = '示例科技(北京)有限公司' },
  expect = { verdict = 'acceptable', absent = { 'subject.account_name', 'subject.name_writing' } },
}

case {
  name = '主体名称与账号单位名称不同，只提醒',
  form = 'subject',
  facts = { ['/organization/name'] = '示例科技' },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'subject.account_name', path = '/basic/name', severity = 'warning' } },
  },
}

case {
  name = '注册地代码：441901 照收，99 开头只提醒，不足六位不收',
  form = 'subject',
  rule = 'subject.area_unknown',
  at = '/basic/area',
  accepts = { '110108', '441901', '469023', '1101' },
  rejects = { '990108', '000000' },
}

case {
  name = '注册地代码不足六位',
  form = 'subject',
  set = { ['/basic/area'] = '1101' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.length', path = '/basic/area', says = '应为 6 位，现有 4 位' } },
  },
}

case {
  name = '注册地代码含有字母',
  form = 'subject',
  set = { ['/basic/area'] = '11O108' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.pattern', path = '/basic/area', says = '应为 6 位数字' } },
  },
}

case {
  name = '证件过期',
  form = 'subject',
  set = { ['/certificate/valid_until'] = '2026-11-23' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'certificate.expired', path = '/certificate/valid_until' } },
  },
}

case {
  name = '证件当天到期仍有效，只提醒',
  form = 'subject',
  set = { ['/certificate/valid_until'] = '2026-11-24' },
  expect = {
    verdict = 'acceptable', findings = { { rule = 'certificate.expiring', severity = 'notice' } },
    absent = { 'certificate.expired' },
  },
}

case {
  name = '长期有效的证件不必填有效期',
  form = 'subject',
  set = { ['/certificate/long_term'] = true },
  unset = { '/certificate/valid_until' },
  expect = { verdict = 'acceptable' },
}

case {
  name = '不是长期有效的证件必填有效期',
  form = 'subject',
  unset = { '/certificate/valid_until' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/certificate/valid_until' } },
  },
}

case {
  name = '主体提交后十个工作日内初审，按注册地分派',
  form = 'subject',
  facts = { ['/filing/submitted_on'] = '2026-11-24' },
  expect = {
    verdict = 'acceptable',
    deadlines = {
      {
        name = 'review', from = '2026-11-24', days = 10, due_on = '2026-12-08', provisional = false,
        state = 'running',
      },
    },
    route = { area = '110108', class = '', stage = 'preliminary' },
  },
}

case {
  name = '未登录试算：附件不算错，只说明未核对',
  form = 'subject',
  anonymous = true,
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'scope.anonymous', path = '', severity = 'notice' } },
  },
}
