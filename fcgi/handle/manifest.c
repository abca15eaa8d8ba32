#include "handle/manifest.h"

static const char *const layers[] = {"base", "local", NULL};
static const char *const since_of[] = {"today", "first_submission", NULL};
static const char *const any_since_of[] = {"today", "first_submission", "start", NULL};

const struct member calendar_members[] = {
    {"first", M_DATE, M_REQUIRED, .title = "第一天"},
    {"last", M_DATE, M_REQUIRED, .title = "最后一天"},
    MEMBERS_END,
};

/* ---- rules, and whatever else is declared ---------------------------------------------------- */

/* The checks that a form brings with it read no facts and speak on every kind. */
const struct member rule_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "规则编号"},
    {"title", M_STRING, M_REQUIRED, .title = "规则名称"},
    {"severity", M_STRING, M_REQUIRED, .choices = finding_severities, .title = "程度"},
    {"law", M_STRING, M_REQUIRED, .title = "条款；表单自带的检查为空"},
    {"source", M_STRING, M_REQUIRED, .title = "文件与行；表单自带的检查为空"},
    {"kinds", M_LIST, .title = "适用于哪些种类"},
    {"reads", M_LIST, .title = "读取的事实"},
    {"since", M_DATE, .title = "自哪一天起"},
    {"until", M_DATE, .title = "自哪一天起不再适用"},
    {"since_of", M_STRING, .choices = since_of, .title = "与哪一天相比"},
    MEMBERS_END,
};

static const struct member firing_members[] = {
    {"fired", M_INTEGER, M_REQUIRED, .title = "在已作出的决定中发出意见的次数"},
    {"last_at", M_TIME, M_REQUIRED | M_NULLABLE, .title = "最近一次"},
    MEMBERS_END,
};
const struct member fired_rule_members[] = {
    {.type = M_WITH, .of = rule_members},
    {.type = M_WITH, .of = firing_members},
    MEMBERS_END,
};

static const struct member overridden_members[] = {
    {"file", M_STRING, M_REQUIRED, .title = "文件"},
    {"line", M_INTEGER, M_REQUIRED, .title = "行"},
    {"fingerprint", M_STRING, M_REQUIRED, .title = "内容的指纹"},
    {"value", M_ANY, .title = LIMIT_VALUE},
    MEMBERS_END,
};
static const struct member case_name_members[] = {
    {"name", M_STRING, M_REQUIRED, .title = "用例名称"},
    {"file", M_STRING, M_REQUIRED, .title = "文件与行"},
    MEMBERS_END,
};
const struct member fired_declared_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "编号"},
    {"word", M_STRING, M_REQUIRED, .title = "声明所用的词，如 rule、limit"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"layer", M_STRING, M_REQUIRED, .choices = layers, .title = "基础规则或本地规则"},
    {"file", M_STRING, M_REQUIRED, .title = "文件"},
    {"line", M_INTEGER, M_REQUIRED, .title = "行"},
    {"law", M_STRING, M_REQUIRED, .title = "条款；没有时为空"},
    {"fingerprint", M_STRING, M_REQUIRED, .title = "内容的指纹"},
    {"overrides", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = overridden_members,
     .title = "它所覆盖的声明"},
    {"cases", M_LIST, M_REQUIRED, .of = case_name_members, .title = "写到它的用例"},
    {"value", M_ANY, .title = LIMIT_VALUE},
    {"unit", M_STRING, .title = "单位"},
    {"severity", M_STRING, .choices = finding_severities, .title = "程度"},
    {"kinds", M_LIST, .title = "适用于哪些种类"},
    {"reads", M_LIST, .title = "读取的事实"},
    {"since", M_DATE, .title = "自哪一天起"},
    {"until", M_DATE, .title = "自哪一天起不再适用"},
    {"since_of", M_STRING, .choices = any_since_of, .title = "与哪一天相比；start 为期限的起算日"},
    {"by", M_STRING, .title = "按日期取值的数，看哪个日期"},
    {"reason", M_STRING, .title = "本地改动的理由"},
    {.type = M_WITH, .of = firing_members},
    MEMBERS_END,
};

const struct member conflict_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "声明的编号"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"file", M_STRING, M_REQUIRED, .title = "本地声明所在的文件"},
    {"line", M_INTEGER, M_REQUIRED, .title = "行"},
    {"base_file", M_STRING, M_REQUIRED, .title = "基础声明所在的文件"},
    {"base_line", M_INTEGER, M_REQUIRED, .title = "行"},
    {"message", M_STRING, M_REQUIRED, .title = "怎样变了，怎么办"},
    MEMBERS_END,
};

/* ---- forms ----------------------------------------------------------------------------------- */

static const char *const field_types[] = {"text",       "long_text", "integer", "boolean",
                                          "date",       "choice",    "choices", "list",
                                          "attachment", "coverage",  NULL};
static const char *const formats[] = {"email", "uri", "code", NULL};
static const char *const visibilities[] = {"public", "reviewer", "filer", NULL};
static const char *const field_schema[] = {"FormField", NULL};

