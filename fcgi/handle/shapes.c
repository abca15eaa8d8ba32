/* The members of every command and every answer: commands are checked against these, and
 * openapi.json is written from them. */
#include "handle/handlers.h"

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const char *const kinds[] = {"subject", "algorithm", "product", NULL};
static const char *const filing_kinds[] = {"subject", "algorithm", NULL};
static const char *const actions[] = {"initial", "change", "deregister", NULL};
static const char *const filing_data[] = {"SubjectData", "AlgorithmData", NULL};
static const char *const any_data[] = {"SubjectData", "AlgorithmData", "ProductForm", NULL};
static const char *const verdicts[] = {"acceptable", "not_acceptable", "needs_human", NULL};
static const char *const severities[] = {"error", "warning", "notice", NULL};
static const char *const outcomes[] = {"pass", "return", "refuse", NULL};
const char *const task_states[] = {"open", "claimed", "done", NULL};
static const char *const deadline_states[] = {"running", "met", "missed", "paused", NULL};
const char *const entry_statuses[] = {"filed", "deregistered", "revoked", NULL};

/* ---- accounts -------------------------------------------------------------------------------- */

const struct member account_body[] = {
    {"username", M_STRING, M_REQUIRED, 3, 64, NULL, NULL, "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, 1, 1024, NULL, NULL, "密码"},
    {"organization_name", M_STRING, M_REQUIRED, 2, 100, NULL, NULL, "单位名称"},
    {"contact_name", M_STRING, M_REQUIRED, 1, 50, NULL, NULL, "联系人姓名"},
    {"mobile", M_STRING, M_REQUIRED, 1, 30, NULL, NULL, "手机号码"},
    {"email", M_STRING, M_REQUIRED, 3, 254, NULL, NULL, "电子邮箱"},
    END};
static const struct member organization_members[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "单位编号"},
    {"name", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "单位名称"},
    {"subject_state", M_STRING, 0, 0, 0, NULL, NULL, "主体备案状态；没有时为 none"},
    END};
const struct member account_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "账号编号"},
    {"username", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "用户名"},
    {"roles", M_LIST, M_REQUIRED, 0, 0, NULL, NULL, "角色"},
    {"organization", M_OBJECT, M_REQUIRED, 0, 0, NULL, organization_members, "单位"},
    END};
