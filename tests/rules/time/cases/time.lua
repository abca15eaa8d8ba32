-- ---- 按日期取值的数 ---------------------------------------------------------------------------------

case {
  name = '第一个日期之前没有数，期限不起算', form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2022-02-28' }, expect = { no_deadlines = { 'answer' } },
}
case {
  name = '第一个日期当日起有数', form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2022-03-01' },
  expect = { deadlines = { { name = 'answer', days = 10, due_on = '2022-03-15' } } },
}
case {
  name = '改数的前一日仍是旧数', form = 'algorithm', facts = { ['/filing/submitted_on'] = '2026-12-31' },
  expect = { deadlines = { { name = 'answer', days = 10 } } },
}
case {
  name = '改数的当日是新数', form = 'algorithm', facts = { ['/filing/submitted_on'] = '2027-01-01' },
  expect = { deadlines = { { name = 'answer', days = 15 } } },
}
case {
  name = '所看的日期没有填，没有数', form = 'algorithm', expect = { no_deadlines = { 'answer' } },
}
case {
  name = '没有写 by 的看当日：旧', form = 'subject', today = '2026-11-30',
  expect = { findings = { { rule = 'time.grade', says = '旧' } } },
}
case {
  name = '没有写 by 的看当日：新', form = 'subject', today = '2026-12-01',
  expect = { findings = { { rule = 'time.grade', says = '新' } } },
}
case {
  name = '没有写 by 的看当日：尚无', form = 'subject', today = '2025-12-31',
  expect = { absent = { 'time.grade' } },
}

-- ---- 导出的事实 -----------------------------------------------------------------------------------

case {
  name = '导出的事实留在结论里，检查读得到', form = 'algorithm',
  expect = {
    derived = { risk = 'high', weight = 10, role = 'provider' },
    findings = { { rule = 'time.derived', says = 'high10' } },
  },
}
case {
  name = '另一种取值', form = 'algorithm',
  set = { ['/basic/class'] = 'ranking_selection', ['/basic/role'] = null },
  expect = { derived = { risk = 'low', weight = 1 } },
}
case {
  name = '说不清的不给出', form = 'algorithm', set = { ['/basic/name'] = '说不清' },
  expect = { derived = { weight = 1 }, absent = { 'time.derived' } },
}
case {
  name = '不适用的种类没有', form = 'subject', expect = { derived = {}, absent = { 'time.derived' } },
}

-- ---- 以日、以月计 ----------------------------------------------------------------------------------

case {
  name = '以日计的期限', form = 'algorithm', today = '2026-09-20',
  facts = { ['/filing/submitted_on'] = '2026-09-11' },
  expect = {
    deadlines = {
      {
        name = 'calendar', unit = 'day', days = 20, due_on = '2026-10-01', state = 'running',
        left = 11, provisional = false,
      },
      -- 一个月满于 10 月 11 日，星期日，顺延一日
      { name = 'months', unit = 'month', days = 1, due_on = '2026-10-12', state = 'running' },
    },
  },
}
case {
  name = '末日之内不算逾期，次日逾期', form = 'algorithm', today = '2026-10-02',
  facts = { ['/filing/submitted_on'] = '2026-09-11' },
  expect = {
    deadlines = {
      { name = 'calendar', state = 'missed' }, { name = 'months', state = 'running', left = 10 },
    },
  },
}

-- ---- 暂停 --------------------------------------------------------------------------------------
-- 2026-11-02 是星期一。五个工作日：3、4、5、6、9 日。

case {
  name = '没有暂停', form = 'algorithm', today = '2026-11-03',
  facts = { ['/filing/submitted_on'] = '2026-11-02' },
  expect = {
    deadlines = { { name = 'pausing', due_on = '2026-11-09', state = 'running', left = 4 } },
    findings = { { rule = 'time.clock', says = 'running 2026-11-09' } },
  },
}
case {
  name = '暂停之日、恢复之日和其间的工作日都不计', form = 'algorithm', today = '2026-11-13',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-05', to = '2026-11-12' } },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-17', state = 'running', waited = 6 } } },
}
case {
  name = '当日暂停、当日恢复的，这一日不计', form = 'algorithm', today = '2026-11-06',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-05', to = '2026-11-05' } },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-10' } } },
}
case {
  name = '两次暂停首尾相接的，同一日只扣一次', form = 'algorithm', today = '2026-11-06',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = {
      { state = 'returned', from = '2026-11-04', to = '2026-11-05' },
      { state = 'returned', from = '2026-11-05', to = '2026-11-06' },
    },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-12' } } },
}
case {
  name = '顺延到的日子里又有暂停的，再往后数', form = 'algorithm', today = '2026-11-13',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = {
      { state = 'returned', from = '2026-11-06', to = '2026-11-06' },
      { state = 'returned', from = '2026-11-10', to = '2026-11-11' },
    },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-12' } } },
}
case {
  name = '还没有恢复的，是暂停，不是逾期', form = 'algorithm', today = '2026-12-31',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-09' } },
  },
  expect = { deadlines = { { name = 'pausing', state = 'paused' } } },
}
case {
  name = '末日暂停的，恢复之后还有一日', form = 'algorithm', today = '2026-11-20',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-09', to = '2026-11-19' } },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-20', state = 'running', left = 0 } } },
}
case {
  name = '逾期之后才暂停的，仍是逾期', form = 'algorithm', today = '2026-11-20',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-10' } },
  },
  expect = { deadlines = { { name = 'pausing', due_on = '2026-11-09', state = 'missed' } } },
}
case {
  name = '不在所列状态的不停；起算之前的不扣', form = 'algorithm', today = '2026-11-03',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02',
    ['/filing/pauses'] = {
      { state = 'returned', from = '2026-10-20', to = '2026-11-02' },
      { state = 'withdrawn', from = '2026-11-03' },
    },
  },
  expect = {
    deadlines = {
      { name = 'pausing', due_on = '2026-11-09', state = 'running' },
      { name = 'calendar', state = 'paused' },
    },
  },
}
case {
  name = '以日、以月计的，节假日也扣', form = 'algorithm', today = '2026-09-20',
  facts = {
    ['/filing/submitted_on'] = '2026-08-11',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-08-15', to = '2026-08-17' } },
  },
  expect = {
    deadlines = {
      { name = 'calendar', due_on = '2026-09-03' }, { name = 'months', due_on = '2026-09-14' },
    },
  },
}
case {
  name = '已经完成的，暂停不再相干', form = 'algorithm', today = '2026-12-31',
  facts = {
    ['/filing/submitted_on'] = '2026-11-02', ['/filing/returned_on'] = '2025-01-01',
    ['/filing/pauses'] = { { state = 'returned', from = '2026-11-05' } },
  },
  expect = { deadlines = { { name = 'pausing', state = 'met' } } },
}

