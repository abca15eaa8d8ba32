#include "model/labels.h"
#include "base/base.h"
#include "model/delivery.h"
#include "model/law.h"
#include "model/role.h"

#include <string.h>

#define LABEL_OF_ROLE(word, name, label) {LABEL_ROLE, name, label},
static const struct row {
    enum label what;
    const char *code, *label;
} labels[] = {
    {LABEL_AUDIT, "account.add", "注册账号"},
    {LABEL_AUDIT, "account.contact", "修改联系方式"},
    {LABEL_AUDIT, "account.disable", "停用填报账号"},
    {LABEL_AUDIT, "account.enable", "恢复填报账号"},
    {LABEL_AUDIT, "account.password", "修改密码"},
    {LABEL_AUDIT, "account.read", "查看账号的联系方式"},
    {LABEL_AUDIT, "attachment.add", "上传附件"},
    {LABEL_AUDIT, "attachment.read", "下载附件"},
    {LABEL_AUDIT, "audit.keyed", "启用带密钥的哈希链"},
    {LABEL_AUDIT, "rows.held", "把已有数据纳入核对"},
    {LABEL_AUDIT, "state.gone_on", "恢复后接着办，跳过一些编号"},
    {LABEL_AUDIT, "call.refused", "请求被拒绝"},
    {LABEL_AUDIT, "data.read", "查看个人信息"},
    {LABEL_AUDIT, "deadline.missed", "期限届满"},
    {LABEL_AUDIT, "deadline.reminded", "期限将到提醒"},
    {LABEL_AUDIT, "deadline.escalated", "逾期督办"},
    {LABEL_AUDIT, "deadline.recount", "重新计算期限"},
    {LABEL_AUDIT, "factor.add", "绑定第二因素"},
    {LABEL_AUDIT, "factor.code_used", "使用恢复码"},
    {LABEL_AUDIT, "factor.codes", "更换恢复码"},
    {LABEL_AUDIT, "factor.delete", "解除第二因素"},
    {LABEL_AUDIT, "factor.failed", "第二因素不符"},
    {LABEL_AUDIT, "decision.read", "导出规则的决定"},
    {LABEL_AUDIT, "decision.unmask", "显示规则的决定中的个人信息原文"},
    {LABEL_AUDIT, "delivery.dead", "通知投递失败"},
    {LABEL_AUDIT, "delivery.discarded", "放弃投递失败的通知"},
    {LABEL_AUDIT, "delivery.retried", "重新投递通知"},
    {LABEL_AUDIT, "delivery.retried_all", "一次重新投递多条通知"},
    {LABEL_AUDIT, "delivery.sent", "向系统之外发出通知"},
    {LABEL_AUDIT, "diff.read", "对照两个版本"},
    {LABEL_AUDIT, "diff.unmask", "显示对照中被遮盖的内容"},
    {LABEL_AUDIT, "filing.amend", "备案变更"},
    {LABEL_AUDIT, "filing.reroute", "随主体变更移交"},
    {LABEL_AUDIT, "filing.create", "新建备案"},
    {LABEL_AUDIT, "filing.delete", "删除草稿"},
    {LABEL_AUDIT, "filing.deregister", "注销备案"},
    {LABEL_AUDIT, "filing.lapse", "变更或注销终止办理"},
    {LABEL_AUDIT, "filing.read", "查看备案"},
    {LABEL_AUDIT, "filing.refused_submit", "提交未被受理"},
    {LABEL_AUDIT, "filing.save", "保存草稿"},
    {LABEL_AUDIT, "filing.submit", "提交备案"},
    {LABEL_AUDIT, "filing.unmask", "显示备案中被遮盖的内容"},
    {LABEL_AUDIT, "filing.withdraw", "撤回备案"},
    {LABEL_AUDIT, "invitation.add", "邀请成员"},
    {LABEL_AUDIT, "invitation.delete", "收回邀请"},
    {LABEL_AUDIT, "mandate.accept", "接受委托"},
    {LABEL_AUDIT, "mandate.act", "改为替另一个单位办理"},
    {LABEL_AUDIT, "mandate.add", "委托代理人"},
    {LABEL_AUDIT, "mandate.end", "终止委托"},
    {LABEL_AUDIT, "member.add", "加入单位"},
    {LABEL_AUDIT, "member.delete", "移除成员"},
    {LABEL_AUDIT, "member.leave", "离开单位"},
    {LABEL_AUDIT, "member.owner", "移交单位所有者"},
    {LABEL_AUDIT, "member.read", "查看单位成员"},
    {LABEL_AUDIT, "member.set", "改变成员权限"},
    {LABEL_AUDIT, "letter.issue", "发出文书"},
    {LABEL_AUDIT, "letter.read", "查看文书"},
    {LABEL_AUDIT, "token.add", "生成访问令牌"},
    {LABEL_AUDIT, "token.delete", "收回访问令牌"},
    {LABEL_AUDIT, "organization.contact", "设置或删去单位的联系方式"},
    {LABEL_AUDIT, "organization.read", "查看单位的联系方式"},
    {LABEL_AUDIT, "organization.freeze", "冻结单位"},
    {LABEL_AUDIT, "organization.unfreeze", "解冻单位"},
    {LABEL_AUDIT, "kept.read", "查看另存的内容"},
    {LABEL_AUDIT, "matter.missed", "监督事项的期限届满"},
    {LABEL_AUDIT, "matter.move", "办理监督事项"},
    {LABEL_AUDIT, "matter.open", "提起监督事项"},
    {LABEL_AUDIT, "matter.read", "查看监督事项"},
    {LABEL_AUDIT, "product.add", "新建产品"},
    {LABEL_AUDIT, "product.delete", "删除产品"},
    {LABEL_AUDIT, "product.save", "保存产品"},
    {LABEL_AUDIT, "proposal.add", "提议撤销、注销备案"},
    {LABEL_AUDIT, "proposal.confirm", "确认撤销、注销备案"},
    {LABEL_AUDIT, "proposal.read", "查看撤销、注销的提议"},
    {LABEL_AUDIT, "proposal.send_back", "退回撤销、注销的提议"},
    {LABEL_AUDIT, "proposal.take_back", "收回撤销、注销的提议"},
    {LABEL_AUDIT, "recovery.ask", "申请找回密码"},
    {LABEL_AUDIT, "recovery.code", "发放找回密码的验证码"},
    {LABEL_AUDIT, "recovery.dismiss", "不受理找回密码的申请"},
    {LABEL_AUDIT, "recovery.failed", "找回密码的验证码不符"},
    {LABEL_AUDIT, "recovery.finish", "以验证码重设密码"},
    {LABEL_AUDIT, "recovery.read", "查看找回密码的申请"},
    {LABEL_AUDIT, "replay.read", "查看重放影响的备案"},
    {LABEL_AUDIT, "replay.read_facts", "重放时读取事实"},
    {LABEL_AUDIT, "reset.finish", "凭一次性链接设置密码"},
    {LABEL_AUDIT, "reset.seen", "表示看过密码的重新设置"},
    {LABEL_AUDIT, "reset.start", "发出设置密码的一次性链接"},
    {LABEL_AUDIT, "rule_set.activate", "启用规则集"},
    {LABEL_AUDIT, "rule_set.approve", "审批规则集"},
    {LABEL_AUDIT, "rule_set.filings_moved", "规则集启用时迁移备案"},
    {LABEL_AUDIT, "rule_set.matters_moved", "规则集启用时迁移监督事项"},
    {LABEL_AUDIT, "rule_set.propose", "提出规则集"},
    {LABEL_AUDIT, "rule_set.replay", "重放规则集"},
    {LABEL_AUDIT, "rule_set.replay_asked", "要求重放规则集"},
    {LABEL_AUDIT, "rule_set.revert", "紧急启用到时恢复"},
    {LABEL_AUDIT, "rule_set.rollback", "回退规则集"},
    {LABEL_AUDIT, "rule_set.test", "测试规则集"},
    {LABEL_AUDIT, "rule_set.withdraw", "撤回候选规则集"},
    {LABEL_AUDIT, "rules.fault", "规则出错"},
    {LABEL_AUDIT, "session.add", "登录"},
    {LABEL_AUDIT, "session.end_others", "结束其他登录"},
    {LABEL_AUDIT, "staff.roles_cut", "收回互斥的角色"},
    {LABEL_AUDIT, "session.end", "退出登录"},
    {LABEL_AUDIT, "session.failed", "登录失败"},
    {LABEL_AUDIT, "register.import", "导入公布的清单"},
    {LABEL_AUDIT, "similar.read", "查看相近的备案"},
    {LABEL_AUDIT, "staff.add", "新建工作人员账号"},
    {LABEL_AUDIT, "staff.read", "查看工作人员名单"},
    {LABEL_AUDIT, "staff.update", "修改工作人员账号"},
    {LABEL_AUDIT, "takeover.answer", "答复单位认领申请"},
    {LABEL_AUDIT, "takeover.ask", "申请认领单位"},
    {LABEL_AUDIT, "takeover.decline", "不予认定单位认领"},
    {LABEL_AUDIT, "takeover.grant", "认定单位认领，更换所有者"},
    {LABEL_AUDIT, "takeover.read", "查看单位认领申请"},
    {LABEL_AUDIT, "takeover.redirect", "改转单位认领申请"},
    {LABEL_AUDIT, "takeover.take_back", "收回单位认领申请"},
    {LABEL_AUDIT, "task.claim", "领取审核任务"},
    {LABEL_AUDIT, "task.decide", "作出审核决定"},
    {LABEL_AUDIT, "task.handover", "移交审核任务"},
    {LABEL_AUDIT, "task.passed_on", "转交审核任务"},
    {LABEL_AUDIT, "task.read", "打开审核台"},
    {LABEL_AUDIT, "threads.read", "查看历轮意见和答复"},
    {LABEL_AUDIT, "task.reassign", "改派审核任务"},
    {LABEL_AUDIT, "task.release", "退回审核任务"},
    {LABEL_AUDIT, "task.unmask", "在审核台显示被遮盖的内容"},
    {LABEL_AUDIT, "version.read", "查看提交的版本"},
    {LABEL_AUDIT, "version.unmask", "显示版本中被遮盖的内容"},

    {LABEL_AUDIT_KIND, "change", "操作"},
    {LABEL_AUDIT_KIND, "read", "查看"},
    {LABEL_AUDIT_KIND, "refusal", "被拒绝"},

    {LABEL_EFFECT, "admit", "确认填报主体"},
    {LABEL_EFFECT, "number", "编发备案编号"},
    {LABEL_EFFECT, "publish", "列入登记簿并公示"},
    {LABEL_EFFECT, "strike", "在登记簿上注明失效"},
    {LABEL_EFFECT, "amend", "原备案采用新的内容"},
    {LABEL_EFFECT, "finish", "原备案随之注销"},

    {LABEL_DELIVERY, DELIVERY_WAITING, "等候发出"},
    {LABEL_DELIVERY, DELIVERY_OUT, "正在发出"},
    {LABEL_DELIVERY, DELIVERY_TAKEN, "已收下"},
    {LABEL_DELIVERY, DELIVERY_DEAD, "投递失败"},
    {LABEL_DELIVERY, DELIVERY_DROPPED, "不再发出"},

    {LABEL_EVENT, "create", "新建"},
    {LABEL_EVENT, "amended", "采用变更后的内容"},
    {LABEL_EVENT, "rerouted", "主体变更后移交新的受理单位"},
    {LABEL_EVENT, "moved", "随规则调整转入"},
    {LABEL_EVENT, "missed", "期限届满"},
    {LABEL_EVENT, "handed", "任务改派来"},
    {LABEL_EVENT, "taken_off", "任务改派走"},

    {LABEL_FORMAT, "email", "电子邮箱"},
    {LABEL_FORMAT, "uri", "网址"},
    {LABEL_FORMAT, "code", "号码（全角字母数字、首尾空格由系统改正）"},

    {LABEL_FACT, "clock.today", "今天"},
    {LABEL_FACT, "clock.now", "此刻"},
    {LABEL_FACT, "filing.id", "备案事项的编号"},
    {LABEL_FACT, "filing.kind", "备案事项的种类"},
    {LABEL_FACT, "filing.action", "办理事项"},
    {LABEL_FACT, "filing.version", "第几次提交"},
    {LABEL_FACT, "filing.submitted_on", "本次提交日"},
    {LABEL_FACT, "filing.first_submitted_on", "首次提交日"},
    {LABEL_FACT, "filing.stage", "现在的审核阶段"},
    {LABEL_FACT, "filing.stage_on", "现在的审核阶段开始之日"},
    {LABEL_FACT, "filing.returned_on", "最近一次退回之日"},
    {LABEL_FACT, "filing.pauses", "期限暂停过的日子"},
    {LABEL_FACT, "filing.approved_on", "所针对的备案现行内容通过之日"},
    {LABEL_FACT, "filing.first_approved_on", "所针对的备案首次通过之日"},
    {LABEL_FACT, "filing.data", "全部填报内容"},
    {LABEL_FACT, "filing.same_elsewhere", "其他单位在审或有效的备案中有无同样的名称、文字"},
    {LABEL_FACT, "organization", "填报单位"},
    {LABEL_FACT, "organization.id", "填报单位的编号"},
    {LABEL_FACT, "organization.name", "账号登记的单位名称"},
    {LABEL_FACT, "organization.serial", "主体序号"},
    {LABEL_FACT, "organization.credit_code_elsewhere", "是否另有单位使用同一统一社会信用代码"},
    {LABEL_FACT, "organization.filings", "本单位的其他备案"},
    {LABEL_FACT, "organization.subject", "已通过的主体信息"},
    {LABEL_FACT, "organization.subject.reviews", "已通过的主体信息在受理一方审核的日子"},
    {LABEL_FACT, "products", "所关联的产品"},
    {LABEL_FACT, "product.alike", "本单位其他产品中，有一项文字与这个相同的，最多 20 个"},
    {LABEL_FACT, "product.filed", "关联这个产品的备案，及备案时的产品"},
    {LABEL_FACT, "product.tree", "现在的产品，带编号"},
    {LABEL_FACT, "attachments", "附件的类型、大小与上传日"},
    {LABEL_FACT, "workload", "各审核小组的人数与未办结的任务"},
    {LABEL_FACT, "issue.serial", "编号的流水号"},
    {LABEL_FACT, "issue.filed_on", "备案日"},

    {LABEL_MEDIA, "application/pdf", "PDF"},
    {LABEL_MEDIA, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "DOCX"},
    {LABEL_MEDIA, "application/ofd", "OFD"},
    {LABEL_MEDIA, "image/jpeg", "JPG"},
    {LABEL_MEDIA, "image/png", "PNG"},
    {LABEL_MEDIA, "video/mp4", "MP4"},

    {LABEL_OBJECT, NOUN_ACCOUNT, "账号"},
    {LABEL_OBJECT, "attachment", "附件"},
    {LABEL_OBJECT, "delivery", "投递"},
    {LABEL_OBJECT, "filing", "备案事项"},
    {LABEL_OBJECT, "matter", "监督事项"},
    {LABEL_OBJECT, "organization", "单位"},
    {LABEL_OBJECT, NOUN_PRODUCT, "产品"},
    {LABEL_OBJECT, "proposal", "撤销、注销的提议"},
    {LABEL_OBJECT, "rule_set", "规则集"},
    {LABEL_OBJECT, "takeover", "单位认领申请"},
    {LABEL_OBJECT, "task", "审核任务"},

    {LABEL_OUTCOME, "taken", "已收下"},
    {LABEL_OUTCOME, "lost", "发出之后没有回音"},
    {LABEL_OUTCOME, "unstarted", "没有能够启动"},
    {LABEL_OUTCOME, "slow", "超过时限没有答复"},
    {LABEL_OUTCOME, "killed", "命令被中止"},
    {LABEL_OUTCOME, "no_command", "没有找到命令"},
    {LABEL_OUTCOME, "exit_1", "命令以 1 退出"},
    {LABEL_OUTCOME, "exit_2", "命令以 2 退出"},
    {LABEL_OUTCOME, "exit_3", "命令以 3 退出"},
    {LABEL_OUTCOME, "exit_4", "命令以 4 退出"},
    {LABEL_OUTCOME, "exit_other", "命令以其他数字退出"},
    {LABEL_OUTCOME, "unreached", "连接不上"},
    {LABEL_OUTCOME, "tls", "对方的证书不可信：不是可信的机构签发的"},
    {LABEL_OUTCOME, "tls_name", "对方的证书不可信：不是发给这个地址的"},
    {LABEL_OUTCOME, "tls_expired", "对方的证书不可信：已过期或尚未生效"},
    {LABEL_OUTCOME, "tls_failed", "没有能够建立加密连接"},
    {LABEL_OUTCOME, "ca_file", "outbox_ca_file 中没有可用的证书"},
    {LABEL_OUTCOME, "redirected", "对方要求转到别处，没有照办"},
    {LABEL_OUTCOME, "declined", "对方拒收"},
    {LABEL_OUTCOME, "server_error", "对方出错"},
    {LABEL_OUTCOME, "unsigned", "没有能够签名"},
    {LABEL_OUTCOME, "no_library", "没有安装 libcurl"},

    {LABEL_REPLAY_KIND, "unchanged", "不变"},
    {LABEL_REPLAY_KIND, "accept_to_refuse", "受理变为不予受理"},
    {LABEL_REPLAY_KIND, "refuse_to_accept", "不予受理变为受理"},
    {LABEL_REPLAY_KIND, "findings_changed", "意见有变"},
    {LABEL_REPLAY_KIND, "deadline_moved", "期限有变"},
    {LABEL_REPLAY_KIND, "route_moved", "分派有变"},
    {LABEL_REPLAY_KIND, "derived_changed", "导出的事实有变"},
    {LABEL_REPLAY_KIND, "error", "新规则没有给出结论"},
    {LABEL_REPLAY_KIND, "move_changed", "办理的去处有变"},
    {LABEL_REPLAY_KIND, "effects_changed", "办理的后果有变"},
    {LABEL_REPLAY_KIND, "number_changed", "备案编号有变"},
    {LABEL_REPLAY_KIND, "entry_changed", "公示内容有变"},
    {LABEL_REPLAY_KIND, "draft_changed", "草稿的结论有变"},
    {LABEL_REPLAY_KIND, "product_changed", "产品的结论有变"},
    {LABEL_REPLAY_KIND, "matter_changed", "监督事项的去处有变"},
    {LABEL_REPLAY_KIND, "term_changed", "监督事项的期限或告知有变"},
    {LABEL_REPLAY_KIND, "clock_changed", "草稿的期限有变"},

    ROLES(LABEL_OF_ROLE) /* model/role.h */

    {LABEL_RULE_SET, "active", "生效中"},
    {LABEL_RULE_SET, "retired", "曾生效"},
    {LABEL_RULE_SET, "approved", "已审批"},
    {LABEL_RULE_SET, "candidate", "候选"},
    {LABEL_RULE_SET, "taken_back", "已撤回"},

    {LABEL_SEVERITY, "error", "不予受理"},
    {LABEL_SEVERITY, "warning", "提醒"},
    {LABEL_SEVERITY, "notice", "提示"},

    {LABEL_TASK, "open", "待领取"},
    {LABEL_TASK, "claimed", "审核中"},
    {LABEL_TASK, "done", "已办结"},

    {LABEL_TYPE, "text", "文字"},
    {LABEL_TYPE, "long_text", "多行文字"},
    {LABEL_TYPE, "integer", "整数"},
    {LABEL_TYPE, "boolean", "是或否"},
    {LABEL_TYPE, "date", "日期"},
    {LABEL_TYPE, "choice", "单选"},
    {LABEL_TYPE, "choices", "多选"},
    {LABEL_TYPE, "list", "列表"},
    {LABEL_TYPE, "attachment", "附件"},
    {LABEL_TYPE, "coverage", "勾选产品与功能"},
    {LABEL_TYPE, "string", "文字"},
    {LABEL_TYPE, "number", "数字"},
    {LABEL_TYPE, "array", "列表"},
    {LABEL_TYPE, "object", "一组字段"},

    {LABEL_VERDICT, "acceptable", "可以受理"},
    {LABEL_VERDICT, "not_acceptable", "不予受理"},
    {LABEL_VERDICT, "needs_human", "转人工审核"},

    {LABEL_VISIBILITY, "public", "向社会公示"},
    {LABEL_VISIBILITY, "reviewer", "供审核人员看"},
    {LABEL_VISIBILITY, "filer", "只给填报人看"},
};

const char *
label_find(enum label what, const char *code)
{
    for (size_t i = 0; i < LEN(labels); i++)
        if (labels[i].what == what && str_is(labels[i].code, code))
            return labels[i].label;
    return NULL;
}

const char *
label_of(enum label what, const char *code)
{
    const char *label = label_find(what, code);
    return label ? label : code ? code : "";
}

bool
label_nth(enum label what, int n, const char **code, const char **label)
{
    for (size_t i = 0; i < LEN(labels); i++)
        if (labels[i].what == what && n-- == 0) {
            *code = labels[i].code;
            *label = labels[i].label;
            return true;
        }
    return false;
}

const char *
label_codes_json(struct arena *a, enum label what, const char *text)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '[');
    for (size_t i = 0; i < LEN(labels); i++)
        if (labels[i].what == what && strstr(labels[i].label, text) != NULL)
            buf_json_item(&b, labels[i].code);
    buf_close(&b);
    return b.p;
}
