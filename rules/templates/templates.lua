-- 填报人用的文件模板：下载、填写、盖章后上传。正文在同一文件夹的 .txt 文件里，写法同 letters/，见 rules/README.md“模板”。
-- 正文为本系统的参考文本，不是官方模板，未经核实；受理单位应由法律人员审定后使用。改了正文，version 加一。
-- field：填好的文件上传在表单的哪一个附件；when：表单这样填的才用这一份。

template {
  code = 'commitment', title = '算法备案承诺书', version = 1, law = '算法推荐管理规定 24.1',
  kind = 'subject', field = 'attachments.commitment', text = { 'commitment.txt' },
}
template {
  code = 'responsibility', title = '落实算法安全主体责任基本情况', version = 1,
  law = '算法推荐管理规定 7', kind = 'subject', field = 'attachments.responsibility',
  text = { 'responsibility.txt' },
}
template {
  code = 'disclosure', title = '拟公示内容', version = 1, law = '算法推荐管理规定 16',
  kind = 'algorithm', field = 'documents.disclosure_document', text = { 'disclosure.txt' },
}

-- 自评估报告按算法类型和角色各有一份：总的部分相同，另加这一类型、角色要写的。
local function self_assessment(code, name, when, more)
  template {
    code = 'self_assessment_' .. code, title = '算法安全自评估报告（' .. name .. '）', version = 1,
    law = '算法推荐管理规定 24.1', kind = 'algorithm', field = 'documents.self_assessment',
    when = when, text = { 'self_assessment.txt', more, 'self_assessment_end.txt' },
  }
end
self_assessment('generation_provider', '生成合成类，服务提供者',
  { ['basic.class'] = 'generation_synthesis', ['basic.role'] = 'provider' },
  'part_generation_provider.txt')
self_assessment('generation_supporter', '生成合成类，服务技术支持者',
  { ['basic.class'] = 'generation_synthesis', ['basic.role'] = 'supporter' },
  'part_generation_supporter.txt')
for class, name in pairs({
  personalized_push = '个性化推送类', ranking_selection = '排序精选类',
  retrieval_filtering = '检索过滤类', scheduling_decision = '调度决策类',
}) do
  self_assessment(class, name, { ['basic.class'] = class }, 'part_' .. class .. '.txt')
end
