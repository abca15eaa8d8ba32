/* The whole request surface. Preconditions live in the columns, not in handlers. */
#include "handle/handlers.h"

#define PUBLIC WHO_PUBLIC
#define ACCOUNT WHO_ACCOUNT
#define FILER ROLE_FILER
#define REVIEWERS ROLE__REVIEWERS
#define ADMIN ROLE_SYSTEM_ADMIN
#define EDITOR ROLE_RULE_EDITOR
#define APPROVER ROLE_RULE_APPROVER
#define GOVERNORS (ROLE_RULE_EDITOR | ROLE_RULE_APPROVER | ROLE_AUDITOR)
#define W ROUTE_WRITES
#define K ROUTE_KEYED

/* clang-format off */
#define PARAM(name, type, choices, title) {name, type, 0, 0, 0, choices, NULL, title}
#define PAGED PARAM("limit", M_INTEGER, NULL, "每页条数，1 到 100"), PARAM("cursor", M_STRING, NULL, "上一页返回的 next")
/* clang-format on */
static const struct member register_query[] = {PARAM("q", M_STRING, NULL, "检索词，两个字以上"),
                                               PARAM("algorithm_type", M_STRING, NULL, "算法类别"),
                                               PARAM("role", M_STRING, NULL, "角色"),
                                               PARAM("area", M_STRING, NULL, "行政区划代码前缀"),
                                               PARAM("status", M_STRING, entry_statuses, "状态"),
                                               PAGED,
                                               {0}};
static const struct member form_query[] = {PARAM("action", M_STRING, NULL, "办理事项"), {0}};
static const struct member calendar_query[] = {
    PARAM("from", M_DATE, NULL, "起算日"),
    PARAM("days", M_INTEGER, NULL, "工作日数，1 到 400"),
    PARAM("rule_set", M_STRING, NULL,
          "按哪个规则集计算（哈希）；不给即正在使用的，其他的仅规则管理人员可用"),
    {0}};
static const struct member filings_query[] = {
    PARAM("kind", M_STRING, NULL, "种类"), PARAM("state", M_STRING, NULL, "状态"), PAGED, {0}};
static const struct member tasks_query[] = {PARAM("stage", M_STRING, NULL, "阶段"),
                                            PARAM("state", M_STRING, task_states, "状态"),
                                            PAGED,
                                            {0}};
static const struct member file_query[] = {
    PARAM("path", M_STRING, NULL, "文件名，例如 checks/basic.lua"), {0}};
static const struct member hits_query[] = {PARAM("kind", M_STRING, replay_kind_names, "变化的种类"),
                                           PARAM("rule", M_STRING, NULL, "规则编号"),
                                           PAGED,
                                           {0}};
static const struct member paged_query[] = {PAGED, {0}};

