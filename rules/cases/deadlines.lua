case {
  name = '首次备案期限未到',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-30' },
  today = '2026-10-20',
  expect = {
    verdict = 'acceptable',
    absent = { 'deadline.first_filing' },
    deadlines = {
      {
        name = 'first_filing', from = '2026-09-30', days = 10, due_on = '2026-10-20',
        provisional = false, state = 'running',
      },
    },
  },
}

case {
  name = '首次备案逾期：只提醒，照样受理',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-30' },
  today = '2026-10-21',
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'deadline.first_filing', path = '/basic/online_on', severity = 'warning' },
    },
    deadlines = { { name = 'first_filing', state = 'missed' } },
  },
}

case {
  name = '按期提交后，期限已满足；审核三十个工作日',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-09-18' },
  today = '2026-11-06',
  facts = { ['/filing/submitted_on'] = '2026-09-18' },
  expect = {
    verdict = 'acceptable',
    absent = { 'deadline.first_filing' },
    deadlines = {
      { name = 'first_filing', state = 'met' },
      {
        name = 'review', from = '2026-09-18', days = 30, due_on = '2026-11-05', provisional = false,
        state = 'missed',
      },
    },
  },
}

case {
  name = '跨出日历年份的审核期限标为暂估',
  form = 'algorithm',
  facts = { ['/filing/submitted_on'] = '2035-12-03' },
  expect = { verdict = 'acceptable', deadlines = { { name = 'review', provisional = true } } },
}

case {
  name = '未上线的不起算首次备案期限',
  form = 'algorithm',
  set = { ['/basic/online_status'] = 'not_online', ['/basic/online_on'] = '2026-01-01' },
  expect = { verdict = 'acceptable', absent = { 'deadline.first_filing' } },
}

-- ---- 法律施行之前不起算 -------------------------------------------------------------------------------

case {
  name = '规定施行之前上线的，不起算，不说逾期',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2020-01-01' },
  today = '2020-01-15',
  expect = { absent = { 'deadline.first_filing' }, no_deadlines = { 'first_filing' } },
}

case {
  name = '规定施行前一日上线的，今天也不说逾期',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2022-02-28' },
  expect = { absent = { 'deadline.first_filing' }, no_deadlines = { 'first_filing' } },
}

case {
  name = '规定施行当日上线的，起算',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2022-03-01' },
  expect = {
    findings = { { rule = 'deadline.first_filing', says = '2022-03-15' } },
    deadlines = {
      { name = 'first_filing', from = '2022-03-01', due_on = '2022-03-15', state = 'missed' },
    },
  },
}

case {
  name = '服务技术支持者在深度合成规定施行之前上线的，不起算',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter', ['/basic/online_on'] = '2023-01-09' },
  expect = { absent = { 'deadline.first_filing' }, no_deadlines = { 'first_filing' } },
}

case {
  name = '服务技术支持者在深度合成规定施行当日上线的，起算',
  form = 'algorithm',
  set = { ['/basic/role'] = 'supporter', ['/basic/online_on'] = '2023-01-10' },
  expect = { deadlines = { { name = 'first_filing', from = '2023-01-10', state = 'missed' } } },
}

case {
  name = '其他类别填了角色的，照样自规定施行之日起算',
  form = 'algorithm',
  set = {
    ['/basic/class'] = 'ranking_selection', ['/basic/role'] = 'supporter',
    ['/basic/online_on'] = '2022-03-01',
  },
  expect = { deadlines = { { name = 'first_filing', from = '2022-03-01', state = 'missed' } } },
}

case {
  name = '已上线而上线时间晚于今天，只提醒',
  form = 'algorithm',
  set = { ['/basic/online_on'] = '2026-11-25' },
  expect = {
    verdict = 'acceptable', findings = { { rule = 'online.future', path = '/basic/online_on' } },
  },
}

case {
  name = '工作日：起算日不计入，遇调休补班照算',
  ask = 'days',
  vectors = {
    { from = '2021-12-31', days = 10, due_on = '2022-01-17', provisional = false },
    { from = '2024-02-05', days = 10, due_on = '2024-02-23', provisional = false },
    { from = '2025-01-20', days = 10, due_on = '2025-02-08', provisional = false },
    { from = '2025-09-25', days = 30, due_on = '2025-11-12', provisional = false },
    { from = '2026-02-10', days = 10, due_on = '2026-03-02', provisional = false },
    { from = '2026-02-10', days = 20, due_on = '2026-03-16', provisional = false },
    { from = '2026-09-18', days = 30, due_on = '2026-11-05', provisional = false },
    {
      from = '2026-09-30', days = 10, due_on = '2026-10-20', provisional = false,
      first = '2026-10-08',
    },
  },
}

