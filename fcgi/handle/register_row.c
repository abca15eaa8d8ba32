#include "handle/register_row.h"
#include "handle/context.h"

#include <string.h>

#define ENTRY_MEMBER(name_, title_, most_)                                                         \
    {#name_, M_STRING, M_REQUIRED, .at = TEXT_AT(entry, name_), .title = title_},
#define LABEL_MEMBER(name_, title_)                                                                \
    {#name_ "_label", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry, name_##_label),      \
     .title = title_ "（中文）"},
static const char *const formers[] = {FORMER_ORGANIZATION, FORMER_ALGORITHM, NULL};
static const struct member former_members[] = {
    {"what", M_STRING, M_REQUIRED, .choices = formers, .title = "主体名称，或算法名称"},
    {"name", M_STRING, M_REQUIRED, .title = "曾用名"},
    {"until", M_DATE, M_REQUIRED, .title = "哪一天改的名"},
    MEMBERS_END,
};
const struct member register_entry_row[] = {
    {"number", M_STRING, M_REQUIRED, .at = TEXT_AT(entry, number), .title = "备案编号"},
    ENTRY_PUBLISHED(ENTRY_MEMBER) /* one row each */
    ENTRY_CODES(LABEL_MEMBER){"status", M_STRING, M_REQUIRED, .at = TEXT_AT(entry, status),
                              .choices = register_statuses, .title = "状态"},
    {"filed_on", M_DATE, M_REQUIRED, .at = TEXT_AT(entry, filed_on),
     .title = "备案日期；导入的，是清单公布的日期"},
    {"source", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(entry, source),
     .title = "导入自哪一份公布的清单；null：本系统备案"},
    {"former_names", M_LIST, M_REQUIRED | M_JSON, .at = TEXT_AT(entry, former_names),
     .of = former_members, .title = "主体、算法的曾用名，旧的在前，检索时同样查得到"},
    MEMBERS_END,
};

static enum err
read_day(struct context *c, const char *name, const char **day)
{
    *day = context_query(c, name);
    if (*day == NULL || date_valid(*day))
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "date_invalid", arena_printf(c->work.arena, "/%s", name),
                "“%s”不是日期，请写成 2026-11-24 的样子", name);
}

enum err
register_span(struct context *c, struct span_asked *x)
{
    enum err err;

    if ((err = read_day(c, x->from_name, &x->from)))
        return err;
    if ((err = read_day(c, x->to_name, &x->to)))
        return err;
    if (x->from == NULL || x->to == NULL || strcmp(x->from, x->to) <= 0)
        return OK;
    return fail(&c->work.fault, ERR_INPUT, "span_reversed",
                arena_printf(c->work.arena, "/%s", x->to_name),
                "截止日期 %s 早于起始日期 %s，请对调", x->to, x->from);
}
