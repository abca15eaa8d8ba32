-- 流程：谁、在哪个状态、可以做什么、之后到哪里。草稿箱之外的每一步都留痕。
-- 省级网信部门初审，国家网信部门复审；主体只做资质初审。

-- ---- 审核角色（填报人 filer 与各管理员是系统自有的，不用声明） ----------------------------------------------------

role { code = 'preliminary_reviewer', label = '初审人员' }
role { code = 'final_reviewer', label = '复审人员' }
-- 调派任务的人员：看各人的工作量，把任务从一人改派给另一人，不领取、不作决定。
role { code = 'review_lead', label = '审核调度人员' }

local FILER, FIRST, SECOND = { 'filer' }, { 'preliminary_reviewer' }, { 'final_reviewer' }

-- ---- 办理事项与备案种类 -------------------------------------------------------------------------------

action { code = 'initial', label = '首次备案' }
-- of：针对一件有效的备案，从它的内容起草；原备案在通过之前不变，编号不变。
-- changes = 'own'：除这次才问的内容外，都不能改动。
-- asks：开始之前先答的问卷（questionnaires/）；effect：办理之后怎样，开始之前告知填报人。
action {
  code = 'change', label = '变更', of = true, asks = 'change',
  effect = '草稿从现行有效的内容开始，请改成变更后的。变更通过之前，公示的仍是原来的内容；编号不变。',
}
action {
  code = 'deregister', label = '注销', of = true, changes = 'own',
  effect = '注销通过后，这件备案不再有效，公示中留下“已注销”的记载，编号不再使用。其余内容不能改动。',
}

-- single：一个单位只有一件在办或已通过的。series：通过时取哪个系列的编号（numbering.lua）。
kind {
  code = 'subject', label = '主体备案', law = '算法推荐管理规定 25', initial = 'draft',
  actions = { 'initial', 'change' }, single = true,
}
kind {
  code = 'algorithm', label = '算法备案', law = '算法推荐管理规定 25', initial = 'draft',
  actions = { 'initial', 'change', 'deregister' }, series = 'algorithm',
}

-- ---- 事件：verb 是系统会做的动作 ------------------------------------------------------------------------

event { code = 'save', label = '保存', verb = 'save' }
event { code = 'submit', label = '提交', verb = 'submit' }
event { code = 'withdraw', label = '撤回', verb = 'withdraw' }
event { code = 'claim', label = '领取', verb = 'claim' }
event { code = 'release', label = '退回任务', verb = 'release' }
event { code = 'pass', label = '通过', verb = 'pass' }
event { code = 'return', label = '退回补正', verb = 'return' }
event { code = 'refuse', label = '不予备案', verb = 'refuse' }
event { code = 'revoke', label = '撤销', verb = 'revoke' }
event { code = 'deregister', label = '注销', verb = 'deregister' }
-- 所针对的备案先被撤销、注销的，变更、注销的办理随之终止。
event { code = 'lapse', label = '终止办理', verb = 'lapse' }

-- ---- 审核阶段：clock 是 deadlines.lua 中的期限；lead 是可以改派任务的角色 ---------------------------------------

-- checklist：审核人逐项核对的要点，只供对照，不影响能否作出决定。条目为参数，未经核实。

stage {
  code = 'preliminary', label = '初审', role = 'preliminary_reviewer', lead = 'review_lead',
  clock = 'review',
  checklist = {
    { id = 'identity', text = '主体名称、证件与附件一致，在有效期内', law = '审核实践', kinds = { 'subject' } },
    { id = 'contact', text = '安全负责人和联系人的信息完整', law = '审核实践', kinds = { 'subject' } },
    {
      id = 'complete', text = '必填内容和附件齐全，可以打开，内容与名称相符', law = '审核实践',
    },
    {
      id = 'class', text = '算法类型与所述机制、用途相符', law = '算法推荐管理规定 24.1',
      kinds = { 'algorithm' }, section = 'basic',
    },
    {
      id = 'coverage', text = '关联的产品、功能确实使用这一算法', law = '审核实践',
      kinds = { 'algorithm' }, section = 'service',
    },
  },
}
stage {
  code = 'final', label = '复审', role = 'final_reviewer', lead = 'review_lead', clock = 'review',
  checklist = {
    { id = 'disclosure', text = '拟公示的内容通俗、完整，不含不宜公开的信息', law = '审核实践', section = 'disclosure' },
    { id = 'report', text = '自评估报告覆盖主要风险，措施具体', law = '算法推荐管理规定 24.1' },
    { id = 'agreed', text = '初审的意见已经处理', law = '审核实践' },
  },
}

-- ---- 状态 ---------------------------------------------------------------------------------------

-- labels：办理某些事项时另有说法的，按事项写。
state {
  code = 'draft', label = '草稿', standing = 'editable',
  labels = { change = '变更草稿', deregister = '注销草稿' },
}
state {
  code = 'submitted', label = '待审核', standing = 'review', stage = 'preliminary',
  labels = { change = '变更待审核', deregister = '注销待审核' },
}
state {
  code = 'preliminary_review', label = '初审中', standing = 'review', stage = 'preliminary',
  labels = { change = '变更初审中', deregister = '注销初审中' },
}
state {
  code = 'final_review', label = '复审中', standing = 'review', stage = 'final',
  labels = { change = '变更复审中', deregister = '注销复审中' },
}
state {
  code = 'returned', label = '退回补正', standing = 'editable',
  labels = { change = '变更退回补正', deregister = '注销退回补正' },
}
state {
  code = 'withdrawn', label = '已撤回', standing = 'editable',
  labels = { change = '变更已撤回', deregister = '注销已撤回' },
}
state { code = 'approved', label = '已备案', standing = 'in_force' }
state {
  code = 'refused', label = '不予备案', standing = 'over',
  labels = { change = '不予变更', deregister = '不予注销' },
}
state { code = 'deregistered', label = '已注销', standing = 'over' }
state { code = 'revoked', label = '已撤销', standing = 'over' }
-- 变更、注销本身办结；所针对的备案采用新的内容，或随之注销。
state {
  code = 'completed', label = '已办结', standing = 'over',
  labels = { change = '变更已办结', deregister = '注销已办结' },
}
state {
  code = 'lapsed', label = '已终止', standing = 'over',
  labels = { change = '变更已终止', deregister = '注销已终止' },
}

