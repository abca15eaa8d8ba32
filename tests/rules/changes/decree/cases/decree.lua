case {
  name = '通知公布后，落在 2027 年的期限确定', ask = 'days',
  vectors = { { from = '2027-02-03', days = 3, due_on = '2027-02-14', provisional = false } },
}