static const struct member limits_members[] = {
    {"min", M_INTEGER, .title = "最小值"},
    {"max", M_INTEGER, .title = "最大值"},
    {"min_length", M_INTEGER, .title = "最少字数"},
    {"max_length", M_INTEGER, .title = "最多字数"},
    {"pattern", M_STRING, .title = "格式（正则表达式）"},
    {"accept", M_LIST, .title = "附件的类型"},
    {"max_bytes", M_INTEGER, .title = "附件的最大字节数"},
    {"min_items", M_INTEGER, .title = "最少项数"},
    {"max_items", M_INTEGER, .title = "最多项数"},
    {"earliest", M_DATE, .title = "最早的日期"},
    {"latest", M_DATE, .title = "最晚的日期"},
    MEMBERS_END,
};
static const struct member field = {.type = M_OBJECT, .schemas = field_schema, .title = "一个字段"};
const struct member form_field_members[] = {
    {"name", M_STRING, M_REQUIRED, .title = "字段名"},
    {"label", M_STRING, M_REQUIRED, .title = "名称"},
    {"help", M_STRING, M_REQUIRED, .title = "填写要求"},
    {"type", M_STRING, M_REQUIRED, .choices = field_types, .title = "类型"},
    {"widget", M_STRING, M_REQUIRED, .title = "页面上的控件"},
    {"format", M_STRING, .choices = formats, .title = "文字的格式"},
    {"of", M_STRING, .title = "列表各项的类型；各项由字段组成时没有"},
    {"required", M_BOOLEAN, M_REQUIRED, .title = "是否必填"},
    {"required_when", M_STRING, .title = "在什么情形必填"},
    {"since", M_DATE, .title = "自哪一天起必填"},
    {"until", M_DATE, .title = "自哪一天起不再必填"},
    {"since_of", M_STRING, .choices = since_of, .title = "与哪一天相比"},
    {"visibility", M_STRING, M_REQUIRED, .choices = visibilities, .title = "给谁看"},
    {"mask", M_STRING, .choices = mask_names, .title = "除填报人外，看到的怎样遮盖"},
    {"law", M_STRING, M_REQUIRED, .title = "条款"},
    {"unit", M_STRING, .title = "单位"},
    {"limits", M_OBJECT, M_REQUIRED, .of = limits_members, .title = "限度"},
    {"pattern_hint", M_STRING, .title = "格式的说明"},
    {"choices", M_STRING, .title = "选项所在的代码表"},
    {"fixed", M_BOOLEAN, .title = "已备案之后不能变更"},
    {"keyed", M_BOOLEAN, .title = "列表的各项有编号 id，换了位置仍是它；没有时各项没有编号"},
    {"example", M_ANY, .title = "示例，照字段的类型"},
    {"fields", M_LIST, .each = &field, .title = "列表各项的字段"},
    MEMBERS_END,
};
const struct member form_section_members[] = {
    {"actions", M_LIST, .title = "只在办理这些事项时填写；没有写的都填"},
    {"id", M_STRING, M_REQUIRED, .title = "分组"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"help", M_STRING, M_REQUIRED, .title = "说明"},
    {"law", M_STRING, M_REQUIRED, .title = "条款"},
    {"step", M_STRING, .title = "页面上的步骤"},
    {"step_title", M_STRING, .title = "步骤的名称"},
    {"fields", M_LIST, M_REQUIRED, .each = &field, .title = "字段"},
    MEMBERS_END,
};

/* ---- vocabulary ------------------------------------------------------------------------------ */

static const struct member column = {.type = M_STRING, .title = "代码表自己的一栏"};
static const struct member kind_of_filing = {.type = M_STRING, .title = "备案的种类"};
static const struct member place = {.type = M_STRING, .title = "部分或字段；空为全件"};
static const struct member item_members[] = {
    {"code", M_STRING, M_REQUIRED, .title = "代码"},
    {"label", M_STRING, M_REQUIRED, .title = "名称"},
    {"description", M_STRING, .title = "说明"},
    {"since", M_DATE, .title = "自哪一天起可以选用"},
    {"until", M_DATE, .title = "自哪一天起不再选用"},
    {"since_of", M_STRING, .choices = since_of, .title = "与哪一天相比"},
    {"kinds", M_LIST, .each = &kind_of_filing,
     .title = "只有理由（reasons）有：用于哪些种类的备案；没有写的各种都可用"},
    {"paths", M_LIST, .each = &place,
     .title = "只有理由（reasons）有：用在表单的哪些位置，含其下各处；没有写的处处可用"},
    {.type = M_OTHERS, .each = &column},
    MEMBERS_END,
};
static const struct member list_members[] = {
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"law", M_STRING, M_REQUIRED, .title = "条款"},
    {"note", M_STRING, .title = "说明"},
    {"items", M_LIST, M_REQUIRED, .of = item_members, .title = "代码"},
    MEMBERS_END,
};
static const struct member list = {.type = M_OBJECT, .of = list_members, .title = "一张代码表"};
const struct member vocabulary_answer[] = {
    {.type = M_OTHERS, .each = &list},
    MEMBERS_END,
};
