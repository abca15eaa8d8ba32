case {
  name = '年中增加的放假日不计入期限', ask = 'days',
  vectors = { { from = '2026-08-14', days = 1, due_on = '2026-08-18' } },
}
