case {
  name = '居民身份证号码：标准示例通过，错位与假日期指出',
  form = 'subject',
  rule = 'identity.resident_id',
  at = '/legal_representative/document_number',
  accepts = {
    '11010519491231002X', '11010519491231002x', '440524188001010014', '360426199101010071',
  },
  rejects = { '36042619910102009X', '110105194912310021', '11010519491231', '110105190002300010' },
}

case {
  name = '身份证里的出生日期晚于今天',
  form = 'subject',
  today = '1949-12-30',
  rule = 'identity.resident_id',
  at = '/security_officer/document_number',
  accepts = { '440524188001010014' },
  rejects = { '11010519491231002X' },
}

case {
  name = '身份证前两位不是已知省级代码，只提醒',
  form = 'subject',
  set = { ['/legal_representative/document_number'] = '170105194912310020' },
  expect = {
    verdict = 'acceptable',
    findings = {
      {
        rule = 'identity.resident_id_area', path = '/legal_representative/document_number',
        severity = 'warning',
      },
    },
  },
}

case {
  name = '护照号码',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'passport' },
  rule = 'identity.other_document',
  at = '/legal_representative/document_number',
  accepts = { 'E12345678', 'EA1234567' },
  rejects = { 'E1', '护照12345' },
}

case {
  name = '港澳居民来往内地通行证号码',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'hm_permit' },
  rule = 'identity.other_document',
  at = '/legal_representative/document_number',
  accepts = { 'H12345678', 'M1234567801' },
  rejects = { 'T12345678', 'H1234567' },
}

case {
  name = '台湾居民来往大陆通行证号码',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'tw_permit' },
  rule = 'identity.other_document',
  at = '/legal_representative/document_number',
  accepts = { '12345678', '1234567801' },
  rejects = { 'T1234567', '123456789' },
}

case {
  name = '外国人永久居留身份证号码，新旧两种',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'foreigner_residence' },
  rule = 'identity.other_document',
  at = '/legal_representative/document_number',
  accepts = { 'USA310012345678', '91101051949123100X' },
  rejects = { 'US310012345678', '11010519491231002X' },
}

case {
  name = '港澳台居民居住证号码验校验位',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'hmt_residence' },
  rule = 'identity.residence_permit',
  at = '/legal_representative/document_number',
  accepts = { '810000199001010019', '830000198001010018' },
  rejects = { '810000199001010016' },
}

case {
  name = '2023 年起的外国人永久居留身份证验校验位与出生日期，旧的不验',
  form = 'subject',
  set = { ['/legal_representative/document_type'] = 'foreigner_residence' },
  rule = 'identity.residence_permit',
  at = '/legal_representative/document_number',
  accepts = { '911156198001010016', '93115619800101001x', 'USA310012345678', 'USA31001234567' },
  rejects = { '911156198001010011', '911156198002300015', '911156209901010012' },
}

case {
  name = '外国人永久居留身份证号码填在居民身份证里，提醒核对证件类型',
  form = 'subject',
  set = { ['/legal_representative/document_number'] = '911156198001010016' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'identity.resident_id_area', says = '像是外国人永久居留身份证的号码' },
    },
  },
}

case {
  name = '港澳台居民居住证号码填在居民身份证里，提醒核对证件类型',
  form = 'subject',
  set = { ['/security_officer/document_number'] = '830000198001010018' },
  expect = {
    findings = { { rule = 'identity.resident_id_area', says = '像是港澳台居民居住证的号码' } },
  },
}

case {
  name = '县级代码 441901 的身份证号码照收',
  form = 'subject',
  set = { ['/legal_representative/document_number'] = '441901198001010011' },
  expect = {
    verdict = 'acceptable', absent = { 'identity.resident_id', 'identity.resident_id_area' },
  },
}

case {
  name = '证件号码用全角输入，或两头带着看不见的字符，由系统改正',
  form = 'subject',
  rule = 'identity.resident_id',
  at = '/legal_representative/document_number',
  accepts = {
    '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X\u{A0}', '\u{202D}11010519491231002X\u{202C}',
  },
  rejects = { '110105179912310016' },
}
