-- 监督事项的流程用例：投诉、责令限期改正、处罚，每一步由系统自己的走向函数去走。一步写作 种类.moves 的代码，
-- 如 'order.issue'；每条走向至少有一例走过。不写 as 的，由 who 的第一个角色办理；人名写在 by。

local TODAY = '2026-11-24'
-- 由两人先后通过的一类：本地为别的类另设一道审核的，不受影响。
local PLAIN = { ['/basic/class'] = 'ranking_selection' }

-- 投诉、异议只对公示的备案提出，所以先走到通过。

case {
  name = '投诉：受理、答复；单位始终看不到', form = 'algorithm', today = '2026-06-01',
  set = PLAIN,
  way = {
    { 'complaint.complain', expect = { refused = 'not_found' } },
    { 'submit' }, { 'claim' }, { 'pass' },
    { 'complaint.complain', expect = { refused = 'not_found' } },
    { 'claim' }, { 'pass' },
    {
      'complaint.complain', text = '  ',
      expect = { refused = 'matter_invalid', findings = { { rule = 'matter.text' } } },
    },
    { 'complaint.complain', as = 'filer', expect = { refused = 'role_required' } },
    {
      'complaint.complain', on = '2026-06-08',
      expect = {
        state = 'received', due_on = '2026-06-15', over = false, told = false, history = false,
        notice = false,
      },
    },
    { 'complaint.answer', expect = { refused = 'state_conflict' } },
    { 'complaint.take', as = 'filer', expect = { refused = 'role_required' } },
    {
      'complaint.take', on = '2026-06-09',
      expect = { state = 'handling', due_on = '2026-07-22', told = false },
    },
    { 'complaint.answer', text = false, expect = { refused = 'matter_invalid' } },
    {
      'complaint.answer', as = 'final_reviewer', on = '2026-06-18',
      expect = {
        state = 'answered', over = true, due_on = false, told = false, history = false,
      },
    },
    { 'complaint.answer', expect = { refused = 'state_conflict' } },
  },
}

case {
  name = '投诉：不予受理；期限届满只记一次，之后再提的另算', form = 'algorithm', today = TODAY,
  set = PLAIN,
  way = {
    { 'submit' }, { 'claim' }, { 'pass' }, { 'claim' }, { 'pass' },
    { 'complaint.missed', expect = { refused = 'not_found' } },
    { 'complaint.complain', expect = { due_on = '2026-12-01' } },
    { 'complaint.missed', on = '2026-12-01', expect = { refused = 'not_over' } },
    {
      'complaint.missed', on = '2026-12-02',
      expect = { state = 'received', notice = 'term_missed', history = false },
    },
    { 'complaint.missed', on = '2026-12-03', expect = { refused = 'not_over' } },
    { 'complaint.reject', expect = { state = 'rejected', over = true, told = false } },
    { 'complaint.complain', expect = { state = 'received', due_on = '2026-12-10' } },
  },
}

case {
  name = '限期改正：答复、再行改正、确认；单位每一步都知道，写进备案的办理经过', form = 'algorithm', today = TODAY,
  way = {
    { 'order.issue', due_on = '2026-12-31', expect = { refused = 'not_found' } },
    { 'submit' },
    { 'order.issue', as = 'filer', due_on = '2026-12-31', expect = { refused = 'role_required' } },
    {
      'order.issue',
      expect = { refused = 'matter_invalid', findings = { { rule = 'matter.due_on' } } },
    },
    {
      'order.issue', due_on = TODAY,
      expect = { refused = 'matter_invalid', findings = { { rule = 'matter.due_on' } } },
    },
    {
      'order.issue', due_on = '2026-12-31',
      expect = {
        state = 'issued', due_on = '2026-12-31', over = false, told = true, history = true,
        notice = 'order_issued',
      },
    },
    { 'order.reply', as = 'final_reviewer', expect = { refused = 'role_required' } },
    { 'order.reply', files = 11, expect = { refused = 'matter_invalid' } },
    {
      'order.reply', files = 10, on = '2026-12-10',
      expect = {
        state = 'replied', due_on = '2026-12-31', history = true, notice = 'order_replied',
      },
    },
    { 'order.extend', due_on = '2027-01-15', expect = { refused = 'state_conflict' } },
    {
      'order.again', due_on = '2027-01-15',
      expect = { state = 'issued', due_on = '2027-01-15', notice = 'order_issued' },
    },
    { 'order.reply' },
    {
      'order.confirm', text = false,
      expect = {
        state = 'met', over = true, due_on = false, history = true, notice = 'order_ended',
      },
    },
    { 'order.lift', expect = { refused = 'state_conflict' } },
  },
}

