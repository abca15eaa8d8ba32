-- 变更与注销。

local TODAY = '2026-11-24'
-- 生成合成之外的一类：本地规则为它另设阶段的，不在这里走。
local CLASS = { ['/basic/class'] = 'ranking_selection' }
local CHANGED = { ['/filing/changed'] = { '/basic/name' } }

-- ---- 判断 --------------------------------------------------------------------------------------

case {
  name = '变更：没有改动任何内容', form = 'algorithm', action = 'change',
  facts = { ['/filing/changed'] = {} },
  expect = { verdict = 'not_acceptable', findings = { { rule = 'change.nothing', path = '' } } },
}
case {
  name = '变更：改动了名称，期限由变更之日起算', form = 'algorithm', action = 'change', facts = CHANGED,
  set = { ['/change/changed_on'] = '2026-11-20' },
  expect = {
    verdict = 'acceptable', absent = { 'change.nothing', 'change.late' },
    deadlines = { { name = 'change', from = '2026-11-20', days = 10, due_on = '2026-12-04' } },
    no_deadlines = { 'first_filing', 'ending' },
  },
}
case {
  name = '变更：算法类型不能变更', form = 'algorithm', action = 'change',
  facts = { ['/filing/changed'] = { '/basic/class', '/basic/name' } },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'form.fixed', path = '/basic/class', says = '不能变更' } },
  },
}
case {
  name = '变更：没有写变更之日', form = 'subject', action = 'change', facts = CHANGED,
  unset = { '/change/changed_on' },
  expect = { findings = { { rule = 'form.required', path = '/change/changed_on' } } },
}
case {
  name = '变更：逾期的只提醒', form = 'algorithm', action = 'change', facts = CHANGED,
  set = { ['/change/changed_on'] = '2026-10-12' },
  expect = { verdict = 'acceptable', findings = { { rule = 'change.late' } } },
}
case {
  name = '变更之日不能晚于今天', form = 'algorithm', action = 'change', facts = CHANGED,
  rule = 'change.future', at = '/change/changed_on',
  accepts = { '2026-11-24', '2026-11-23' }, rejects = { '2026-11-25', '2030-01-01' },
}
case {
  name = '主体变更之日也不能晚于今天', form = 'subject', action = 'change', facts = CHANGED,
  set = { ['/change/changed_on'] = '2026-11-25' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'change.future', path = '/change/changed_on', severity = 'error' } },
  },
}
case {
  name = '终止服务之日不能晚于今天', form = 'algorithm', action = 'deregister',
  facts = { ['/filing/changed'] = {} }, rule = 'deregister.future', at = '/ending/ended_on',
  accepts = { '2026-11-24', '2026-11-23' }, rejects = { '2026-11-25', '2030-01-01' },
}

-- 所针对的备案何时通过：先后通过过两次，现行的是后一次。
local function approved(first, now, changed)
  return {
    ['/filing/first_approved_on'] = first, ['/filing/approved_on'] = now,
    ['/filing/changed'] = changed,
  }
end

case {
  name = '变更之日早于现行内容通过之日，只提醒', form = 'algorithm', action = 'change',
  facts = approved('2026-11-10', '2026-11-16', { '/basic/name' }),
  rule = 'change.before_approval', at = '/change/changed_on',
  accepts = { '2026-11-16', '2026-11-24' }, rejects = { '2026-11-15', '2026-11-09' },
}
case {
  name = '主体变更之日早于通过之日，只提醒', form = 'subject', action = 'change',
  facts = approved('2026-11-16', '2026-11-16', { '/basic/name' }),
  set = { ['/change/changed_on'] = '2026-11-13' },
  expect = {
    verdict = 'acceptable', findings = {
      {
        rule = 'change.before_approval', path = '/change/changed_on', severity = 'warning',
        says = '早于现行备案内容通过之日 2026-11-16',
      },
    },
  },
}
case {
  name = '首次通过之前变的，期限自首次通过之日起', form = 'algorithm', action = 'change',
  facts = approved('2026-11-10', '2026-11-16', { '/basic/name' }),
  set = { ['/change/changed_on'] = '2026-10-12' },
  expect = {
    verdict = 'acceptable', absent = { 'change.late' },
    deadlines = { { name = 'change', from = '2026-11-10', days = 10, due_on = '2026-11-24' } },
  },
}
case {
  name = '首次通过之后变的，期限仍自变更之日起', form = 'algorithm', action = 'change',
  facts = approved('2026-10-12', '2026-11-16', { '/basic/name' }),
  set = { ['/change/changed_on'] = '2026-10-13' },
  expect = {
    findings = { { rule = 'change.before_approval' }, { rule = 'change.late' } },
    deadlines = { { name = 'change', from = '2026-10-13', days = 10 } },
  },
}
case {
  name = '终止服务之日早于通过之日，只提醒', form = 'algorithm', action = 'deregister',
  facts = approved('2026-11-16', '2026-11-16', {}),
  rule = 'deregister.before_approval', at = '/ending/ended_on',
  accepts = { '2026-11-16', '2026-11-24' }, rejects = { '2026-11-15', '2026-09-01' },
}
case {
  name = '首次通过之前终止的，期限自首次通过之日起', form = 'algorithm', action = 'deregister',
  facts = approved('2026-11-16', '2026-11-16', {}), set = { ['/ending/ended_on'] = '2026-09-01' },
  expect = {
    verdict = 'acceptable', absent = { 'deregister.late' },
    deadlines = { { name = 'ending', from = '2026-11-16', days = 20 } },
  },
}
case {
  name = '首次备案不填变更情况', form = 'algorithm', set = { ['/change'] = { summary = '变了' } },
  expect = { findings = { { rule = 'form.unknown', path = '/change', says = '这次办理不填' } } },
}
case {
  name = '注销：除终止服务外不能改动', form = 'algorithm', action = 'deregister', facts = CHANGED,
  expect = {
    findings = { { rule = 'form.fixed', path = '/basic/name', says = '注销不能改动它' } },
    absent = { 'deregister.late' },
    deadlines = { { name = 'ending', from = '2026-11-20', days = 20, due_on = '2026-12-18' } },
  },
}
case {
  name = '注销：逾期的只提醒', form = 'algorithm', action = 'deregister',
  set = { ['/ending/ended_on'] = '2026-09-01' }, facts = { ['/filing/changed'] = {} },
  expect = { verdict = 'acceptable', findings = { { rule = 'deregister.late' } } },
}
case {
  name = '变更：公示的备注写明何日变更，不另编号', ask = 'publish', form = 'algorithm',
  facts = { ['/issue'] = { filed_on = '2026-11-24', amended_on = '2026-12-08' } },
  expect = { entry = { note = '2026-12-08 变更' } },
}

