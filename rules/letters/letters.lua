-- 文书：哪一步发哪一种，正文在同一文件夹的 .txt 文件里。正文怎么写，见 rules/README.md“改一种文书”。
-- 文书在作出决定的同一刻编号、定稿，此后改模板不影响已经发出的文书。
-- 正文的措辞为参考文本，未经核实；受理单位应由法律人员审定后使用。

-- 文号按年从 1 编起。format 里的“算备”宜改成受理单位的机关代字。
letter_series { code = 'acceptance', title = '受理文号', format = '算备受〔{{year}}〕{{serial}}号' }
letter_series { code = 'correction', title = '补正文号', format = '算备补〔{{year}}〕{{serial}}号' }
letter_series { code = 'refusal', title = '不予备案文号', format = '算备不〔{{year}}〕{{serial}}号' }
letter_series { code = 'approval', title = '备案通知文号', format = '算备通〔{{year}}〕{{serial}}号' }
letter_series { code = 'change', title = '变更通知文号', format = '算备变〔{{year}}〕{{serial}}号' }
letter_series { code = 'removal', title = '注销与撤销文号', format = '算备销〔{{year}}〕{{serial}}号' }

letter {
  code = 'acceptance', title = '受理通知书', series = 'acceptance', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, on = { 'submit' }, to = 'organization',
  text = 'acceptance.txt',
}
letter {
  code = 'correction', title = '补正通知书', series = 'correction', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, on = { 'return' }, to = 'organization',
  text = 'correction.txt',
}
-- 救济途径的机关与期限是 limits.lua 中的参数。
letter {
  code = 'refusal', title = '不予备案决定书', series = 'refusal', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, actions = { 'initial' }, on = { 'refuse' },
  to = 'organization', text = 'refusal.txt',
}
letter {
  code = 'refusal_change', title = '不予变更决定书', series = 'refusal', law = '算法推荐管理规定 24.2',
  kinds = { 'subject', 'algorithm' }, actions = { 'change' }, on = { 'refuse' },
  to = 'organization', text = 'refusal_change.txt',
}
letter {
  code = 'refusal_deregistration', title = '不予注销决定书', series = 'refusal',
  law = '算法推荐管理规定 24.3', kinds = { 'algorithm' }, actions = { 'deregister' },
  on = { 'refuse' }, to = 'organization', text = 'refusal_deregistration.txt',
}
letter {
  code = 'subject_approval', title = '主体资质审核通知书', series = 'approval',
  law = '算法推荐管理规定 25', kinds = { 'subject' }, actions = { 'initial' }, on = { 'pass' },
  reaches = { 'approved' }, to = 'organization', text = 'subject_approval.txt',
}
letter {
  code = 'approval', title = '备案通知书', series = 'approval', law = '算法推荐管理规定 25',
  kinds = { 'algorithm' }, actions = { 'initial' }, on = { 'pass' }, reaches = { 'approved' },
  to = 'organization', text = 'approval.txt',
}
letter {
  code = 'change', title = '变更通知书', series = 'change', law = '算法推荐管理规定 24.2',
  kinds = { 'subject', 'algorithm' }, actions = { 'change' }, on = { 'pass' },
  reaches = { 'completed' }, to = 'organization', text = 'change.txt',
}
-- 填报人自行办理的注销；下面两种是主管部门依职权作出的。
letter {
  code = 'ending', title = '注销备案通知书', series = 'removal', law = '算法推荐管理规定 24.3',
  kinds = { 'algorithm' }, actions = { 'deregister' }, on = { 'pass' }, reaches = { 'completed' },
  to = 'organization', text = 'ending.txt',
}
letter {
  code = 'deregistration', title = '依职权注销通知书', series = 'removal', law = '算法推荐管理规定 33.2',
  kinds = { 'algorithm' }, on = { 'deregister' }, to = 'organization', text = 'deregistration.txt',
}
letter {
  code = 'revocation', title = '撤销备案决定书', series = 'removal', law = '算法推荐管理规定 33.1',
  kinds = { 'algorithm' }, on = { 'revoke' }, to = 'organization', text = 'revocation.txt',
}
