-- 试点备案：领取之后、初审结束之前也可以撤回，其余同首次备案。
action { code = 'trial', label = '试点备案' }
kind {
  code = 'algorithm', label = '算法备案', law = '算法推荐管理规定 25', reason = '办理试点备案',
  actions = { 'initial', 'change', 'deregister', 'trial' }, initial = 'draft', series = 'algorithm',
}
transition {
  on = 'withdraw', kind = 'algorithm', action = 'trial', from = 'preliminary_review',
  to = 'withdrawn', who = { 'filer' },
}
transition {
  on = 'pass', kind = 'algorithm', action = 'trial', from = 'final_review', to = 'approved',
  who = { 'final_reviewer' }, does = { 'number', 'publish' },
}
