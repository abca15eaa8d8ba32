-- 大模型备案：一种新的备案。省级网信部门安全评估，再由另一个人复核；没有初审、复审两级。
-- 生成式人工智能服务管理暂行办法第十七条只说“按照国家有关规定开展安全评估”；阶段怎样分、由谁办理，均为参数，未经核实。

role { code = 'safety_assessor', label = '安全评估人员' }
role { code = 'large_model_reviewer', label = '大模型复核人员' }

local KIND, FILER = 'large_model', { 'filer' }
local ASSESSOR, REVIEWER = { 'safety_assessor' }, { 'large_model_reviewer' }

kind {
  code = 'large_model', label = '大模型备案', law = '生成式人工智能服务管理暂行办法 17',
  actions = { 'initial' }, initial = 'draft', series = 'large_model',
}

stage {
  code = 'safety_assessment', label = '安全评估', role = 'safety_assessor', clock = 'assessment',
}
stage { code = 'recheck', label = '复核', role = 'large_model_reviewer', clock = 'recheck' }

-- 草稿、退回补正、已撤回、已备案、不予备案、已注销、已撤销沿用基础规则集的说法。
state {
  kind = KIND, code = 'awaiting_assessment', label = '待安全评估', standing = 'review',
  stage = 'safety_assessment',
}
state {
  kind = KIND, code = 'in_assessment', label = '安全评估中', standing = 'review',
  stage = 'safety_assessment',
}
state { kind = KIND, code = 'rechecking', label = '复核中', standing = 'review', stage = 'recheck' }

-- 保存沿用基础规则集（kind = '*'）；提交、撤回写明种类，盖过同一处的一般走向。
for _, from in ipairs({ 'draft', 'returned', 'withdrawn' }) do
  transition { on = 'submit', kind = KIND, from = from, to = 'awaiting_assessment', who = FILER }
end
transition {
  on = 'withdraw', kind = KIND, from = 'awaiting_assessment', to = 'withdrawn', who = FILER,
}

-- ---- 安全评估 -----------------------------------------------------------------------------------

transition {
  on = 'claim', kind = KIND, from = 'awaiting_assessment', to = 'in_assessment', who = ASSESSOR,
}
transition {
  on = 'release', kind = KIND, from = 'in_assessment', to = 'awaiting_assessment', who = ASSESSOR,
}
transition { on = 'pass', kind = KIND, from = 'in_assessment', to = 'rechecking', who = ASSESSOR }
transition { on = 'return', kind = KIND, from = 'in_assessment', to = 'returned', who = ASSESSOR }
transition { on = 'refuse', kind = KIND, from = 'in_assessment', to = 'refused', who = ASSESSOR }

-- ---- 复核 --------------------------------------------------------------------------------------

transition { on = 'claim', kind = KIND, from = 'rechecking', to = 'rechecking', who = REVIEWER }
transition { on = 'release', kind = KIND, from = 'rechecking', to = 'rechecking', who = REVIEWER }
transition {
  on = 'pass', kind = KIND, from = 'rechecking', to = 'approved', who = REVIEWER,
  does = { 'number', 'publish' },
}
transition { on = 'return', kind = KIND, from = 'rechecking', to = 'returned', who = REVIEWER }
transition { on = 'refuse', kind = KIND, from = 'rechecking', to = 'refused', who = REVIEWER }

-- ---- 主管部门依职权 ------------------------------------------------------------------------------

transition {
  on = 'revoke', kind = KIND, from = 'approved', to = 'revoked', who = REVIEWER,
  does = { 'strike' }, law = '算法推荐管理规定 33.1',
}
transition {
  on = 'deregister', kind = KIND, from = 'approved', to = 'deregistered', who = REVIEWER,
  does = { 'strike' }, law = '算法推荐管理规定 33.2',
}

gate {
  kind = KIND, needs = 'subject', code = 'subject_not_approved', law = '审核实践',
  message = '主体资质初审通过后才能填报大模型备案信息，请先提交算法主体信息并等待初审',
}