-- ---- 阶段 --------------------------------------------------------------------------------------

case {
  name = '阶段的期限自该阶段开始之日起算', form = 'algorithm', today = '2026-11-03',
  facts = { ['/filing/stage'] = 'preliminary', ['/filing/stage_on'] = '2026-11-02' },
  expect = { deadlines = { { name = 'own', from = '2026-11-02', due_on = '2026-11-05' } } },
}
case {
  name = '别的阶段不算它', form = 'algorithm',
  facts = { ['/filing/stage'] = 'final', ['/filing/stage_on'] = '2026-11-02' },
  expect = { no_deadlines = { 'own' } },
}

-- ---- 起止 --------------------------------------------------------------------------------------

case {
  name = '期限看起算日：之前', form = 'algorithm', facts = { ['/filing/submitted_on'] = '2026-05-31' },
  expect = { no_deadlines = { 'term' } },
}
case {
  name = '期限看起算日：since 当日', form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2026-06-01' },
  expect = { deadlines = { { name = 'term', from = '2026-06-01' } } },
}
case {
  name = '期限看起算日：until 前一日，今天早已过了', form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2026-08-31' },
  expect = { deadlines = { { name = 'term', state = 'missed' } } },
}
case {
  name = '期限看起算日：until 当日', form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2026-09-01' }, expect = { no_deadlines = { 'term' } },
}
case {
  name = '期限也可以看当日', form = 'algorithm', today = '2026-11-30',
  facts = { ['/filing/submitted_on'] = '2026-11-27' },
  expect = { deadlines = { { name = 'term_today' } } },
}
case {
  name = '看当日的，until 当日就没有了', form = 'algorithm', today = '2026-12-01',
  facts = { ['/filing/submitted_on'] = '2026-11-27' }, expect = { no_deadlines = { 'term_today' } },
}
case {
  name = '检查：since 前一日不运行', form = 'subject', today = '2026-02-28',
  expect = { absent = { 'time.term' } },
}
case {
  name = '检查：since 当日运行', form = 'subject', today = '2026-03-01',
  expect = { findings = { { rule = 'time.term' } } },
}
case {
  name = '检查：until 前一日运行', form = 'subject', today = '2026-12-31',
  expect = { findings = { { rule = 'time.term' } } },
}
case {
  name = '检查：until 当日不运行', form = 'subject', today = '2027-01-01',
  expect = { absent = { 'time.term' } },
}
case {
  name = '检查：运行而不作声', form = 'subject', today = '2026-12-30', expect = { absent = { 'time.term' } },
}
case {
  name = '只管旧案的，旧案照管', form = 'subject',
  facts = { ['/filing/first_submitted_on'] = '2025-12-31' },
  expect = { findings = { { rule = 'time.old' } } },
}
case {
  name = '只管旧案的，再次提交就不说了', form = 'subject',
  facts = { ['/filing/first_submitted_on'] = '2025-12-31', ['/filing/version'] = 2 },
  expect = { absent = { 'time.old', 'time.law' } },
}
case {
  name = '只管旧案的，新案不管', form = 'subject',
  facts = { ['/filing/first_submitted_on'] = '2026-01-01' }, expect = { absent = { 'time.old' } },
}
case {
  name = '所据各部规定都施行了才管', form = 'subject', today = '2025-09-01',
  expect = { findings = { { rule = 'time.law' } } },
}
case {
  name = '有一部还没有施行的不管', form = 'subject', today = '2025-08-31',
  expect = { absent = { 'time.law' } },
}

-- ---- 流程中的期限 -------------------------------------------------------------------------------

case {
  name = '流程：阶段的期限随任务起止，退回期间暂停，再提交重新起算', form = 'algorithm', today = '2026-11-02',
  way = {
    {
      'submit',
      expect = {
        deadlines = {
          { name = 'own', from = '2026-11-02', due_on = '2026-11-05', state = 'running' },
          { name = 'pausing', due_on = '2026-11-09', state = 'running' },
        },
      },
    },
    { 'claim', on = '2026-11-03' },
    {
      'return', on = '2026-11-05',
      expect = { deadlines = { { name = 'pausing', state = 'paused' } }, no_deadlines = { 'own' } },
    },
    {
      'submit', on = '2026-11-12',
      expect = {
        deadlines = {
          { name = 'own', from = '2026-11-12', due_on = '2026-11-17' },
          { name = 'pausing', from = '2026-11-12', due_on = '2026-11-19' },
        },
      },
    },
    { 'claim' },
    { 'pass', on = '2026-11-13', expect = { stage = 'final', no_deadlines = { 'own' } } },
  },
}
