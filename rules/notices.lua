-- 通知：什么时候告诉谁，说什么；以及期限将到、已过时的提醒和督办。
-- text、title 里只能用花括号写出这里列明的字段（见 README），所以通知里不会有证件号码、补正理由之类的内容。

-- ---- 告知填报人：办理到了哪一步 -----------------------------------------------------------------------

notice {
  code = 'submitted', on = { 'submit' }, to = 'filer',
  title = '{kind}已提交',
  text = '“{title}”的{action}已于 {on} 提交，等待审核。有人领取之前可以撤回。',
}
notice {
  code = 'returned', on = { 'return' }, to = 'filer', clock = 'correction',
  title = '{kind}须补正',
  text = '“{title}”的{action}已于 {on} 退回补正，请在 {due_on} 前按所列理由修改后重新提交。',
}
notice {
  code = 'approved', on = { 'pass' }, states = { 'approved' }, to = 'filer',
  kinds = { 'algorithm' }, title = '{kind}已通过',
  text = '“{title}”的{action}已于 {on} 通过，备案编号：{number}。',
}
notice {
  code = 'subject_approved', on = { 'pass' }, states = { 'approved' }, to = 'filer',
  kinds = { 'subject' }, title = '主体资质初审通过',
  text = '“{title}”的主体信息已于 {on} 通过资质初审，可以填报产品及功能信息、算法备案信息。',
}
notice {
  code = 'change_approved', on = { 'pass' }, states = { 'completed' }, actions = { 'change' },
  to = 'filer', title = '{kind}变更已通过',
  text = '“{title}”的{action}已于 {on} 通过，从此以变更后的内容为准，原有的编号不变。',
}
notice {
  code = 'lapsed', on = { 'lapse' }, to = 'filer', title = '{kind}：{state}',
  text = '“{title}”的{action}已于 {on} {event}：所针对的备案已不再有效，不用再办理。',
}
notice {
  code = 'refused', on = { 'refuse' }, to = 'filer', title = '{kind}：{state}',
  text = '“{title}”的{action}已于 {on} 作出决定：{state}。理由见备案详情。',
}
notice {
  code = 'struck', on = { 'revoke', 'deregister' }, to = 'filer',
  title = '{kind}：{state}', text = '“{title}”（{number}）已于 {on} {event}，理由见备案详情。',
}

-- ---- 告知审核人员：任务被他人改派。理由在办理经过里，不写进通知 ------------------------------------------------

notice {
  code = 'handed', on = { 'handed' }, to = 'reviewer', title = '有任务改派给您',
  text = '{organization}的“{title}”（{kind}，{state}）已于 {on} 改派给您办理，经过见该任务。',
}
notice {
  code = 'taken_off', on = { 'taken_off' }, to = 'reviewer', title = '您的任务已改派他人',
  text = '{organization}的“{title}”（{kind}，{state}）已于 {on} 改派给其他人员，您不用再办理。',
}

-- ---- 期限 ------------------------------------------------------------------------------------

notice {
  code = 'filing_soon', title = '{clock}即将到期',
  text = '草稿“{title}”的{clock}期限还有 {left}，到期日为 {due_on}，请尽快填完提交。',
}
-- 期限届满的草稿：到期的次日发一次；填写起算之日时已经逾期的，保存时发一次。
for clock, code in pairs({
  first_filing = 'filing_late', change = 'change_late', ending = 'ending_late',
}) do
  notice {
    code = code, on = { 'missed' }, clock = clock, to = 'filer', title = '{clock}已经逾期',
    text = '草稿“{title}”的{clock}期限已于 {due_on} 届满，逾期仍可提交，请尽快填完提交。',
  }
end
notice {
  code = 'correction_soon', title = '补正即将到期',
  text = '“{title}”的{clock}还有 {left}，到期日为 {due_on}，请尽快修改后重新提交。',
}
notice {
  code = 'correction_over', title = '补正已经逾期',
  text = '“{title}”的{clock}已于 {due_on} 届满，请尽快修改后重新提交，或联系受理单位。',
}
notice {
  code = 'review_soon', title = '审核即将到期',
  text = '{organization}的“{title}”（{kind}，{state}）的{clock}还有 {left}，到期日为 {due_on}。',
}
notice {
  code = 'review_over', title = '审核已经逾期',
  text = '{organization}的“{title}”（{kind}，{state}）的{clock}已于 {due_on} 届满，已逾期 {over}，请督促办理。',
}

-- ---- 单位认领：由 people.lua 的 takeover 发出，只说到了哪一步 -------------------------------------------------

