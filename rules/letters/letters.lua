-- 文书：哪一步发哪一种，正文在同一文件夹的 .txt 文件里。正文怎么写，见 rules/README.md“改一种文书”。
-- 文书在作出决定的同一刻编号、定稿，此后改模板不影响已经发出的文书。
-- 正文的措辞为参考文本，未经核实；受理单位应由法律人员审定后使用。

-- 文号按年从 1 编起。format 里的“算备”宜改成受理单位的机关代字。
letter_series { code = 'acceptance', title = '受理文号', format = '算备受〔{{year}}〕{{serial}}号' }
letter_series { code = 'correction', title = '补正文号', format = '算备补〔{{year}}〕{{serial}}号' }
letter_series { code = 'refusal', title = '不予备案文号', format = '算备不〔{{year}}〕{{serial}}号' }
letter_series { code = 'approval', title = '备案通知文号', format = '算备通〔{{year}}〕{{serial}}号' }
letter_series { code = 'removal', title = '注销与撤销文号', format = '算备销〔{{year}}〕{{serial}}号' }

letter {
  code = 'acceptance', title = '受理通知书', series = 'acceptance', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, actions = { 'initial' }, on = { 'submit' },
  to = 'organization', text = 'acceptance.txt',
}
letter {
  code = 'correction', title = '补正通知书', series = 'correction', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, on = { 'return' }, to = 'organization',
  text = 'correction.txt',
}
-- 救济途径的机关与期限是 limits.lua 中的参数。
letter {
  code = 'refusal', title = '不予备案决定书', series = 'refusal', law = '算法推荐管理规定 25',
  kinds = { 'subject', 'algorithm' }, on = { 'refuse' }, to = 'organization', text = 'refusal.txt',
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
  code = 'deregistration', title = '注销通知书', series = 'removal', law = '算法推荐管理规定 33.2',
  kinds = { 'algorithm' }, on = { 'deregister' }, to = 'organization', text = 'deregistration.txt',
}
letter {
  code = 'revocation', title = '撤销备案决定书', series = 'removal', law = '算法推荐管理规定 33.1',
  kinds = { 'algorithm' }, on = { 'revoke' }, to = 'organization', text = 'revocation.txt',
}
