-- 技术审核的流程用例。示例填满的一份是生成合成类：基础集走到复审的用例，在这里按名称取代，改由不经技术审核的类别去走。

local TODAY = '2026-11-24'
local ELSEWHERE = { ['/basic/class'] = 'personalized_push' }

-- ---- 生成合成类：多一道技术审核 ------------------------------------------------------------------------

case {
  name = '技术审核：生成合成类依次经初审、技术审核、复审三人', form = 'algorithm', today = TODAY,
  way = {
    {
      'submit',
      expect = {
        stage = 'preliminary', clock = 'review', due_on = '2027-01-06',
        no_deadlines = { 'technical_review' },
      },
    },
    { 'claim', by = '甲' },
    {
      'pass', by = '甲', on = '2026-12-01',
      expect = {
        state = 'technical_review', stage = 'technical', clock = 'technical_review',
        due_on = '2026-12-29',
        deadlines = { { name = 'technical_review', from = '2026-12-01', due_on = '2026-12-29' } },
      },
    },
    { 'claim', by = '甲', expect = { refused = 'same_reviewer' } },
    { 'claim', by = '乙', expect = { state = 'technical_review' } },
    { 'release', by = '乙', expect = { state = 'technical_review' } },
    { 'claim', by = '乙' },
    {
      'pass', by = '乙', on = '2026-12-02',
      expect = {
        state = 'final_review', stage = 'final', clock = 'review', due_on = '2027-01-06',
        no_deadlines = { 'technical_review' },
      },
    },
    { 'claim', by = '丙' },
    { 'pass', by = '丙', expect = { state = 'approved', effects = { 'number', 'publish' } } },
  },
}

case {
  name = '技术审核：退回补正，再交后从初审开始', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'return', expect = { state = 'returned', stage = false } },
    { 'submit', expect = { state = 'submitted', stage = 'preliminary' } },
  },
}

case {
  name = '技术审核：不予备案', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'refuse', expect = { state = 'refused', standing = 'over' } },
  },
}

-- ---- 其他类别：和从前一样 -----------------------------------------------------------------------------

case {
  name = '算法：初审、复审由两人先后通过，编号并公示', form = 'algorithm', today = TODAY, set = ELSEWHERE,
  way = {
    { 'begin' },
    { 'save', expect = { state = 'draft' } },
    { 'submit', expect = { state = 'submitted', no_deadlines = { 'technical_review' } } },
    { 'claim', by = '甲' },
    { 'release', by = '甲' },
    { 'claim', by = '甲' },
    { 'pass', by = '甲', expect = { state = 'final_review', stage = 'final' } },
    { 'claim', by = '乙' },
    { 'release', by = '乙' },
    { 'claim', by = '乙' },
    { 'pass', by = '乙', expect = { state = 'approved', effects = { 'number', 'publish' } } },
    { 'revoke', expect = { state = 'revoked', effects = { 'strike' } } },
  },
}

case {
  name = '算法：通过之后依职权注销', form = 'algorithm', today = TODAY, set = ELSEWHERE,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' }, { 'pass' },
    { 'deregister', expect = { state = 'deregistered', effects = { 'strike' } } },
  },
}

case {
  name = '算法：初审退回，补正后复审退回，不改再交后初审不予备案', form = 'algorithm', today = TODAY,
  set = ELSEWHERE,
  way = {
    { 'submit' }, { 'claim' },
    { 'return', expect = { state = 'returned' } },
    { 'save' },
    { 'submit', expect = { version = 2 } },
    { 'claim' }, { 'pass' }, { 'claim' },
    { 'return', expect = { state = 'returned', stage = false } },
    { 'submit', expect = { version = 3 } },
    { 'claim' },
    { 'refuse', expect = { state = 'refused' } },
  },
}

case {
  name = '算法：复审不予备案', form = 'algorithm', today = TODAY, set = ELSEWHERE,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' },
    { 'refuse', expect = { state = 'refused', standing = 'over' } },
  },
}

case {
  name = '变更在技术审核时原备案失效，终止办理', form = 'algorithm', action = 'change', today = TODAY,
  facts = { ['/filing/changed'] = { '/basic/name' } },
  way = {
    { 'submit' }, { 'claim' }, { 'pass', expect = { state = 'technical_review' } },
    { 'lapse', expect = { state = 'lapsed' } },
  },
}