notice {
  code = 'takeover_asked', title = '有人申请认领本单位',
  text = '{on} 有人凭证明材料申请成为{organization}的所有者。现在的所有者可以在 {due_on} 前答复，之后由主管部门决定。',
}
notice {
  code = 'takeover_to_decide', title = '单位认领待决定',
  text = '{on} 有人申请认领{organization}。现在的所有者可以答复到 {due_on}，答复或届满后即可决定。',
}
notice {
  code = 'takeover_answered', title = '单位认领已有答复',
  text = '{organization}的所有者已于 {on} 答复认领申请，可以决定。',
}
notice {
  code = 'takeover_granted', title = '您已成为单位的所有者',
  text = '主管部门于 {on} 认定您的申请，您已是{organization}的所有者。请重新登录，并核对单位成员和委托。',
}
notice {
  code = 'takeover_lost', title = '您不再是单位的所有者',
  text = '主管部门于 {on} 认定另一人为{organization}的所有者，您已不再是。理由见认领申请。',
}
notice {
  code = 'takeover_owner', title = '单位的所有者已更换',
  text = '主管部门于 {on} 认定了{organization}的新所有者。已办理的备案不变，尚未用过的邀请和委托链接已经作废。',
}
notice {
  code = 'takeover_declined', title = '认领申请不予认定',
  text = '您认领{organization}的申请，主管部门已于 {on} 决定不予认定。理由见认领申请。',
}
notice {
  code = 'takeover_redirected', title = '认领申请已改转',
  text = '您认领{organization}的申请，主管部门已于 {on} 转为认领使用同一代码的另一个单位，由其所有者答复后决定。理由见认领申请。',
}
notice {
  code = 'takeover_not_meant', title = '认领申请与本单位无关',
  text = '认领{organization}的申请，主管部门已于 {on} 转往另一个单位，本单位的所有者不变。理由见认领申请。',
}
notice {
  code = 'takeover_over', title = '认领申请已经了结',
  text = '认领{organization}的申请已于 {on} 了结，所有者不变。',
}

-- 几个单位（工作日计的为工作日）之前提醒；同时到了几次的，只发最近的一次。天数为参数，未经核实。
-- 草稿：首次备案、变更、注销，填了上线、变更、终止服务之日而还没有提交的。
remind {
  code = 'first_filing_soon', clock = 'first_filing', before = { 5, 1 }, to = 'filer',
  notice = 'filing_soon', law = '本系统参数',
}
remind {
  code = 'change_soon', clock = 'change', before = { 5, 1 }, to = 'filer',
  notice = 'filing_soon', law = '本系统参数',
}
remind {
  code = 'ending_soon', clock = 'ending', before = { 5, 1 }, to = 'filer',
  notice = 'filing_soon', law = '本系统参数',
}
remind {
  code = 'correction_soon', clock = 'correction', before = { 5, 1 }, to = 'filer',
  notice = 'correction_soon', law = '本系统参数',
}
remind {
  code = 'review_soon', clock = 'review', before = { 5, 1 }, to = 'reviewer',
  notice = 'review_soon', law = '本系统参数',
}
-- 届满之后几个单位仍未了结的，告诉谁。
escalate {
  code = 'correction_over', clock = 'correction', after = { 1 }, to = 'filer',
  notice = 'correction_over', law = '本系统参数',
}
escalate {
  code = 'review_over', clock = 'review', after = { 1, 5 }, to = 'final_reviewer',
  notice = 'review_over', law = '本系统参数',
}

-- ---- 监督事项 ----------------------------------------------------------------------------------
-- matters 写 supervision.lua 的种类，on 写它的 moves，或 missed（期限届满，系统记一次）。告诉单位（filer）的
-- 只能是单位看得到的步和状态，别的规则集不能加载。reviewer 是最近办过它的人；还没有人办过的，是可以办的人。