-- ---- 流程 --------------------------------------------------------------------------------------

case {
  name = '主体变更：退回补正后通过，单位名称随之改变', form = 'subject', action = 'change', today = TODAY,
  facts = CHANGED,
  way = {
    { 'submit' }, { 'claim' }, { 'return' }, { 'submit' }, { 'claim' },
    {
      'pass', expect = {
        state = 'completed', standing = 'over', stage = false, effects = { 'amend' },
        organization = { name = '示例科技（北京）有限公司' },
      },
    },
  },
}
case {
  name = '算法变更：初审、复审由两人先后通过，公示更新，编号不变', form = 'algorithm', action = 'change',
  today = TODAY, facts = CHANGED, set = CLASS,
  way = {
    { 'submit', expect = { deadlines = { { name = 'change', state = 'met' } } } },
    { 'withdraw' }, { 'submit' },
    { 'claim', by = '甲' }, { 'pass', by = '甲', expect = { state = 'final_review' } },
    { 'claim', by = '甲', expect = { refused = 'same_reviewer' } },
    { 'claim', by = '乙' },
    {
      'pass', by = '乙', on = '2026-12-08', expect = {
        state = 'completed', standing = 'over', effects = { 'amend' }, letter = 'change',
        entry = { note = '2026-12-08 变更' },
      },
    },
    { 'submit', expect = { refused = 'not_allowed' } },
  },
}
case {
  name = '算法变更：不予变更', form = 'algorithm', action = 'change', today = TODAY, facts = CHANGED,
  way = { { 'submit' }, { 'claim' }, { 'refuse', expect = { letter = 'refusal_change' } } },
}
case {
  name = '算法注销：两人先后通过，原备案随之注销', form = 'algorithm', action = 'deregister', today = TODAY,
  facts = { ['/filing/changed'] = {} }, set = CLASS,
  way = {
    { 'submit', expect = { deadlines = { { name = 'ending', state = 'met' } } } },
    { 'claim', by = '甲' }, { 'pass', by = '甲' }, { 'claim', by = '乙' },
    {
      'pass', by = '乙',
      expect = {
        state = 'completed', standing = 'over', effects = { 'finish' }, letter = 'ending',
      },
    },
  },
}

-- ---- 原备案先被撤销、注销的 ------------------------------------------------------------------------

local LAPSED = { state = 'lapsed', standing = 'over', stage = false }

local function ends(name, way)
  case {
    name = name, form = 'algorithm', action = 'change', today = TODAY, facts = CHANGED,
    set = CLASS, way = way,
  }
end

ends('变更起草时原备案失效，终止办理', { { 'lapse', expect = LAPSED } })
ends('变更待审核时原备案失效，终止办理', { { 'submit' }, { 'lapse', expect = LAPSED } })
ends('变更初审时原备案失效，终止办理', { { 'submit' }, { 'claim' }, { 'lapse', expect = LAPSED } })
ends('变更复审时原备案失效，终止办理', {
  { 'submit' }, { 'claim' }, { 'pass' }, { 'lapse', expect = LAPSED },
})
ends('变更退回后原备案失效，终止办理', {
  { 'submit' }, { 'claim' }, { 'return' }, { 'lapse', expect = LAPSED },
})
ends('变更撤回后原备案失效，终止办理', {
  { 'submit' }, { 'withdraw' }, { 'lapse', expect = LAPSED },
})
