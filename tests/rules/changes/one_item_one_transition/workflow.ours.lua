transition {
  on = 'withdraw', kind = 'algorithm', from = 'preliminary_review', to = 'withdrawn',
  who = { 'filer' }, reason = '初审结束之前都可以撤回',
}
