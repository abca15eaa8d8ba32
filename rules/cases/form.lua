case {
  name = '类型不对、选项不对、日期不存在、多余字段一次指出',
  form = 'algorithm',
  set = {
    ['/basic/name'] = 5,
    ['/basic/class'] = 'magic',
    ['/basic/online_on'] = '2026-02-30',
    ['/basic/nickname'] = 'x',
    ['/basic/application_fields'] = { 'news', 'news', 'nowhere' },
    ['/data/contains_identity'] = 'no',
    ['/risk'] = 'none',
    ['/extra'] = {},
  },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.type', path = '/basic/name' }, { rule = 'form.choice', path = '/basic/class' },
      { rule = 'form.date', path = '/basic/online_on' },
      { rule = 'form.unknown', path = '/basic/nickname' },
      { rule = 'form.items', path = '/basic/application_fields/1' },
      { rule = 'form.choice', path = '/basic/application_fields/2' },
      { rule = 'form.type', path = '/data/contains_identity' },
      { rule = 'form.type', path = '/risk' }, { rule = 'form.unknown', path = '/extra' },
    },
  },
}

case {
  name = '空白的算法备案一次指出全部必填项',
  form = 'algorithm',
  base = 'empty',
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/basic/name', says = '未填写' },
      { rule = 'form.required', path = '/basic/class', says = '未选择' },
      { rule = 'form.required', path = '/disclosure/principle', says = '未填写' },
      { rule = 'form.required', path = '/documents/self_assessment', says = '未上传' },
      { rule = 'form.required', path = '/data/output_formats', says = '未选择' },
      { rule = 'form.required', path = '/data/contains_identity', says = '未选择' },
      { rule = 'form.required', path = '/model/models', says = '未填写' },
      { rule = 'form.required', path = '/risk/abuse', says = '未填写' },
      { rule = 'form.required', path = '/service/coverage', says = '未勾选' },
    },
  },
}

case {
  name = '文字过长、数字超限',
  form = 'product',
  set = { ['/name'] = string.rep('名', limits.name_max + 1), ['/daily_active'] = -1 },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.length', path = '/name' }, { rule = 'form.range', path = '/daily_active' },
    },
  },
}

case {
  name = '文字正好到限度',
  form = 'product',
  set = { ['/name'] = string.rep('名', limits.name_max) },
  expect = { verdict = 'acceptable', absent = { 'form.length' } },
}

case {
  name = '附件不存在、类型不对、过大',
  form = 'subject',
  set = { ['/attachments/commitment'] = 'att_nowhere' },
  facts = {
    ['/attachments/att_work_proof/media_type'] =
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ['/attachments/att_document_image/size_bytes'] = limits.image_max_bytes + 1,
  },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.attachment', path = '/attachments/commitment' },
      { rule = 'form.attachment', path = '/security_officer/work_proof' },
      { rule = 'form.attachment', path = '/legal_representative/document_image' },
    },
  },
}

case {
  name = '空值与未填相同',
  form = 'algorithm',
  set = { ['/basic/late_note'] = null, ['/basic/scenario'] = '  ' },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.required', path = '/basic/scenario' } },
    absent = { 'form.type' },
  },
}

case {
  name = '只填必填项：有条件的必填项逐一指出',
  form = 'algorithm',
  base = 'required',
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'form.required', path = '/basic/role' },
      { rule = 'form.required', path = '/basic/online_on' },
      { rule = 'form.required', path = '/model/models/0/provider' },
      { rule = 'form.required', path = '/strategy/explicit_marking' },
      { rule = 'form.required', path = '/attachments/marking_scheme' },
      { rule = 'form.required', path = '/attachments/marking_screenshots' },
      { rule = 'form.required', path = '/attachments/third_party_proof' },
      { rule = 'form.required', path = '/service/coverage' },
    },
  },
}

case {
  name = '单行文字里的换行',
  form = 'algorithm',
  set = { ['/basic/name'] = '示例资讯\n文本生成算法', ['/basic/scenario'] = '第一段\n第二段' },
  expect = {
    verdict = 'not_acceptable', findings = { { rule = 'form.character', path = '/basic/name' } },
  },
}
