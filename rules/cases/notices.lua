-- 通知与补正期限：哪一步之后告诉谁，由 notices.lua 声明；这里写明各步应有的通知。

local TODAY = '2026-11-24'

case {
  name = '算法：每一步的通知；退回后起算补正期限，重新提交后不再计', form = 'algorithm', today = TODAY,
  way = {
    { 'save', expect = { notice = false } },
    { 'submit', expect = { notice = 'submitted', no_deadlines = { 'correction' } } },
    { 'claim', expect = { notice = false } },
    {
      'return', on = '2026-12-01',
      expect = {
        notice = 'returned',
        deadlines = {
          { name = 'correction', from = '2026-12-01', days = 20, state = 'running' },
        },
      },
    },
    {
      'save', on = '2026-12-02',
      expect = { deadlines = { { name = 'correction', from = '2026-12-01', state = 'running' } } },
    },
    {
      'submit', on = '2026-12-30',
      expect = { notice = 'submitted', no_deadlines = { 'correction' } },
    },
    { 'claim', expect = { notice = false } },
  },
}

case {
  name = '主体：通过与不予通过各有通知', form = 'subject', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'pass', expect = { notice = { 'subject_approved' } } },
  },
}

-- 变更：通过、不予变更、终止各有一次通知，每一步只有一种。
local CHANGED = {
  ['/filing/changed'] = { '/basic/name' },
  ['/filing/data/change'] = { changed_on = '2026-11-20', summary = '更名。' },
}
local function change(name, kind, way, set)
  case {
    name = name, form = kind, action = 'change', today = TODAY, facts = CHANGED, set = set,
    way = way,
  }
end

change('主体变更：通过的通知', 'subject', {
  { 'submit', expect = { notice = { 'submitted' } } }, { 'claim' },
  { 'pass', expect = { notice = { 'change_approved' } } },
})
change('算法变更：初审通过不通知，复审通过才通知', 'algorithm', {
  { 'submit' }, { 'claim', by = '甲' }, { 'pass', by = '甲', expect = { notice = false } },
  { 'claim', by = '乙' }, { 'pass', by = '乙', expect = { notice = { 'change_approved' } } },
}, { ['/basic/class'] = 'ranking_selection' }) -- 本地为别的类另设一道审核的，不受影响
change('算法变更：不予变更的通知', 'algorithm', {
  { 'submit' }, { 'claim' }, { 'refuse', expect = { notice = { 'refused' } } },
})
change('主体变更：不予变更的通知', 'subject', {
  { 'submit' }, { 'claim' }, { 'refuse', expect = { notice = { 'refused' } } },
})
change('算法变更：草稿终止的通知', 'algorithm', { { 'lapse', expect = { notice = { 'lapsed' } } } })
change('算法变更：在审时终止的通知', 'algorithm', {
  { 'submit' }, { 'claim' }, { 'lapse', expect = { notice = { 'lapsed' } } },
})

case {
  name = '主体：不予通过的通知', form = 'subject', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'refuse', expect = { notice = 'refused' } },
  },
}
