case {
  name = '示例：服务提供者填了技术服务与子类，只提醒不采用',
  form = 'algorithm',
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'role.not_applicable', path = '/basic/subclass', severity = 'notice' },
      { rule = 'role.not_applicable', path = '/service/technical_service', severity = 'notice' },
    },
    route = { area = '110108', class = '01', stage = 'preliminary' },
  },
}

case {
  name = '服务技术支持者勾选了产品',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'coverage.supporter', path = '/service/coverage', severity = 'error' } },
  },
}

case {
  name = '服务技术支持者不勾选产品、填写技术服务',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter' },
  unset = { '/service/coverage' },
  expect = { verdict = 'acceptable' },
}

case {
  name = '服务技术支持者必填技术服务方式与说明',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter' },
  unset = { '/service/coverage', '/service/service_methods', '/service/technical_service' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/service/service_methods' },
      { rule = 'form.required', path = '/service/technical_service' },
    },
  },
}

case {
  name = '服务提供者至少勾选一项',
  form = 'algorithm',
  set = { ['/service/coverage'] = {} },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/service/coverage' } },
  },
}

case {
  name = '个性化推送类不分角色，按服务提供者对待',
  form = 'algorithm',
  set = { ['/basic/class'] = 'personalized_push', ['/basic/role'] = 'supporter' },
  unset = {
    '/strategy/implicit_marking', '/strategy/explicit_marking', '/attachments/marking_scheme',
    '/attachments/marking_screenshots',
  },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'role.not_applicable', path = '/basic/role' } },
    route = { area = '110108', class = '02', stage = 'preliminary' },
  },
}

case {
  name = '检索过滤类必填子类',
  form = 'algorithm',
  set = { ['/basic/class'] = 'retrieval_filtering' },
  unset = { '/basic/subclass' },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.required', path = '/basic/subclass' } },
  },
}

case {
  name = '内容过滤类分派到 05',
  form = 'algorithm',
  set = { ['/basic/class'] = 'retrieval_filtering', ['/basic/subclass'] = 'filtering' },
  expect = {
    verdict = 'acceptable', route = { area = '110108', class = '05', stage = 'preliminary' },
  },
}

case {
  name = '三层勾选都有据可查',
  form = 'algorithm',
  set = {
    ['/service/coverage'] = {
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_1' },
    },
  },
  expect = { verdict = 'acceptable', absent = { 'coverage.exists', 'coverage.redundant' } },
}

case {
  name = '勾选了不存在的产品、路径、功能',
  form = 'algorithm',
  set = {
    ['/service/coverage'] = {
      { product = 'prd_other' },
      { product = 'prd_example', path = 'pth_other' },
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_other' },
    },
  },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'coverage.exists', path = '/service/coverage/0' },
      { rule = 'coverage.exists', path = '/service/coverage/1' },
      { rule = 'coverage.exists', path = '/service/coverage/2' },
    },
  },
}

case {
  name = '勾选的格式不正确',
  form = 'algorithm',
  set = { ['/service/coverage'] = { { path = 'pth_example_1' } } },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.type', path = '/service/coverage/0' } },
  },
}

case {
  name = '勾选产品后又勾选其下的功能，只提醒',
  form = 'algorithm',
  set = {
    ['/service/coverage'] = {
      { product = 'prd_example' },
      { product = 'prd_example', path = 'pth_example_1', ['function'] = 'fun_example_1_1' },
    },
  },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'coverage.redundant', path = '/service/coverage/1' } },
  },
}

case {
  name = '同一产品勾选两次，只提醒后一项',
  form = 'algorithm',
  set = { ['/service/coverage'] = { { product = 'prd_example' }, { product = 'prd_example' } } },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'coverage.redundant', path = '/service/coverage/1' } },
  },
}

case {
  name = '未登录试算：勾选是否存在不算错',
  form = 'algorithm',
  anonymous = true,
  expect = {
    verdict = 'acceptable', findings = { { rule = 'scope.anonymous' } },
    route = { area = '', class = '01', stage = 'preliminary' },
  },
}

case {
  name = '拟公示内容的算法名称不一致',
  form = 'algorithm',
  set = { ['/disclosure/name'] = '示例资讯文本生成算法-1' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'names.disclosure', path = '/disclosure/name', severity = 'error' } },
  },
}

case {
  name = '报告的算法名称不一致',
  form = 'algorithm',
  set = { ['/documents/report_algorithm_name'] = '示例文本生成算法' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'names.report', path = '/documents/report_algorithm_name' } },
  },
}

