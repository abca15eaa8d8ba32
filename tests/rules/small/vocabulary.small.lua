-- 试验用：改一个代码，加一个代码，停用一个代码。
item { list = 'entity_type', code = 'enterprise', label = '企业（含合伙）', reason = '本地叫法' }
item {
  list = 'role', code = 'agent', label = '代理人', description = '试点', after = 'provider',
  reason = '本地试点',
}
item {
  list = 'role', code = 'supporter', ['until'] = '2030-01-01', since_of = 'first_submission',
  reason = '本地不再受理',
}
item {
  list = 'reasons', code = 'purpose_vague', label = '目的意图空泛', after = 'disclosure',
  suggestion = '请写明用算法达到什么目的。', kinds = { 'algorithm' }, paths = { '/disclosure/purpose' },
  reason = '常见的退回情形',
}
