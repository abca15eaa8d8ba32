-- 问卷：每个结论至少有一例得出。

case {
  ask = 'questionnaire', name = '问卷：先问哪里变了', questionnaire = 'change', answers = {},
  expect = { next = 'what' },
}
case {
  ask = 'questionnaire', name = '问卷：选了变更的，接着问哪一日变的', questionnaire = 'change',
  answers = { what = { 'basic' } }, expect = { next = 'changed_on' },
}
case {
  ask = 'questionnaire', name = '问卷：算法名称变了，十个工作日内办理算法变更', questionnaire = 'change',
  answers = { what = { 'basic', 'wording' }, changed_on = '2026-11-24' },
  expect = { outcome = 'algorithm', says = '办理期限：2026-12-08' },
}
case {
  ask = 'questionnaire', name = '问卷：期限落在日历之外的，标明暂估', questionnaire = 'change',
  answers = { what = { 'product' }, changed_on = '2031-03-03' },
  expect = { outcome = 'algorithm', says = '（暂估）' },
}
case {
  ask = 'questionnaire', name = '问卷：只有主体信息变了', questionnaire = 'change',
  answers = { what = { 'subject' }, changed_on = '2026-11-24' },
  expect = { outcome = 'subject', says = '办理期限：2026-12-08' },
}
case {
  ask = 'questionnaire', name = '问卷：主体与算法都变了，两样都要办', questionnaire = 'change',
  answers = { what = { 'subject', 'mechanism' }, changed_on = '2026-11-24' },
  expect = { outcome = 'subject', says = '另须办理算法变更' },
}
case {
  ask = 'questionnaire', name = '问卷：终止服务的办理注销，二十个工作日', questionnaire = 'change',
  answers = { what = { 'ended' }, ended_on = '2026-11-24' },
  expect = { outcome = 'deregister', says = '办理期限：2026-12-22' },
}
case {
  ask = 'questionnaire', name = '问卷：只改写文字的不用办理；改口之后原来所答的不算', questionnaire = 'change',
  answers = { what = { 'wording' }, changed_on = '2026-11-24' },
  expect = { outcome = 'not_needed' },
}
case {
  ask = 'questionnaire', name = '问卷：没有这个选项', questionnaire = 'change',
  answers = { what = { 'elsewhere' } }, expect = { reason = 'answer_invalid', says = '所列选项' },
}
case {
  ask = 'questionnaire', name = '问卷：没有这个问题', questionnaire = 'change',
  answers = { why = true }, expect = { reason = 'answer_invalid', says = '没有这个问题' },
}
case {
  ask = 'questionnaire', name = '问卷：日期不存在', questionnaire = 'change',
  answers = { what = { 'ended' }, ended_on = '2026-02-30' },
  expect = { reason = 'answer_invalid', says = '存在的日期' },
}