/* clang-format off */
const struct route routes[] = {
    /* method path                          prepare                     handler                 who                flags                body              answer             list   status query           media  name, title */
    {GET,    "/register",                   NULL,                       handle_register_search, PUBLIC,            0,                   NULL,             entry_row_answer,  true,  200, register_query, NULL, "searchRegister", "检索公示的备案"},
    {GET,    "/register/:number",           NULL,                       handle_register_entry,  PUBLIC,            0,                   NULL,             entry_answer,      false, 200, NULL,           NULL, "getRegisterEntry", "按编号查询一条备案"},
    {GET,    "/forms/:kind",                NULL,                       handle_form_get,        PUBLIC,            0,                   NULL,             form_answer,       false, 200, form_query,     NULL, "getForm", "表单的字段声明"},
    {GET,    "/vocabulary",                 NULL,                       handle_vocabulary,      PUBLIC,            0,                   NULL,             vocabulary_answer, false, 200, NULL,           NULL, "getVocabulary", "代码表"},
    {POST,   "/check",                      NULL,                       handle_public_check,    PUBLIC,            ROUTE_LARGE,         check_body,       decision_answer,   false, 200, NULL,           NULL, "checkData", "检查填报内容，不保存"},
    {GET,    "/calendar/deadline",          NULL,                       handle_calendar,        PUBLIC,            0,                   NULL,             calendar_answer,   false, 200, calendar_query, NULL, "countWorkingDays", "逐日计算工作日期限"},
    {GET,    "/rule-sets/active",           NULL,                       handle_rule_set_active, PUBLIC,            0,                   NULL,             rule_set_answer,   false, 200, NULL,           NULL, "getActiveRuleSet", "正在使用的规则集"},
    {GET,    "/rule-sets/active/handbook",  NULL,                       handle_handbook,        PUBLIC,            0,                   NULL,             NULL,              false, 200, NULL,           "text/html", "getHandbook", "正在使用的规则手册"},
    {GET,    "/openapi.json",               NULL,                       handle_openapi,         PUBLIC,            0,                   NULL,             any_answer,        false, 200, NULL,           NULL, "getOpenapi", "接口说明（本文件）"},
    {GET,    "/healthz",                    NULL,                       handle_healthz,         PUBLIC,            0,                   NULL,             health_answer,     false, 200, NULL,           NULL, "getHealth", "是否在运行"},

    {POST,   "/accounts",                   handle_account_prepare,     handle_account_add,     PUBLIC,            W|K,                 account_body,     account_answer,    false, 201, NULL,           NULL, "addAccount", "注册填报账号"},
    {POST,   "/session",                    handle_login_prepare,       handle_login,           PUBLIC,            W,                   session_body,     login_answer,      false, 200, NULL,           NULL, "login", "登录"},
    {GET,    "/session",                    NULL,                       handle_session_get,     ACCOUNT,           0,                   NULL,             session_answer,    false, 200, NULL,           NULL, "getSession", "当前登录的账号"},
    {DELETE, "/session",                    NULL,                       handle_session_delete,  ACCOUNT,           W,                   NULL,             NULL,              false, 204, NULL,           NULL, "logout", "退出登录"},
    {PUT,    "/account/password",           handle_password_prepare,    handle_password,        ACCOUNT,           W,                   password_body,    NULL,              false, 204, NULL,           NULL, "setPassword", "修改密码"},

    {GET,    "/filings",                    NULL,                       handle_filing_list,     FILER,             0,                   NULL,             filing_row_answer, true,  200, filings_query,  NULL, "listFilings", "本单位的备案事项"},
    {POST,   "/filings",                    handle_filing_add_prepare,  handle_filing_add,      FILER,             W|K,                 filing_body,      filing_answer,     false, 201, NULL,           NULL, "addFiling", "新建备案草稿"},
    {GET,    "/filings/:id",                NULL,                       handle_filing_get,      FILER | REVIEWERS, 0,                   NULL,             filing_answer,     false, 200, NULL,           NULL, "getFiling", "一件备案事项"},
    {PUT,    "/filings/:id",                handle_filing_save_prepare, handle_filing_save,     FILER,             W|ROUTE_LARGE,       filing_save_body, filing_answer,     false, 200, NULL,           NULL, "saveFiling", "保存草稿"},
    {DELETE, "/filings/:id",                NULL,                       handle_filing_delete,   FILER,             W,                   NULL,             NULL,              false, 204, NULL,           NULL, "deleteFiling", "删除未提交过的草稿"},
    {GET,    "/filings/:id/kept/:kept",     NULL,                       handle_filing_kept,     FILER,             0,                   NULL,             kept_answer,       false, 200, NULL,           NULL, "getKeptSave", "因版本冲突另存的内容"},
    {POST,   "/filings/:id/check",          handle_check_prepare,       handle_check,           FILER,             W|ROUTE_OPTIONAL_BODY, any_answer,     decision_answer,   false, 200, NULL,           NULL, "checkFiling", "检查已保存的草稿"},
    {POST,   "/filings/:id/submit",         handle_submit_prepare,      handle_submit,          FILER,             W|K,                 submit_body,      submit_answer,     false, 200, NULL,           NULL, "submitFiling", "提交备案"},
    {POST,   "/filings/:id/withdraw",       NULL,                       handle_withdraw,        FILER,             W|K|ROUTE_OPTIONAL_BODY, any_answer,   filing_answer,     false, 200, NULL,           NULL, "withdrawFiling", "撤回"},
    {GET,    "/filings/:id/history",        NULL,                       handle_history,         FILER | REVIEWERS, 0,                   NULL,             event_answer,      true,  200, NULL,           NULL, "listHistory", "办理经过"},

    {GET,    "/filings/:id/decisions",      NULL,                       handle_decision_list,   FILER | REVIEWERS, 0,                   NULL,             decision_row_answer, true, 200, paged_query,   NULL, "listDecisions", "规则对一件备案作出的决定，新的在前"},
    {GET,    "/filings/:id/decisions/:n",   NULL,                       handle_decision_get,    FILER | REVIEWERS, 0,                   NULL,             decision_export_answer, false, 200, NULL,       NULL, "exportDecision", "导出一个决定：事实与结论，可在别处用 suanbei decide 重做"},

    {GET,    "/products",                   NULL,                       handle_product_list,    FILER,             0,                   NULL,             product_answer,    true,  200, paged_query,    NULL, "listProducts", "本单位的产品"},
    {POST,   "/products",                   handle_product_add_prepare, handle_product_add,     FILER,             W|K|ROUTE_LARGE|ROUTE_FORM_BODY, NULL, product_answer,    false, 201, NULL,           NULL, "addProduct", "添加产品、访问路径与功能"},
    {GET,    "/products/:id",               NULL,                       handle_product_get,     FILER,             0,                   NULL,             product_answer,    false, 200, NULL,           NULL, "getProduct", "一个产品"},
    {PUT,    "/products/:id",               handle_product_save_prepare, handle_product_save,   FILER,             W|ROUTE_LARGE|ROUTE_FORM_BODY, NULL,   product_answer,    false, 200, NULL,           NULL, "saveProduct", "整体保存产品"},
    {DELETE, "/products/:id",               NULL,                       handle_product_delete,  FILER,             W,                   NULL,             NULL,              false, 204, NULL,           NULL, "deleteProduct", "删除产品"},

    {POST,   "/attachments",                handle_attachment_prepare,  handle_attachment_add,  FILER,             W|K|ROUTE_STREAMS,   NULL,             attachment_answer, false, 201, NULL,           NULL, "addAttachment", "上传附件（请求体即文件）"},
    {GET,    "/attachments/:id",            NULL,                       handle_attachment_get,  FILER | REVIEWERS, 0,                   NULL,             NULL,              false, 200, NULL, "application/octet-stream", "getAttachment", "下载附件"},

    {GET,    "/review/tasks",               NULL,                       handle_task_list,       REVIEWERS,         0,                   NULL,             task_answer,       true,  200, tasks_query,    NULL, "listReviewTasks", "审核任务，按到期日排序"},
    {POST,   "/review/tasks/:id/claim",     NULL,                       handle_task_claim,      REVIEWERS,         W|K|ROUTE_OPTIONAL_BODY, any_answer,   task_answer,       false, 200, NULL,           NULL, "claimTask", "接手"},
    {POST,   "/review/tasks/:id/release",   NULL,                       handle_task_release,    REVIEWERS,         W|K|ROUTE_OPTIONAL_BODY, any_answer,   task_answer,       false, 200, NULL,           NULL, "releaseTask", "交回"},
    {POST,   "/review/tasks/:id/decision",  handle_decision_prepare,    handle_decision,        REVIEWERS,         W|K,                 decision_body,    decided_answer,    false, 200, NULL,           NULL, "decideTask", "作出审核决定"},

    {GET,    "/rule-sets",                  NULL,                       handle_rule_set_list,   GOVERNORS,         0,                   NULL,             rule_set_row_answer, true, 200, paged_query,   NULL, "listRuleSets", "规则集，新的在前"},
    {POST,   "/rule-sets",                  handle_rule_set_add_prepare, handle_rule_set_add,   EDITOR,            W|K|ROUTE_LARGE,     rule_set_body,    rule_set_row_answer, false, 201, NULL,         NULL, "proposeRuleSet", "提出规则集：在某个规则集上改动若干文件"},
    {POST,   "/rule-sets/rollback",         handle_rule_set_rollback_prepare, handle_rule_set_rollback, APPROVER,   W|K,                 rollback_body,    activation_answer, false, 200, NULL,           NULL, "rollBackRuleSet", "回退到之前生效的规则集"},
    {GET,    "/rule-sets/:hash",            NULL,                       handle_rule_set_get,    GOVERNORS,         0,                   NULL,             rule_set_detail_answer, false, 200, NULL,      NULL, "getRuleSet", "一个规则集：文件、声明、用例、审批、启用经过"},
    {GET,    "/rule-sets/:hash/files",      NULL,                       handle_rule_set_file,   GOVERNORS,         0,                   NULL,             rule_set_file_answer, false, 200, file_query,  NULL, "getRuleSetFile", "规则集中的一个文件"},
    {GET,    "/rule-sets/:hash/diff",       NULL,                       handle_rule_set_diff,   GOVERNORS,         0,                   NULL,             rule_set_diff_answer, false, 200, NULL,        NULL, "diffRuleSet", "与所依据的规则集逐行比较"},
    {GET,    "/rule-sets/:hash/deadlines",  handle_deadlines_prepare,   handle_deadlines,       GOVERNORS,         0,                   NULL,             deadline_move_answer, true, 200, paged_query,  NULL, "listMovedDeadlines", "按这个规则集的日历会变动的未到期期限"},
    {POST,   "/rule-sets/:hash/test",       handle_rule_set_test_prepare, handle_rule_set_test, EDITOR,            W|K|ROUTE_OPTIONAL_BODY, any_answer,   rule_test_answer,  false, 200, NULL,           NULL, "testRuleSet", "运行规则集的全部用例"},
    {POST,   "/rule-sets/:hash/replay",     NULL,                       handle_replay_ask,      EDITOR|APPROVER,   W|K|ROUTE_OPTIONAL_BODY, any_answer,   replay_answer,     false, 202, NULL,           NULL, "replayRuleSet", "用它重新判断已作出的决定，看会影响谁"},
    {GET,    "/rule-sets/:hash/replay",     NULL,                       handle_replay_get,      GOVERNORS,         0,                   NULL,             replay_answer,     false, 200, NULL,           NULL, "getReplay", "最近一次重放：进度与报告"},
    {GET,    "/rule-sets/:hash/replay/hits", NULL,                      handle_replay_hits,     GOVERNORS,         0,                   NULL,             replay_hit_answer, true,  200, hits_query,     NULL, "listReplayHits", "重放中结果有变的决定"},
    {GET,    "/rule-sets/:hash/replay/page", NULL,                      handle_replay_page,     GOVERNORS,         0,                   NULL,             NULL,             false, 200, NULL,           "text/html", "getReplayPage", "最近一次重放的报告，供阅读和打印"},
    {POST,   "/rule-sets/:hash/approve",    NULL,                       handle_rule_set_approve, APPROVER,         W|K,                 approve_body,     rule_set_row_answer, false, 200, NULL,         NULL, "approveRuleSet", "读过重放报告后审批"},
    {POST,   "/rule-sets/:hash/activate",   handle_rule_set_activate_prepare, handle_rule_set_activate, APPROVER,   W|K|ROUTE_OPTIONAL_BODY, activate_body, activation_answer, false, 200, NULL,          NULL, "activateRuleSet", "启用经审批的规则集，或紧急启用"},

    {GET,    "/audit",                      NULL,                       handle_audit_list,      ROLE_AUDITOR,      0,                   NULL,             audit_answer,      true,  200, paged_query,    NULL, "listAudit", "审计记录，新的在前"},
    {GET,    "/audit/verify",               NULL,                       handle_audit_verify,    ROLE_AUDITOR,      0,                   NULL,             audit_verdict_answer, false, 200, NULL,        NULL, "verifyAudit", "核验审计记录的哈希链"},
    {GET,    "/staff",                      NULL,                       handle_staff_list,      ADMIN,             0,                   NULL,             staff_answer,      true,  200, paged_query,    NULL, "listStaff", "工作人员账号"},
    {POST,   "/staff",                      handle_staff_prepare,       handle_staff_add,       ADMIN,             W|K,                 staff_body,       staff_answer,      false, 201, NULL,           NULL, "addStaff", "新建工作人员账号"},
    {PATCH,  "/staff/:id",                  handle_staff_patch_prepare, handle_staff_patch,     ADMIN,             W,                   staff_patch_body, staff_answer,      false, 200, NULL,           NULL, "updateStaff", "修改工作人员账号"},
    {GET,    "/status",                     NULL,                       handle_status,          ADMIN,             0,                   NULL,             status_answer,     false, 200, NULL,           NULL, "getStatus", "运行状况"},
};
/* clang-format on */
const size_t routes_n = LEN(routes);
