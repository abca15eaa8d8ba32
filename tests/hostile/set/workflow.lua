role { code = 'first', label = '初审员' }
role { code = 'second', label = '复审员' }
action { code = 'initial', label = '首次' }
kind {
  code = 'subject', label = '主体', law = '测试法', actions = { 'initial' }, initial = 'draft',
  single = true,
}
kind {
  code = 'algorithm', label = '算法', law = '测试法', actions = { 'initial' }, initial = 'draft',
  series = 'algorithm',
}

event { code = 'save', label = '保存', verb = 'save' }
event { code = 'submit', label = '提交', verb = 'submit' }
event { code = 'withdraw', label = '撤回', verb = 'withdraw' }
event { code = 'claim', label = '领取', verb = 'claim' }
event { code = 'release', label = '交还', verb = 'release' }
event { code = 'pass', label = '通过', verb = 'pass' }
event { code = 'return', label = '退回', verb = 'return' }
event { code = 'refuse', label = '不予', verb = 'refuse' }
event { code = 'revoke', label = '撤销', verb = 'revoke' }

stage { code = 'early', label = '初审', role = 'first' }
stage { code = 'late', label = '复审', role = 'second' }

state { code = 'draft', label = '草稿', standing = 'editable' }
state { code = 'waiting', label = '待审', standing = 'review', stage = 'early' }
state { code = 'early', label = '初审中', standing = 'review', stage = 'early' }
state { code = 'late', label = '复审中', standing = 'review', stage = 'late' }
state { code = 'standing', label = '有效', standing = 'in_force' }
state { code = 'no', label = '不予', standing = 'over' }
state { code = 'gone', label = '已撤', standing = 'over' }

local FILER, FIRST, SECOND = { 'filer' }, { 'first' }, { 'second' }
transition { on = 'save', kind = '*', from = 'draft', to = 'draft', who = FILER }
transition { on = 'submit', kind = '*', from = 'draft', to = 'waiting', who = FILER }
transition { on = 'withdraw', kind = '*', from = 'waiting', to = 'draft', who = FILER }
transition { on = 'claim', kind = '*', from = 'waiting', to = 'early', who = FIRST }
transition { on = 'release', kind = '*', from = 'early', to = 'waiting', who = FIRST }
transition { on = 'return', kind = '*', from = 'early', to = 'draft', who = FIRST }
transition { on = 'refuse', kind = '*', from = 'early', to = 'no', who = FIRST }
transition {
  on = 'pass', kind = 'subject', from = 'early', to = 'standing', who = FIRST, does = { 'admit' },
}
transition { on = 'pass', kind = 'algorithm', from = 'early', to = 'late', who = FIRST }
transition { on = 'claim', kind = 'algorithm', from = 'late', to = 'late', who = SECOND }
transition { on = 'release', kind = 'algorithm', from = 'late', to = 'late', who = SECOND }
transition { on = 'return', kind = 'algorithm', from = 'late', to = 'draft', who = SECOND }
transition { on = 'refuse', kind = 'algorithm', from = 'late', to = 'no', who = SECOND }
transition {
  on = 'pass', kind = 'algorithm', from = 'late', to = 'standing', who = SECOND,
  does = { 'number', 'publish' },
}
transition {
  on = 'revoke', kind = 'algorithm', from = 'standing', to = 'gone', who = SECOND,
  does = { 'strike' },
}

gate { kind = 'algorithm', needs = 'subject', code = 'no_subject', law = '测试法', message = '先办主体' }