notice {
  code = 'order_issued', matters = { 'order' }, to = 'filer',
  on = { 'issue', 'extend', 'again', 'grant', 'deny' },
  title = '{kind}：{event}',
  text = '关于“{title}”（{number}）的{kind}于 {on} {event}，请在 {due_on} 前改正并答复。事由和要求见监督事项。',
}
notice {
  code = 'order_ended', matters = { 'order' }, on = { 'confirm', 'fail', 'lift' }, to = 'filer',
  title = '{kind}：{state}', text = '关于“{title}”（{number}）的{kind}于 {on} 办结：{state}。',
}
notice {
  code = 'order_replied', matters = { 'order' }, on = { 'reply' }, to = 'reviewer',
  title = '{kind}：{state}', text = '{organization}于 {on} 答复了关于“{title}”（{number}）的{kind}，请核查。',
}
notice {
  code = 'order_asked', matters = { 'order' }, on = { 'ask' }, to = 'reviewer',
  title = '{kind}：{state}',
  text = '{organization}于 {on} 就“{title}”（{number}）的{kind}{event}，原定 {due_on} 到期，请决定。',
}
notice {
  code = 'order_missed', matters = { 'order' }, on = { 'missed' },
  states = { 'issued', 'asked' },
  to = 'filer', title = '{kind}已经逾期',
  text = '关于“{title}”（{number}）的{kind}期限已于 {due_on} 届满，尚未收到答复。请尽快改正并答复。',
}
notice {
  code = 'penalty_recorded', matters = { 'penalty' }, on = { 'record' }, to = 'filer',
  title = '{kind}：{state}', text = '关于“{title}”（{number}）的{kind}于 {on} {state}，内容见监督事项。',
}
notice {
  code = 'term_missed', matters = { 'order', 'complaint' }, on = { 'missed' }, to = 'reviewer',
  title = '{kind}已经逾期',
  text = '{organization}的“{title}”（{number}）：{kind}（{state}）的期限已于 {due_on} 届满。',
}
notice {
  code = 'order_soon', title = '{kind}即将到期',
  text = '关于“{title}”（{number}）的{kind}还有 {left}，到期日为 {due_on}，请尽快改正并答复。',
}
notice {
  code = 'term_soon', title = '{kind}即将到期',
  text = '{organization}的“{title}”（{number}）：{kind}（{state}）还有 {left}，到期日为 {due_on}。',
}
notice {
  code = 'term_over', title = '{kind}逾期未办',
  text = '{organization}的“{title}”（{number}）：{kind}（{state}）的期限已于 {due_on} 届满，已逾期 {over}，请督促办理。',
}
remind {
  code = 'order_soon', matters = { 'order' }, states = { 'issued', 'asked' }, before = { 5, 1 },
  to = 'filer', notice = 'order_soon', law = '本系统参数',
}
remind {
  code = 'term_soon', matters = { 'order', 'complaint' }, before = { 1 }, to = 'reviewer',
  notice = 'term_soon', law = '本系统参数',
}
escalate {
  code = 'term_over', matters = { 'order', 'complaint' }, after = { 5 }, to = 'final_reviewer',
  notice = 'term_over', law = '本系统参数',
}

-- ---- 发到系统之外：短信、邮件 ------------------------------------------------------------------------
-- 运行者设置了 outbox_command 或 outbox_url（见 README）才会发出，默认不发。address 是这种方式要用的
-- 联系方式，只有写明的才会交出去；shows 是它的文字可以写的字段：短信里不写单位和备案名称。

channel {
  code = 'sms', title = '短信', address = 'mobile', text_max = 70, law = '本系统参数',
  shows = { 'kind', 'action', 'state', 'event', 'clock', 'due_on', 'left' },
}

-- still：备案已离开当时的状态就不再发；within_days：几日之内没有发出的不再发。
send { notice = 'returned', channel = 'sms', still = true,
  text = '您提交的{kind}须补正，请在 {due_on} 前登录系统按所列理由修改后重新提交。' }
send { notice = 'approved', channel = 'sms', text = '您提交的{kind}已通过，请登录系统查看。' }
send { notice = 'subject_approved', channel = 'sms', text = '您提交的主体信息已通过资质初审，请登录系统查看。' }
send { notice = 'change_approved', channel = 'sms', text = '您提交的{kind}变更已通过，请登录系统查看。' }
send { notice = 'lapsed', channel = 'sms', text = '您办理的{kind}{action}已终止，请登录系统查看。' }
send { notice = 'refused', channel = 'sms', text = '您提交的{kind}已作出决定，请登录系统查看。' }
send { notice = 'struck', channel = 'sms', text = '您的{kind}状态已变为{state}，请登录系统查看。' }
send { notice = 'correction_soon', channel = 'sms', still = true, within_days = 1,
  text = '您的{kind}{clock}还有 {left}，{due_on} 到期，请登录系统办理。' }
send { notice = 'correction_over', channel = 'sms', still = true, within_days = 3,
  text = '您的{kind}{clock}已于 {due_on} 届满，请登录系统办理。' }
send { notice = 'order_issued', channel = 'sms', still = true,
  text = '您有一件{kind}（{event}），请在 {due_on} 前登录系统查看并答复。' }
send { notice = 'order_soon', channel = 'sms', still = true, within_days = 1,
  text = '您有一件{kind}还有 {left}，{due_on} 到期，请登录系统答复。' }
send { notice = 'order_missed', channel = 'sms', still = true, within_days = 3,
  text = '您有一件{kind}已于 {due_on} 届满，请登录系统答复。' }