case {
  name = '工作日：每年的个数与国务院办公厅的安排相符',
  ask = 'days',
  vectors = {
    { from = '2020-12-31', days = 250, due_on = '2021-12-31', provisional = false },
    { from = '2021-12-31', days = 249, due_on = '2022-12-30', provisional = false },
    { from = '2022-12-31', days = 249, due_on = '2023-12-29', provisional = false },
    { from = '2023-12-31', days = 251, due_on = '2024-12-31', provisional = false },
    { from = '2024-12-31', days = 248, due_on = '2025-12-31', provisional = false },
    { from = '2025-12-31', days = 248, due_on = '2026-12-31' },
  },
}

case {
  name = '以日计：起算日不计入，节假日也算在内，不是暂估',
  ask = 'days',
  vectors = {
    { from = '2026-09-30', days = 1, unit = 'day', due_on = '2026-10-01', provisional = false },
    { from = '2026-09-30', days = 10, unit = 'day', due_on = '2026-10-10', provisional = false },
    { from = '2035-12-31', days = 60, unit = 'day', due_on = '2036-02-29', provisional = false },
    { from = '2026-09-30', days = 800, unit = 'day', due_on = '2028-12-08' },
    { from = '2026-09-30', days = 801, unit = 'day', reason = 'days_invalid' },
    { from = '2026-09-30', days = 1, unit = 'week', reason = 'unit_invalid' },
    { from = '2199-12-31', days = 1, unit = 'day', reason = 'date_invalid' },
  },
}

case {
  name = '以月计：到期月的同一日；没有这一日的为月末',
  ask = 'days',
  vectors = {
    { from = '2026-03-15', days = 1, unit = 'month', due_on = '2026-04-15', provisional = false },
    { from = '2026-01-31', days = 1, unit = 'month', due_on = '2026-02-28', provisional = false },
    { from = '2028-01-31', days = 1, unit = 'month', due_on = '2028-02-29', provisional = false },
    { from = '2026-08-31', days = 1, unit = 'month', due_on = '2026-09-30', provisional = false },
    { from = '2026-11-30', days = 3, unit = 'month', due_on = '2027-02-28', provisional = false },
    { from = '2026-12-15', days = 12, unit = 'month', due_on = '2027-12-15', provisional = false },
    { from = '2026-12-15', days = 60, unit = 'month', due_on = '2031-12-15', provisional = false },
    { from = '2026-12-15', days = 61, unit = 'month', reason = 'days_invalid' },
    { from = '2199-12-15', days = 1, unit = 'month', reason = 'date_invalid' },
  },
}

case {
  name = '末日遇节假日顺延的，为其后第一个工作日；落在没有公布的年份的是暂估',
  ask = 'days',
  vectors = {
    { from = '2026-09-30', days = 1, unit = 'day', rolls = true, due_on = '2026-10-08' },
    {
      from = '2026-09-01', days = 1, unit = 'month', rolls = true, due_on = '2026-10-08',
      provisional = false,
    },
    { from = '2026-09-29', days = 1, unit = 'day', rolls = true, due_on = '2026-09-30' },
    { from = '2035-09-28', days = 1, unit = 'month', rolls = true, provisional = true },
  },
}

-- 年份取得远，或取在最早一年的边上：导入下一年的日历之后，这些用例照样成立。最后一个已公布年份的末几日
-- （calendar_settled_until 之后）在那之前是暂估，之后不是，所以用例不写。
case {
  name = '工作日：超出日历年份即为暂估',
  ask = 'days',
  vectors = {
    { from = '2020-12-30', days = 1, due_on = '2020-12-31', provisional = true },
    { from = '2020-12-30', days = 2, due_on = '2021-01-04', provisional = true },
    { from = '2020-12-31', days = 1, due_on = '2021-01-04', provisional = false },
    { from = '2025-12-30', days = 1, due_on = '2025-12-31', provisional = false },
    { from = '2026-12-24', days = 1, due_on = '2026-12-25', provisional = false },
    { from = '2035-09-28', days = 1, provisional = true },
    { from = '2034-01-01', days = 400, provisional = true },
  },
}

case {
  name = '工作日：日期不存在、天数越界',
  ask = 'days',
  vectors = {
    { from = '2026-02-29', days = 10, reason = 'date_invalid' },
    { from = '2026-2-1', days = 10, reason = 'date_invalid' },
    { from = '今天', days = 10, reason = 'date_invalid' },
    { from = 20260101, days = 10, reason = 'date_invalid' },
    { from = '2026-02-10', days = 0, reason = 'days_invalid' },
    { from = '2026-02-10', days = 401, reason = 'days_invalid' },
    { from = '2026-02-10', days = '10', reason = 'days_invalid' },
  },
}
