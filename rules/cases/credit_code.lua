case {
  name = '真实的统一社会信用代码都通过，错一位的都指出',
  form = 'subject',
  rule = 'identity.credit_code',
  at = '/basic/credit_code',
  accepts = {
    '9144030071526726XG', '91110000802100433B', '914403001922038216', '91330100799655058B',
    '91440300708461136T', '12100000400000624D',
    '91110000600037341L', '9144030071526726xg', '91110000802100433b',
  },
  rejects = {
    'A1110000600037341L', '911100001000016602', '9144030071526726XI', '9144030071526726xi',
    '91440300715267260G',
  },
}

case {
  name = '信用代码少一位，只说应有几位',
  form = 'subject',
  set = { ['/basic/credit_code'] = '9144030071526726X' },
  expect = {
    findings = {
      { rule = 'form.length', path = '/basic/credit_code', says = '应为 18 位，现有 17 位' },
    },
    absent = { 'identity.credit_code' },
  },
}

case {
  name = '信用代码首尾的空格、全角的字母数字由系统改正',
  form = 'subject',
  set = { ['/basic/credit_code'] = ' ９１４４０３００７１５２６７２６ＸＧ　' },
  expect = { verdict = 'acceptable', absent = { 'form.length', 'identity.credit_code' } },
}

case {
  name = '信用代码中间有看不见的字符，说出是第几个、是什么',
  form = 'subject',
  set = { ['/basic/credit_code'] = '9144\u{200B}030071526726XG' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      {
        rule = 'form.character', path = '/basic/credit_code',
        says = '第 5 个字符是看不见的零宽空格（U+200B）',
      },
    },
    absent = { 'identity.credit_code', 'form.length' },
  },
}

case {
  name = '十八位相同的信用代码，校验位都对也不收',
  form = 'subject',
  rule = 'identity.credit_code',
  at = '/basic/credit_code',
  accepts = { '01110108MA0000EX6K' },
  rejects = { '000000000000000000', '００００００００００００００００００' },
}

case {
  name = '信用代码的登记管理部门、机构类别、省份不在表内，只提醒',
  form = 'subject',
  rule = 'identity.credit_code_prefix',
  at = '/basic/credit_code',
  accepts = {
    '91110108MA0000EX6A', '91441901MA0000EX6B', '91100000MA0000EX6D', '12100000400000624D',
    'A1110108MA0000EX69', 'N2110108MA0000EX6R', 'Y1110108MA0000EX6L', '31110108MA0000EX6G',
    'a1110108ma0000ex69', '000000000000000000',
  },
  rejects = {
    '01110108MA0000EX6K', 'B1110108MA0000EX68', '94110108MA0000EX61', '58110108MA0000EX6Q',
    '91990108MA0000EX61', '91000000MA0000EX6N',
  },
}

case {
  name = '事业单位的信用代码填在企业名下，只提醒',
  form = 'subject',
  set = { ['/basic/credit_code'] = '12100000400000624D' },
  expect = {
    verdict = 'acceptable',
    findings = {
      {
        rule = 'identity.credit_code_kind', path = '/basic/credit_code', severity = 'warning',
        says = '信用代码以 12 开头',
      },
    },
  },
}

case {
  name = '律师事务所的信用代码填在企业名下，只提醒',
  form = 'subject',
  set = { ['/basic/credit_code'] = '31110108MA0000EX6G' },
  expect = { findings = { { rule = 'identity.credit_code_kind', says = '信用代码以 31 开头' } } },
}

case {
  name = '律师事务所选“其他”，不提醒',
  form = 'subject',
  set = {
    ['/basic/credit_code'] = '31110108MA0000EX6G', ['/basic/entity_type'] = 'other',
  },
  expect = { absent = { 'identity.credit_code_kind', 'identity.credit_code_prefix' } },
}

case {
  name = '社会团体的信用代码与所选相符',
  form = 'subject',
  set = {
    ['/basic/credit_code'] = '51110108MA0000EX6E', ['/basic/entity_type'] = 'social_organization',
  },
  expect = { absent = { 'identity.credit_code_kind', 'identity.credit_code_prefix' } },
}

case {
  name = '信用代码里的字母写成小写，照样受理',
  form = 'subject',
  set = { ['/basic/credit_code'] = '91110108ma0000ex6a' },
  expect = {
    verdict = 'acceptable', absent = { 'identity.credit_code', 'identity.organization_code' },
  },
}

case {
  name = '信用代码校验位错，不予受理',
  form = 'subject',
  set = { ['/basic/credit_code'] = '911100001000016602' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'identity.credit_code', path = '/basic/credit_code', severity = 'error' },
    },
  },
}

case {
  name = '内含的组织机构代码校验位不符，只提醒',
  form = 'subject',
  set = { ['/basic/credit_code'] = '91110108MA0000EX57' },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'identity.organization_code', severity = 'warning' } },
    absent = { 'identity.credit_code' },
  },
}

case {
  name = '同一信用代码已由别的账号填报，只提醒',
  form = 'subject',
  facts = { ['/organization/credit_code_elsewhere'] = true },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'subject.credit_code_elsewhere', path = '/basic/credit_code', severity = 'warning' },
    },
  },
}
