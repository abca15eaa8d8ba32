-- 流程用例：一件备案从起草走到终点。每一步由系统自己的走向函数去走；每条走向至少有一例走过。

local TODAY = '2026-11-24'

-- ---- 主体 --------------------------------------------------------------------------------------

case {
  name = '主体：填写、提交、领取、退回任务、再领取、资质初审通过', form = 'subject', today = TODAY,
  way = {
    { 'save', expect = { state = 'draft' } },
    { 'submit', expect = { state = 'submitted', stage = 'preliminary', verdict = 'acceptable' } },
    { 'claim', expect = { state = 'preliminary_review' } },
    { 'release', expect = { state = 'submitted' } },
    { 'claim', by = '另一初审人员' },
    {
      'pass', by = '另一初审人员', on = '2026-12-01',
      expect = {
        state = 'approved', standing = 'in_force', stage = false, effects = { 'admit' },
        organization = { name = '示例科技（北京）有限公司' },
      },
    },
  },
}

case {
  name = '主体：退回后补正再提交，或不改就再提交；版本逐次增加', form = 'subject', today = TODAY,
  way = {
    { 'submit', expect = { version = 1 } },
    { 'claim' },
    { 'return', expect = { state = 'returned', standing = 'editable', stage = false } },
    { 'save', expect = { state = 'draft' } },
    { 'submit', on = '2026-12-01', expect = { version = 2, state = 'submitted' } },
    { 'claim', by = '乙' },
    { 'return', by = '乙' },
    { 'submit', expect = { version = 3 } },
    { 'claim', by = '丙' },
    { 'refuse', by = '丙', expect = { state = 'refused', standing = 'over', letter = 'refusal' } },
    { 'submit', expect = { refused = 'not_allowed' } },
  },
}

case {
  name = '主体：领取之前可以撤回，改后再交，也可以不改就再交；领取之后不能撤回', form = 'subject', today = TODAY,
  way = {
    { 'submit' },
    { 'withdraw', expect = { state = 'withdrawn', stage = false } },
    { 'save', expect = { state = 'draft' } },
    { 'submit' },
    { 'withdraw' },
    { 'submit' },
    { 'claim' },
    { 'withdraw', expect = { refused = 'not_allowed' } },
  },
}

case {
  name = '主体：没有填完的不能提交，仍在草稿', form = 'subject', today = TODAY,
  way = {
    {
      'submit', unset = { '/basic/name' },
      expect = { refused = 'not_acceptable', findings = { { rule = 'form.required' } } },
    },
    { 'save', expect = { state = 'draft', version = 1 } },
  },
}

-- ---- 算法 --------------------------------------------------------------------------------------

case {
  name = '算法：主体没有通过不能开始', form = 'algorithm', today = TODAY,
  way = {
    {
      'begin', forget = { '/organization/subject' }, expect = { refused = 'subject_not_approved' },
    },
  },
}

case {
  name = '算法：初审、复审由两人先后通过，编号并公示', form = 'algorithm', today = TODAY,
  facts = { ['/organization/serial'] = 1234567 },
  way = {
    { 'begin' },
    { 'save', expect = { state = 'draft' } },
    {
      'submit',
      expect = {
        state = 'submitted', stage = 'preliminary', clock = 'review', letter = 'acceptance',
      },
    },
    { 'claim', by = '甲' },
    { 'release', by = '甲' },
    { 'claim', by = '甲' },
    { 'pass', by = '甲', expect = { state = 'final_review', stage = 'final', letter = false } },
    { 'claim', by = '甲', expect = { refused = 'same_reviewer' } },
    { 'claim', by = '乙' },
    { 'release', by = '乙' },
    { 'claim', by = '乙' },
    {
      'pass', by = '乙', on = '2026-12-08',
      expect = {
        state = 'approved', standing = 'in_force', effects = { 'number', 'publish' },
        entry = { organization = '示例科技（北京）有限公司' }, notice = 'approved',
        letter = 'approval',
      },
    },
    { 'save', expect = { refused = 'not_allowed' } },
    {
      'revoke', on = '2027-01-04',
      expect = {
        state = 'revoked', standing = 'over', effects = { 'strike' }, letter = 'revocation',
      },
    },
  },
}

case {
  name = '算法：通过之后依职权注销', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' }, { 'pass' },
    {
      'deregister',
      expect = {
        state = 'deregistered', effects = { 'strike' }, notice = 'struck',
        letter = 'deregistration',
      },
    },
  },
}

case {
  name = '算法：初审退回，补正后复审退回，不改再交后初审不予备案', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' }, { 'claim' },
    {
      'return',
      expect = { state = 'returned', deadlines = { { name = 'review', state = 'paused' } } },
    },
    { 'save' },
    { 'submit', on = '2026-12-01', expect = { version = 2 } },
    { 'claim' }, { 'pass' }, { 'claim' },
    { 'return', expect = { state = 'returned', stage = false, letter = 'correction' } },
    { 'submit', on = '2026-12-15', expect = { version = 3 } },
    { 'claim' },
    { 'refuse', expect = { state = 'refused' } },
  },
}

case {
  name = '算法：复审不予备案', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'refuse', expect = { state = 'refused', standing = 'over', stage = false } },
  },
}

case {
  name = '算法：撤回后改了再交，撤回后不改再交', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' },
    { 'withdraw', expect = { state = 'withdrawn' } },
    { 'save' },
    { 'submit' },
    { 'withdraw' },
    { 'submit', expect = { state = 'submitted' } },
  },
}
