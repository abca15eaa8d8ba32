/* The members of commands and answers about rule sets and the audit trail, as shapes.c has the
 * rest. */
#include "handle/handlers.h"

#define END                                                                                        \
    {                                                                                              \
        0                                                                                          \
    }

static const char *const states[] = {"active", "candidate", "approved", "retired", NULL};
static const char *const changes[] = {"added", "modified", "removed", NULL};
static const char *const activation_kinds[] = {"watch",     "approved", "rollback",
                                               "emergency", "revert",   NULL};

static const struct member person_members[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "账号编号"},
    {"username", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "用户名"},
    END};
static const struct member test_members[] = {
    {"is_passed", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否全部通过"},
    {"at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时"},
    {"by", M_OBJECT, M_NULLABLE, 0, 0, NULL, person_members, "何人；空为系统"},
    END};

#define ROW_MEMBERS                                                                                     \
    {"hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "哈希"},                                           \
        {"title", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "名称"},                         \
        {"state", M_STRING, M_REQUIRED, 0, 0, states, NULL, "状态：生效、候选、已审批、曾生效"},        \
        {"origin", M_STRING, M_REQUIRED, 0,                                                             \
         0,        NULL,     NULL,       "来源：folder 为文件夹，proposal 为提案"},                     \
        {"base", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "所依据的规则集"},                \
        {"note", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明"},                                       \
        {"added_by", M_OBJECT, M_REQUIRED | M_NULLABLE, 0,                                              \
         0,          NULL,     person_members,          "何人提出；空为文件夹"},                        \
        {"added_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时提出"},                                 \
        {"is_active", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否正在生效"},                         \
        {"approved", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否有有效的审批"},                      \
    {                                                                                                   \
        "test", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, test_members, "最近一次运行用例" \
    }
const struct member deadline_move_answer[] = {
    {"filing", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "备案事项编号"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "简称"},
    {"organization", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "单位名称"},
    {"name", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "期限的名称"},
    {"from", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "起算日"},
    {"days", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "工作日数"},
    {"due_on", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "现在的到期日"},
    {"new_due_on", M_DATE, M_REQUIRED, 0, 0, NULL, NULL, "按这个规则集的到期日"},
    {"provisional", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "现在是否暂估"},
    {"new_provisional", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "按这个规则集是否暂估"},
    END};
const struct member rule_set_row_answer[] = {ROW_MEMBERS, END};
const struct member rule_set_body[] = {
    {"base", M_STRING, M_NULLABLE, 64, 64, NULL, NULL, "所依据的规则集；不给即正在生效的"},
    {"files", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "改动的文件：文件名对应全文，null 为删去"},
    {"note", M_STRING, M_NULLABLE, 0, 2000, NULL, NULL, "说明：改了什么，为什么"},
    END};

static const struct member file_members[] = {
    {"path", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "文件名"},
    {"bytes", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "字节数"},
    {"changed", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, changes, NULL, "与所依据的规则集相比"},
    END};
static const struct member approval_members[] = {
    {"at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时"},
    {"by", M_OBJECT, M_REQUIRED, 0, 0, NULL, person_members, "审批人"},
    {"note", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "说明"},
    {"base", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "重放所对照的规则集"},
    {"replay", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "重放编号"},
    {"report_hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "所签的重放报告的哈希"},
    END};
#define ACTIVATION_MEMBERS                                                                         \
    {"kind", M_STRING,         M_REQUIRED, 0,                                                      \
     0,      activation_kinds, NULL,       "怎样启用的：保存、审批、回退、紧急、紧急结束"},        \
        {"activated_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时"},                            \
        {"ends_at", M_TIME, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "紧急启用何时自动结束"},    \
        {"by", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, person_members, "何人；空为系统"},   \
    {                                                                                              \
        "reason", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "理由"                                 \
    }
static const struct member activation_members_of[] = {ACTIVATION_MEMBERS, END};
const struct member activation_answer[] = {
    {"hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "现在生效的规则集"}, ACTIVATION_MEMBERS, END};
const struct member rule_set_detail_answer[] = {
    ROW_MEMBERS,
    {"files", M_LIST, M_REQUIRED, 0, 0, NULL, file_members, "文件，含已删去的"},
    {"declared", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "各项声明，及其规则发出意见的次数"},
    {"rules", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "规则，及其发出意见的次数"},
    {"tests", M_LIST, M_REQUIRED, 0, 0, NULL, test_members, "最近十次运行用例，新的在前"},
    {"report", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "最近一次运行用例的报告"},
    {"approvals", M_LIST, M_REQUIRED, 0, 0, NULL, approval_members, "审批，旧的在前"},
    {"activations", M_LIST, M_REQUIRED, 0, 0, NULL, activation_members_of, "启用，旧的在前"},
    {"conflicts", M_LIST, M_REQUIRED, 0, 0, NULL, any_answer, "基础规则已变而本地改动未变之处"},
    END};
const struct member rule_set_file_answer[] = {
    {"path", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "文件名"},
    {"text", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "全文；空为已删去"},
    {"base_text", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL,
     "所依据的规则集中的全文；空为没有"},
    END};
static const struct member diff_members[] = {
    {"path", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "文件名"},
    {"changed", M_STRING, M_REQUIRED, 0, 0, changes, NULL, "增、改、删"},
    {"diff", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "逐行比较，同 diff -u"},
    END};
const struct member rule_set_diff_answer[] = {
    {"base", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "所依据的规则集"},
    {"files", M_LIST, M_REQUIRED, 0, 0, NULL, diff_members, "有改动的文件"},
    END};
const struct member rule_test_answer[] = {
    {"is_passed", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "是否全部通过"},
    {"report", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "各用例的结果；fault 为没有通过的原因"},
    END};
const struct member approve_body[] = {
    {"report_hash", M_STRING, M_REQUIRED, 64, 64, NULL, NULL, "所读的重放报告的哈希"},
    {"note", M_STRING, M_NULLABLE, 0, 2000, NULL, NULL, "说明"},
    END};
static const struct member emergency_members[] = {
    {"reason", M_STRING, M_REQUIRED, 1, 2000, NULL, NULL, "理由"},
    {"ends_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时自动结束，七天之内"},
    END};
const struct member activate_body[] = {
    {"reason", M_STRING, M_NULLABLE, 0, 2000, NULL, NULL, "说明"},
    {"emergency", M_OBJECT, M_NULLABLE, 0, 0, NULL, emergency_members, "紧急启用：一人签署，限时"},
    END};
const struct member rollback_body[] = {
    {"reason", M_STRING, M_REQUIRED, 1, 2000, NULL, NULL, "理由"}, END};

/* ---- the audit trail ------------------------------------------------------------------------- */

const struct member audit_answer[] = {
    {"n", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "序号，从 1 起不缺号"},
    {"at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "何时"},
    {"actor", M_ID, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "何人的账号编号；空为系统"},
    {"actor_name", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "何人的用户名"},
    {"action", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "做了什么"},
    {"object", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "对什么"},
    {"detail", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "细节：代码和哈希"},
    {"hash", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "本行的哈希，接着上一行算出"},
    END};
const struct member audit_verdict_answer[] = {
    {"lines", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "读过的行数"},
    {"is_intact", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "哈希链是否完好"},
    {"head", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "最后一行的哈希；另存一份，可发现末尾被截去"},
    {"broken_at", M_INTEGER, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "第一处不符的行"},
    END};

static const char *const replay_states[] = {"queued", "running", "done", "failed", NULL};
const struct member replay_answer[] = {
    {"id", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "编号"},
    {"rule_set", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "候选规则集的哈希"},
    {"base", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "与之比较的规则集的哈希"},
    {"is_current", M_BOOLEAN, M_REQUIRED, 0, 0, NULL, NULL, "比较的对象是否仍是现行规则集"},
    {"state", M_STRING, M_REQUIRED, 0, 0, replay_states, NULL, "进行到哪一步"},
    {"total", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "要重放的决定数"},
    {"done", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "已重放的决定数"},
    {"percent", M_INTEGER, M_REQUIRED, 0, 100, NULL, NULL, "已完成的百分比"},
    {"asked_at", M_TIME, M_REQUIRED, 0, 0, NULL, NULL, "提出时间"},
    {"ended_at", M_TIME, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "结束时间"},
    {"fault", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "没有完成的原因"},
    {"report_hash", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL,
     "报告的哈希，审批即签署它"},
    {"report", M_OBJECT, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "报告"},
    {0}};
const struct member replay_hit_answer[] = {
    {"ord", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "决定的总序号"},
    {"filing", M_ID, M_REQUIRED, 0, 0, NULL, NULL, "备案事项"},
    {"n", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "该事项的第几个决定"},
    {"version", M_INTEGER, M_REQUIRED, 0, 0, NULL, NULL, "版本"},
    {"title", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "简称"},
    {"organization", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "单位"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, 0, 0, NULL, NULL, "备案编号"},
    {"kinds", M_STRING, M_REQUIRED, 0, 0, NULL, NULL, "变化的种类，以空格分开"},
    {"change", M_OBJECT, M_REQUIRED, 0, 0, NULL, NULL, "变化前后，不含填报内容的值"},
    {0}};
