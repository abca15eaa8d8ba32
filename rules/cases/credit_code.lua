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
  name = '信用代码末尾多一个空格，只说应有几位',
  form = 'subject',
  set = { ['/basic/credit_code'] = '9144030071526726XG ' },
  expect = {
    findings = {
      { rule = 'form.length', path = '/basic/credit_code', says = '应为 18 位，现有 19 位' },
    },
    absent = { 'identity.credit_code' },
  },
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
