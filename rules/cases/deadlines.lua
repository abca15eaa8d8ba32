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
  name = '跨出已公布年份的审核期限标为暂估',
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

-- 年份取得远，或取在最早一年的边上：导入下一年的日历之后，这些用例照样成立。最后一个已公布年份的末几日
-- （calendar_settled_until 之后）在那之前是暂估，之后不是，所以用例不写。
case {
  name = '工作日：超出已公布年份即为暂估',
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