const struct member session_body[] = {
    {"username", M_STRING, M_REQUIRED, 1, 200, NULL, NULL, "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, 1, 1024, NULL, NULL, "密码"},
    {"bearer", M_BOOLEAN, 0, 0, 0, NULL, NULL, "为 true 时返回令牌，不设 Cookie"},
    END};
const struct member login_answer[] = {
    {"token", M_STRING, M_SECRET, 0, 0, NULL, NULL, "访问令牌，仅 bearer 为 true 时返回"},
    {"expires_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "登录到期时间"},
    {"roles", M_LIST, M_REQUIRED, 0, 0, NULL, NULL, "角色"},
    END};
static const struct member me_members[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "账号编号"},
    {"username", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "用户名"},
    {"contact_name", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "姓名"},
    END};
const struct member session_answer[] = {
    {"account", M_OBJECT, M_REQUIRED, 0, 0, NULL, me_members, "账号"},
    {"roles", M_LIST, M_REQUIRED, 0, 0, NULL, NULL, "角色"},
    {"organization", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, organization_members, "单位"},
    END};
const struct member password_body[] = {
    {"old_password", M_STRING, M_REQUIRED | M_SECRET, 1, 1024, NULL, NULL, "原密码"},
    {"new_password", M_STRING, M_REQUIRED | M_SECRET, 1, 1024, NULL, NULL, "新密码"},
    END};
static const struct member scope_members[] = {
    {"area", M_STRING, 0, 0, 6, NULL, NULL, "行政区划代码前缀；空为全部"},
    {"class", M_STRING, 0, 0, 8, NULL, NULL, "算法类别代码；空为全部"},
    END};
const struct member staff_body[] = {
    {"username", M_STRING, M_REQUIRED, 3, 64, NULL, NULL, "用户名"},
    {"password", M_STRING, M_REQUIRED | M_SECRET, 1, 1024, NULL, NULL, "初始密码"},
    {"roles", M_LIST, M_REQUIRED, 1, 6, NULL, NULL, "角色"},
    {"contact_name", M_STRING, M_NULLABLE, 1, 50, NULL, NULL, "姓名"},
    {"organization", M_ID, M_NULLABLE, 0, 0, NULL, NULL, "所属单位编号；不得审核本单位的备案"},
    {"scope", M_LIST, 0, 1, 100, NULL, scope_members, "负责的地区和类别；不给即全部"},
    END};
const struct member staff_patch_body[] = {
    {"password", M_STRING, M_SECRET, 1, 1024, NULL, NULL, "新密码"},
    {"roles", M_LIST, 0, 1, 6, NULL, NULL, "角色"},
    {"disabled", M_BOOLEAN, 0, 0, 0, NULL, NULL, "停用"},
    {"scope", M_LIST, 0, 1, 100, NULL, scope_members, "负责的地区和类别"},
    END};
const struct member staff_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "账号编号"},
    {"username", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "用户名"},
    {"roles", M_LIST, M_REQUIRED, 0, 0, NULL, NULL, "角色"},
    {"contact_name", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "姓名"},
    {"organization", M_ID, M_NULLABLE, 0, 0, NULL, NULL, "所属单位编号"},
    {"scope", M_LIST, M_REQUIRED, 0, 0, NULL, scope_members, "负责的地区和类别"},
    {"disabled", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否停用"},
    {"created_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "建立时间"},
    END};

/* ---- declarations ---------------------------------------------------------------------------- */

const struct member any_answer[] = {END};
const struct member form_answer[] = {
    {"kind", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "种类"},
    {"action", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "办理事项"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "名称"},
    {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则集的哈希"},
    {"sections", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "分组与字段，按页面顺序"},
    {"schema", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "JSON Schema 2020-12"},
    END};
const struct member vocabulary_answer[] = {END};
const struct member calendar_answer[] = {
    {"from", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "起算日，当日不计"},
    {"days", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "工作日数"},
    {"due_on", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否超出已公布的日历（暂估）"},
    {"counted", M_LIST, M_REQUIRED, 0, 0, NULL, NULL, "计入的每一个工作日"},
    END};
static const struct member refusal_members[] = {
    {"at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时"},
    {"where", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "文件与行"},
    {"message", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "原因"},
    END};
const struct member rule_set_answer[] = {
    {"hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "哈希"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "名称"},
    {"activated_at", M_TIME, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "启用时间"},
    {"engine", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "引擎版本"},
    {"calendar", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "日历覆盖范围"},
    {"rules", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "规则一览"},
    {"refused", M_OBJECT, M_NULLABLE, 0, 0, NULL, refusal_members,
     "最近一次没有生效的修改；仅工作人员可见"},
    {"mode", M_STRING, 0, 0, 0, NULL, NULL, "watch 或 governed；仅工作人员可见"},
    {"kind", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "怎样启用的；仅工作人员可见"},
    {"ends_at", M_TIME, M_NULLABLE, 0, 0, NULL, NULL, "紧急启用何时自动结束；仅工作人员可见"},
    {"conflicts", M_LIST, 0, 0, 0, NULL, any_answer,
     "基础规则已变而本地改动未变之处；仅工作人员可见"},
    END};
const struct member health_answer[] = {
    {"status", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "ok"},
    {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则集的哈希"},
    END};
const struct member status_answer[] = {
    {"now", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "当前时间"},
    {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则集的哈希"},
    {"store", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "存储"},
    {"pool", M_OBJECT, 0, 0, 0, NULL, NULL, "进程池"},
    {"processes", M_LIST, 0, 0, 0, NULL, any_answer, "进程一览"},
    END};

/* ---- decisions ------------------------------------------------------------------------------- */

static const struct member clock_members[] = {
    {"today", M_DATE, 0, 0, 0, NULL, NULL, "按哪一天判断"}, END};
const struct member check_body[] = {
    {"kind", M_STRING, M_REQUIRED, 0, 0, kinds, NULL, "种类"},
    {"action", M_STRING, 0, 0, 0, actions, NULL, "办理事项"},
    {"data", M_OBJECT, M_REQUIRED, 0, 0, any_data, NULL, "填报内容"},
    {"clock", M_OBJECT, 0, 0, 0, NULL, clock_members, "时钟"},
    END};
static const struct member finding_members[] = {
    {"rule", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则编号"},
    {"title", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "规则名称"},
    {"severity", M_STRING, M_REQUIRED, 0, 0, severities, NULL, "程度"},
    {"path", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "字段位置（JSON Pointer）"},
    {"field", M_STRING, M_NULLABLE, 0, 0, NULL, NULL,
     "字段的名称，自上而下，如“基本信息 › 网站名称”"},
    {"value", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "现在所填，至多 60 字；没有填写时为 null"},
    {"message", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明"},
    {"suggestion", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "修改建议"},
    {"law", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "条款"},
    {"source", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "规则文件与行"},
    END};
static const struct member deadline_members[] = {
    {"name", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "名称"},
    {"from", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "起算日"},
    {"days", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "工作日数"},
    {"due_on", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否暂估"},
    {"state", M_STRING, M_REQUIRED, 0, 0, deadline_states, NULL, "状态"},
    END};
const struct member decision_answer[] = {
    {"verdict", M_STRING, M_REQUIRED, 0, 0, verdicts, NULL, "结论"},
    {"findings", M_LIST, M_REQUIRED, 0, 0, NULL, finding_members, "发现的问题"},
    {"deadlines", M_LIST, M_REQUIRED, 0, 0, NULL, deadline_members, "期限"},
    {"route", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "送审去向"},
    {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则集的哈希"},
    {"facts_hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "事实的哈希"},
    {"engine", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "引擎版本"},
    END};
#define DECISION_MEMBERS                                                                            \
    {"n", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "这件备案的第几个决定"},                         \
        {"version", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "针对的版本；未被受理的版本没有形成"}, \
        {"occasion", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "因何作出：submit 提交"},              \
        {"verdict", M_STRING, M_REQUIRED, 0, 0, verdicts, NULL, "结论"},                            \
        {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则集的哈希"},                       \
        {"engine", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "引擎版本"},                             \
        {"facts_hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "事实的哈希"},                       \
    {                                                                                               \
        "decided_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "作出时间"                          \
    }
const struct member decision_row_answer[] = {DECISION_MEMBERS, END};
const struct member decision_export_answer[] = {
    {"filing", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "备案事项编号"},
    DECISION_MEMBERS,
    {"outcome_hash", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "结论内容的哈希"},
    {"facts", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "当时交给规则的事实，原样"},
    {"answer", M_OBJECT, M_REQUIRED, 0, 0, NULL, decision_answer, "规则当时的答复，原样"},
    END};
const struct member problem_answer[] = {
    {"type", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "问题类型"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "概要"},
    {"status", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "HTTP 状态码"},
    {"code", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "供程序识别的代码"},
    {"detail", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明"},
    {"request_id", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "请求编号"},
    {"where", M_STRING, 0, 0, 0, NULL, NULL, "位置"},
    {"findings", M_LIST, 0, 0, 0, NULL, finding_members, "数据中的问题"},
    END};

/* ---- filings --------------------------------------------------------------------------------- */

const struct member filing_body[] = {
    {"kind", M_STRING, M_REQUIRED, 0, 0, filing_kinds, NULL, "种类"},
    {"action", M_STRING, M_REQUIRED, 0, 0, actions, NULL, "办理事项"},
    {"of", M_ID, M_NULLABLE, 0, 0, NULL, NULL, "所变更或注销的备案"},
    END};
const struct member filing_save_body[] = {
    {"data", M_OBJECT, M_REQUIRED, 0, 0, filing_data, NULL, "填报内容"}, END};
#define FILING_MEMBERS                                                                             \
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "备案事项编号"},                                    \
        {"kind", M_STRING, M_REQUIRED, 0, 0, filing_kinds, NULL, "种类"},                          \
        {"action", M_STRING, M_REQUIRED, 0, 0, actions, NULL, "办理事项"},                         \
        {"state", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "状态"},                                 \
        {"version", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "版本"},                              \
        {"number", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "备案编号"},               \
        {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "简称"},                                 \
        {"of", M_ID, M_NULLABLE, 0, 0, NULL, NULL, "所涉备案"},                                    \
        {"rule_set", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "提交时的规则集"},       \
        {"checked_with", M_STRING, M_REQUIRED | M_NULLABLE,     0, 0,                              \
         NULL,           NULL,     "新建或最近检查所用的规则集"},                                  \
        {"created_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "建立时间"},                          \
    {                                                                                              \
        "updated_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "更新时间"                         \
    }
#define DATA_MEMBER                                                                                     \
    {                                                                                                   \
        "data", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "填报内容，形如 {分组: {字段: 值}}" \
    }
const struct member filing_row_answer[] = {FILING_MEMBERS, END};
static const char *const field_changes[] = {"new",     "required", "stricter", "looser",
                                            "removed", "choices",  NULL};
static const char *const rule_changes[] = {"new", "severity", NULL};
static const struct member field_change_members[] = {
    {"path", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "字段位置；* 指列表的每一项"},
    {"label", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "字段的名称，自上而下"},
    {"change", M_STRING, M_REQUIRED, 0, 0, field_changes, NULL, "变化"},
    {"message", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明，含原来与现在的要求"},
    {"suggestion", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "怎么办"},
    {"law", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "条款"},
    END};
static const struct member rule_change_members[] = {
    {"rule", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则编号"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "规则名称"},
    {"change", M_STRING, M_REQUIRED, 0, 0, rule_changes, NULL, "新增，或程度加重"},
    {"severity", M_STRING, M_REQUIRED, 0, 0, severities, NULL, "程度"},
    {"message", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明"},
    {"law", M_STRING, M_NULLABLE, 0, 0, NULL, NULL, "条款"},
    END};
static const struct member changes_members[] = {
    {"from", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "草稿上次所依的规则集"},
    {"to", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "正在使用的规则集"},
    {"fields", M_LIST, M_REQUIRED | M_NULLABLE, 0, 0, NULL, field_change_members,
     "逐个字段的变化；无从比较时为 null"},
    {"rules", M_LIST, M_REQUIRED | M_NULLABLE, 0, 0, NULL, rule_change_members,
     "新增或加重的检查；无从比较时为 null"},
    {"message", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "总的说明"},
    END};
const struct member filing_answer[] = {
    FILING_MEMBERS,
    DATA_MEMBER,
    {"rules_changed", M_OBJECT, M_NULLABLE, 0, 0, NULL, changes_members,
     "草稿上次检查之后规则的变化；没有变化时为 null，仅读取时给出"},
    END};
const struct member submit_answer[] = {
    FILING_MEMBERS,
    DATA_MEMBER,
    {"decision", M_OBJECT, M_REQUIRED, 0, 0, NULL, decision_answer, "规则的结论"},
    END};
const struct member kept_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "编号"},
    {"base_etag", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "当时依据的版本"},
    DATA_MEMBER,
    {"saved_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "保存时间"},
    END};
const struct member submit_body[] = {
    {"declaration", M_BOOLEAN, 0, 0, 0, NULL, NULL, "我承诺上述填报信息真实有效"}, END};
static const struct member reason_members[] = {
    {"path", M_STRING, M_REQUIRED, 0, 500, NULL, NULL, "所涉字段"},
    {"reason", M_STRING, M_REQUIRED, 1, 2000, NULL, NULL, "理由"},
    {"suggestion", M_STRING, M_NULLABLE, 0, 2000, NULL, NULL, "补正建议"},
    END};
const struct member event_answer[] = {
    {"at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "时间"},
    {"what", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "事项"},
    {"version", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "版本"},
    {"from_state", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "之前的状态"},
    {"to_state", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "之后的状态"},
    {"to_label", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "之后的状态（中文）"},
    {"role", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "办理人的角色"},
    {"actor", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL,
     "办理人；审核人员不向填报方显示"},
    {"reasons", M_LIST, M_REQUIRED | M_NULLABLE, 0, 0, NULL, reason_members, "理由"},
    END};
const struct member product_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "产品编号"},
    {"name", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "产品名称"},
    {"paths", M_LIST, 0, 0, 0, NULL, any_answer, "功能访问路径"},
    {"created_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "建立时间"},
    {"updated_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "更新时间"},
    END};
const struct member attachment_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "附件编号"},
    {"filename", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "文件名"},
    {"media_type", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "按内容判断的类型"},
    {"size_bytes", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "字节数"},
    {"sha256", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "SHA-256"},
    END};

/* ---- review, register ------------------------------------------------------------------------ */

static const struct member claimer_members[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "账号编号"},
    {"username", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "用户名"},
    END};
#define TASK_MEMBERS                                                                               \
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "任务编号"},                                        \
        {"filing", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "备案事项编号"},                            \
        {"stage", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "阶段"},                                 \
        {"stage_label", M_STRING, 0, 0, 0, NULL, NULL, "阶段（中文）"},                            \
        {"state", M_STRING, M_REQUIRED, 0, 0, task_states, NULL, "状态"},                          \
        {"kind", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "种类"},                                  \
        {"action", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "办理事项"},                            \
        {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "简称"},                                 \
        {"version", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "版本"},                              \
        {"area", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "行政区划代码"},                          \
        {"class", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "算法类别代码"},                         \
        {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "到期日"},                   \
        {"days_left", M_INTEGER, M_REQUIRED | M_NULLABLE,     0, 0,                                \
         NULL,        NULL,      "距到期的工作日数，逾期为负"},                                    \
        {"provisional", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "到期日是否暂估"},                \
        {"needs_human", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "规则出错，须人工判断"},          \
        {"organization", M_OBJECT, M_REQUIRED, 0, 0, NULL, organization_members, "单位"},          \
        {"claimed_by", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, claimer_members, "接手人"},  \
    {                                                                                              \
        "outcome", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, outcomes, NULL, "决定"               \
    }
const struct member task_answer[] = {TASK_MEMBERS, END};
const struct member decided_answer[] = {
    TASK_MEMBERS,
    {"filing_state", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "备案事项的新状态"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "备案编号"},
    END};
const struct member decision_body[] = {
    {"outcome", M_STRING, M_REQUIRED, 0, 0, outcomes, NULL, "决定"},
    {"reasons", M_LIST, 0, 0, 200, NULL, reason_members, "理由；退回和不予备案时必填"},
    {"note", M_STRING, M_NULLABLE, 0, 4000, NULL, NULL, "内部备注，不向填报方显示"},
    END};
#define ENTRY_MEMBERS                                                                              \
    {"number", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "备案编号"},                                \
        {"algorithm_name", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "算法名称"},                    \
        {"algorithm_type", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "算法类别"},                    \
        {"role", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "角色"},                                  \
        {"organization", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "主体名称"},                      \
        {"area", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "行政区划代码"},                          \
        {"products", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "应用产品"},                          \
        {"purpose", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "主要用途"},                           \
        {"status", M_STRING, M_REQUIRED, 0, 0, entry_statuses, NULL, "状态"},                      \
        {"filed_on", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "备案日期"},                            \
    {                                                                                              \
        "note", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "备注"                                   \
    }
const struct member entry_row_answer[] = {ENTRY_MEMBERS, END};
const struct member entry_answer[] = {
    ENTRY_MEMBERS,
    {"disclosure", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "公示内容"},
    {"history", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "沿革"},
    {"disclaimer", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "声明"},
    END};
