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

case {
  name = '主体：不予通过的通知', form = 'subject', today = TODAY,
  way = {
    { 'submit' }, { 'claim' }, { 'refuse', expect = { notice = 'refused' } },
  },
}
