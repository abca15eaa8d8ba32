-- 大模型备案的流程用例：每条走向至少有一例走过。

local TODAY = '2026-11-24'

case {
  name = '大模型：主体没有通过不能开始', form = 'large_model', today = TODAY,
  way = {
    {
      'begin', forget = { '/organization/subject' }, expect = { refused = 'subject_not_approved' },
    },
  },
}

case {
  name = '大模型：安全评估、复核各由一人办理，得编号并公示，后撤销', form = 'large_model', today = TODAY,
  way = {
    { 'begin' },
    { 'save', expect = { state = 'draft' } },
    {
      'submit',
      expect = {
        verdict = 'acceptable', state = 'awaiting_assessment', stage = 'safety_assessment',
        clock = 'assessment', route = { area = '110108', stage = 'safety_assessment' },
      },
    },
    { 'claim', expect = { state = 'in_assessment' } },
    { 'release', expect = { state = 'awaiting_assessment' } },
    { 'claim', by = '甲' },
    { 'pass', by = '甲', expect = { state = 'rechecking', stage = 'recheck', clock = 'recheck' } },
    { 'claim', by = '甲', expect = { refused = 'same_reviewer' } },
    { 'claim', by = '乙', expect = { state = 'rechecking' } },
    { 'release', by = '乙' },
    { 'claim', by = '乙' },
    {
      'pass', by = '乙', on = '2026-12-01',
      expect = {
        state = 'approved', standing = 'in_force', effects = { 'number', 'publish' },
        number = '{prefix}202612011234567001{suffix}',
        entry = {
          algorithm_name = '示例大模型', algorithm_type = 'model_text', algorithm_type_label = '大模型（文本）',
          organization = '示例科技（北京）有限公司', area = '110108', note = '大模型备案',
          disclosure = { purpose = '为公众提供文本问答服务。' },
        },
      },
    },
    { 'revoke', expect = { state = 'revoked', standing = 'over', effects = { 'strike' } } },
  },
}

case {
  name = '大模型：撤回、退回补正后再交，复核退回、不予备案', form = 'large_model', today = TODAY,
  way = {
    { 'submit' },
    { 'withdraw', expect = { state = 'withdrawn' } },
    { 'submit', expect = { state = 'awaiting_assessment' } },
    { 'withdraw' },
    { 'save', expect = { state = 'draft' } },
    { 'submit' },
    { 'claim' },
    { 'return', expect = { state = 'returned', standing = 'editable' } },
    { 'submit', expect = { state = 'awaiting_assessment' } },
    { 'claim' },
    { 'pass', expect = { state = 'rechecking' } },
    { 'claim' },
    { 'return', expect = { state = 'returned' } },
    { 'save', expect = { state = 'draft' } },
    { 'submit' },
    { 'claim' },
    { 'pass' },
    { 'claim' },
    { 'refuse', expect = { state = 'refused', standing = 'over' } },
  },
}

case {
  name = '大模型：安全评估不予备案', form = 'large_model', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'refuse', expect = { state = 'refused', standing = 'over' } },
  },
}

case {
  name = '大模型：备案后依职权注销', form = 'large_model', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' }, { 'pass' },
    { 'deregister', expect = { state = 'deregistered', effects = { 'strike' } } },
  },
}

-- ---- 表单、检查与编号 ------------------------------------------------------------------------------

case {
  name = '大模型：在开源模型上训练的，须写开源模型名称', form = 'large_model',
  set = { ['/basic/origin'] = 'open_source' }, unset = { '/basic/base_model' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.required', path = '/basic/base_model' } },
  },
}

case {
  name = '大模型：拒答率低于 95% 只提醒', form = 'large_model',
  rule = 'large_model.refusal_rate', at = '/assessment/refusal_rate',
  accepts = { 95, 100 }, rejects = { 94, 0 },
}

case {
  name = '大模型：编号照人们的写法放宽，写错的指出', ask = 'number', series = 'large_model',
  vectors = {
    { text = '{prefix}202612011234567001{suffix}', digits = '202612011234567001' },
    { text = '2026 1201 1234567 001', digits = '202612011234567001' },
    { text = '{prefix}2026{suffix}', reason = 'malformed' },
  },
}

case {
  name = '大模型：流水号超出三位，不能编号', form = 'large_model', ask = 'publish',
  facts = { ['/issue/serials'] = { [''] = 999 }, ['/issue/filed_on'] = '2026-11-24' },
  expect = { raises = '流水号“1000”不是至多 3 位的数字，不能编号' },
}