-- 主体只做资质初审，说法不同。
state { kind = 'subject', code = 'approved', label = '资质初审通过', standing = 'in_force' }
state {
  kind = 'subject', code = 'refused', label = '资质初审未通过', standing = 'over',
  labels = { change = '不予变更' },
}

-- ---- 走向：填报人 ---------------------------------------------------------------------------------

transition { on = 'save', kind = '*', from = 'draft', to = 'draft', who = FILER }
transition { on = 'save', kind = '*', from = 'returned', to = 'draft', who = FILER }
transition { on = 'save', kind = '*', from = 'withdrawn', to = 'draft', who = FILER }
transition { on = 'submit', kind = '*', from = 'draft', to = 'submitted', who = FILER }
transition { on = 'submit', kind = '*', from = 'returned', to = 'submitted', who = FILER }
transition { on = 'submit', kind = '*', from = 'withdrawn', to = 'submitted', who = FILER }
-- 有人领取之前可以撤回。
transition { on = 'withdraw', kind = '*', from = 'submitted', to = 'withdrawn', who = FILER }

-- ---- 走向：初审 ----------------------------------------------------------------------------------

transition {
  on = 'claim', kind = '*', from = 'submitted', to = 'preliminary_review', who = FIRST,
}
transition {
  on = 'release', kind = '*', from = 'preliminary_review', to = 'submitted', who = FIRST,
}
-- admit：从此以这份主体信息为准，其他备案的先决条件随之满足。
transition {
  on = 'pass', kind = 'subject', action = 'initial', from = 'preliminary_review', to = 'approved',
  who = FIRST, does = { 'admit' },
}
-- amend：原备案从此以新的内容为准；主体的，名称、注册地随之改变。
transition {
  on = 'pass', kind = 'subject', action = 'change', from = 'preliminary_review', to = 'completed',
  who = FIRST, does = { 'amend' }, law = '算法推荐管理规定 24.2',
}
transition {
  on = 'pass', kind = 'algorithm', from = 'preliminary_review', to = 'final_review', who = FIRST,
}
transition { on = 'return', kind = '*', from = 'preliminary_review', to = 'returned', who = FIRST }
transition { on = 'refuse', kind = '*', from = 'preliminary_review', to = 'refused', who = FIRST }

-- ---- 走向：复审 ----------------------------------------------------------------------------------

transition {
  on = 'claim', kind = 'algorithm', from = 'final_review', to = 'final_review', who = SECOND,
}
transition {
  on = 'release', kind = 'algorithm', from = 'final_review', to = 'final_review', who = SECOND,
}
-- number：发编号；publish：公示。
transition {
  on = 'pass', kind = 'algorithm', action = 'initial', from = 'final_review', to = 'approved',
  who = SECOND, does = { 'number', 'publish' },
}
-- amend：公示随之更新，编号不变。finish：原备案注销，移出公示。
transition {
  on = 'pass', kind = 'algorithm', action = 'change', from = 'final_review', to = 'completed',
  who = SECOND, does = { 'amend' }, law = '算法推荐管理规定 24.2',
}
transition {
  on = 'pass', kind = 'algorithm', action = 'deregister', from = 'final_review', to = 'completed',
  who = SECOND, does = { 'finish' }, law = '算法推荐管理规定 24.3',
}
transition {
  on = 'return', kind = 'algorithm', from = 'final_review', to = 'returned', who = SECOND,
}
transition {
  on = 'refuse', kind = 'algorithm', from = 'final_review', to = 'refused', who = SECOND,
}

-- ---- 走向：主管部门依职权（strike：移出公示，留下记载） --------------------------------------------------------

-- 第三十三条：以隐瞒、虚假材料取得的撤销；终止服务未办的，依职权注销。
-- 由一人（who）写明理由提议，另一人（second）确认才生效。可选几个条款的写 grounds，不写即 law。
local EITHER = { 'preliminary_reviewer', 'final_reviewer' }
transition {
  on = 'revoke', kind = 'algorithm', from = 'approved', to = 'revoked', who = EITHER,
  second = SECOND, does = { 'strike' }, law = '算法推荐管理规定 33.1',
}
transition {
  on = 'deregister', kind = 'algorithm', from = 'approved', to = 'deregistered', who = EITHER,
  second = SECOND, does = { 'strike' }, law = '算法推荐管理规定 33.2',
}

-- 原备案先被撤销、注销的，正在办理的变更、注销由系统终止。
for _, from in ipairs({
  'draft', 'submitted', 'preliminary_review', 'final_review', 'returned', 'withdrawn',
}) do
  transition { on = 'lapse', kind = 'algorithm', from = from, to = 'lapsed', who = SECOND }
end

-- ---- 先决条件 -------------------------------------------------------------------------------------

gate {
  kind = 'product', needs = 'subject', code = 'subject_not_approved', law = '审核实践',
  message = '主体资质初审通过后才能填报产品及功能信息，请先提交算法主体信息并等待初审',
}
gate {
  kind = 'algorithm', needs = 'subject', code = 'subject_not_approved', law = '审核实践',
  message = '主体资质初审通过后才能填报算法备案信息，请先提交算法主体信息并等待初审',
}