case {
  name = '算法名称的惯例写法，只提醒',
  form = 'algorithm',
  rule = 'names.style',
  at = '/basic/name',
  accepts = { '示例资讯文本生成算法', '示例资讯文本生成算法-2' },
  rejects = { '示例资讯推荐' },
}

case {
  name = '模态与格式：缺格式、多格式都指出',
  form = 'algorithm',
  set = {
    ['/data/output_modalities'] = { 'text', 'image' }, ['/data/output_formats'] = { 'txt', 'mp4' },
  },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'modality.format', path = '/data/output_formats', says = 'MP4' },
      { rule = 'modality.format', path = '/data/output_formats', says = '图像' },
    },
  },
}

case {
  name = '模态与格式一一对应',
  form = 'algorithm',
  set = {
    ['/data/output_modalities'] = { 'text', 'image' }, ['/data/output_formats'] = { 'txt', 'png' },
  },
  expect = { verdict = 'acceptable', absent = { 'modality.format' } },
}

case {
  name = '自研模型不要求第三方证明',
  form = 'algorithm',
  set = { ['/model/models/0/origin'] = 'self_developed' },
  unset = { '/attachments/third_party_proof', '/model/models/0/provider' },
  expect = { verdict = 'acceptable' },
}

case {
  name = '第三方模型必有提供方与证明',
  form = 'algorithm',
  unset = { '/attachments/third_party_proof', '/model/models/0/provider' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/attachments/third_party_proof' },
      { rule = 'form.required', path = '/model/models/0/provider' },
    },
  },
}

case {
  name = '提供方备案号写错，只提醒',
  form = 'algorithm',
  set = { ['/model/models/0/provider_filing_number'] = '网信算备110108645502802220012号' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'model.provider_number', path = '/model/models/0/provider_filing_number' },
    },
  },
}

case {
  name = '没有结果审核，只提醒',
  form = 'algorithm',
  set = { ['/strategy/output_review'] = 'none' },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'strategy.no_review', path = '/strategy/output_review' } },
  },
}

case {
  name = '既不涉及训练又有来源，只提醒',
  form = 'algorithm',
  set = { ['/data/training_sources'] = { 'none', 'open' } },
  expect = { verdict = 'acceptable', findings = { { rule = 'data.no_training' } } },
}

case {
  name = '大模型备案号填成算法备案编号，只提醒',
  form = 'algorithm',
  set = { ['/large_model/number'] = '网信算备110108645502802220011号' },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'large_model.number', path = '/large_model/number' } },
  },
}

case {
  name = '公示说明过短、雷同，只提醒',
  form = 'algorithm',
  set = { ['/disclosure/principle'] = '深度学习', ['/disclosure/mechanism'] = '深度学习' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'disclosure.short', path = '/disclosure/principle' },
      { rule = 'disclosure.repeated', path = '/disclosure/mechanism' },
    },
  },
}

case {
  name = '算法名称三处只有写法不同，只提示；名称中的部首字符也提示',
  form = 'algorithm',
  set = {
    ['/basic/name'] = '示例资讯文本⽣成算法', ['/disclosure/name'] = '示例资讯文本生成算法',
    ['/documents/report_algorithm_name'] = '示例资讯文本⽣成算法',
  },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'names.writing', path = '/disclosure/name', severity = 'notice', says = 'U+2F63' },
      { rule = 'names.radical', path = '/basic/name', severity = 'notice', says = '不是汉字“生”' },
    },
    absent = { 'names.disclosure', 'names.report' },
  },
}

case {
  name = '合成一个与分成两个码点的字母相等',
  form = 'algorithm',
  set = {
    ['/basic/name'] = 'Caf\u{E9}推荐算法', ['/disclosure/name'] = 'Cafe\u{301}推荐算法',
    ['/documents/report_algorithm_name'] = 'CAFE\u{301}推荐算法',
  },
  expect = { verdict = 'acceptable', absent = { 'names.disclosure', 'names.report' } },
}

case {
  name = '什么也看不见的名称等于没有填',
  form = 'algorithm',
  rule = 'form.required',
  at = '/basic/name',
  accepts = { '示例' },
  rejects = {
    ' ', '　', '\u{3164}', '\u{115F}\u{1160}', '\u{FFA0}', '\u{2800}', '\u{200B}\u{200D}',
    '\u{AD}',
  },
}

case {
  name = '说明文字可以分段，不能有改变文字方向或损坏的字符',
  form = 'algorithm',
  rule = 'form.character',
  at = '/disclosure/principle',
  accepts = { '第一段。\n\n第二段\u{200B}。\u{2028}第三段' },
  rejects = { '第一段\u{202E}', '第一段\u{FFFD}', '第一段\u{2066}' },
}