case {
  name = '限期改正：申请延期，最多推后三十日，最多两次；准予、不予、自行延长', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' },
    { 'order.issue', due_on = '2026-12-31' },
    { 'order.ask', due_on = '2026-12-31', expect = { refused = 'matter_invalid' } },
    { 'order.ask', due_on = '2027-01-31', expect = { refused = 'matter_invalid' } },
    {
      'order.ask', due_on = '2027-01-30',
      expect = { state = 'asked', due_on = '2026-12-31', history = true, notice = 'order_asked' },
    },
    { 'order.grant', due_on = '2027-01-31', expect = { refused = 'matter_invalid' } },
    {
      'order.grant', due_on = '2027-01-20', expect = { state = 'issued', due_on = '2027-01-20' },
    },
    { 'order.extend', due_on = '2027-03-01', expect = { state = 'issued', due_on = '2027-03-01' } },
    { 'order.ask', due_on = '2027-03-15', expect = { state = 'asked' } },
    { 'order.deny', expect = { state = 'issued', due_on = '2027-03-01', told = true } },
    {
      'order.ask', due_on = '2027-03-15',
      expect = { refused = 'matter_invalid', findings = { { rule = 'matter.times' } } },
    },
    { 'order.lift', expect = { state = 'lifted', over = true, notice = 'order_ended' } },
  },
}

case {
  name = '限期改正：期限届满记一次，延长后另算；认定未改正', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' },
    { 'order.issue', due_on = '2026-12-04' },
    {
      'order.missed', on = '2026-12-07',
      expect = { state = 'issued', history = true, notice = { 'order_missed', 'term_missed' } },
    },
    { 'order.missed', on = '2026-12-08', expect = { refused = 'not_over' } },
    { 'order.extend', due_on = '2026-12-15' },
    { 'order.missed', on = '2026-12-16', expect = { state = 'issued', history = true } },
    { 'order.fail', expect = { state = 'not_met', over = true, history = true } },
    { 'order.issue', due_on = '2027-01-29', expect = { state = 'issued' } },
    { 'order.ask', due_on = '2027-02-05' },
    { 'order.fail', expect = { state = 'not_met' } },
    { 'order.issue', due_on = '2027-01-29' },
    { 'order.ask', due_on = '2027-02-05' },
    { 'order.reply', expect = { state = 'replied', due_on = '2027-01-29' } },
    { 'order.fail', expect = { state = 'not_met', due_on = false } },
    { 'order.issue', due_on = '2027-01-29' },
    { 'order.ask', due_on = '2027-02-05' },
    { 'order.lift', expect = { state = 'lifted' } },
    { 'order.issue', due_on = '2027-01-29' },
    { 'order.reply' },
    { 'order.lift', expect = { state = 'lifted' } },
  },
}

case {
  name = '处罚：一人提出，另一人确认，之前单位看不到；罚款有幅度', form = 'algorithm', today = TODAY,
  way = {
    { 'submit' },
    { 'penalty.propose', by = '甲', expect = { refused = 'matter_invalid' } },
    { 'penalty.propose', by = '甲', type = 'none_such', expect = { refused = 'matter_invalid' } },
    {
      'penalty.propose', by = '甲', type = 'fine', amount = 9999,
      expect = { refused = 'matter_invalid', findings = { { rule = 'matter.amount' } } },
    },
    {
      'penalty.propose', by = '甲', type = 'fine', amount = 100001,
      expect = { refused = 'matter_invalid' },
    },
    {
      'penalty.propose', by = '甲', type = 'warning', amount = 10000,
      expect = { refused = 'matter_invalid' },
    },
    {
      'penalty.propose', by = '甲', type = 'fine', amount = 10000,
      expect = {
        state = 'proposed', told = false, history = false, due_on = false, notice = false,
      },
    },
    { 'penalty.record', by = '甲', expect = { refused = 'same_person' } },
    {
      'penalty.record', by = '乙',
      expect = {
        state = 'recorded', over = true, told = true, history = true,
        notice = 'penalty_recorded',
      },
    },
    { 'penalty.propose', by = '甲', type = 'fine', amount = 100000 },
    {
      'penalty.drop', by = '甲',
      expect = { state = 'dropped', over = true, told = false, history = false, notice = false },
    },
  },
}
