/* What the system says of itself: forms, vocabulary, the calendar, health, status, the contract. */
#include "handle/office.h"
#include "page/page.h"

#include <stdlib.h>
#include <string.h>

enum err
handle_form_get(struct desk *d)
{
    const char *kind = d->params[0], *action = desk_query(d, "action");
    const json_t *actions = json_object_get(desk_form(d, kind), "actions");
    bool has_action = action == NULL;
    size_t i;
    json_t *name;

    if (action == NULL)
        action = json_string_value(json_array_get(actions, 0));
    json_array_foreach(actions, i, name) has_action |= str_is(json_string_value(name), action);
    for (const struct form_text *f = d->office->forms; f->kind != NULL && has_action; f++) {
        if (!str_is(f->kind, kind))
            continue;
        struct buf b = BUF(d->arena);
        buf_puts(&b, "{");
        buf_json_str(&b, "action", action);
        buf_printf(&b, ",%s", f->text + 1);
        reply_json(d->reply, 200, &b);
        return OK;
    }

    return fail(&d->fault, ERR_NOTFOUND, "form_unknown", "",
                "当前规则没有“%s”的表单，或没有开放这种办理；请核对种类与办理事项", kind);
}

enum err
handle_vocabulary(struct desk *d)
{
    struct buf b = BUF(d->arena);
    buf_puts(&b, d->office->vocabulary);
    reply_json(d->reply, 200, &b);
    return OK;
}

/* Starting a judge costs: with another set only those who govern sets may count. */
static enum err
calendar_judge(struct desk *d, struct policy **p)
{
    const char *hash = desk_query(d, "rule_set");
    bool is_own = hash == NULL || str_is(hash, policy_rule_set(d->policy));
    if (!is_own && d->who == NULL)
        return fail(&d->fault, ERR_AUTH, "login_required", "/rule_set",
                    "按其他规则集计算须先登录；不给 rule_set 即按正在使用的规则计算");
    if (!is_own && !desk_is(d, ROLE_RULE_EDITOR | ROLE_RULE_APPROVER | ROLE_AUDITOR))
        return fail(&d->fault, ERR_DENIED, "role_required", "/rule_set",
                    "按其他规则集计算只对规则管理人员开放；不给 rule_set 即按正在使用的规则计算");
    return judge_with(d, is_own ? policy_rule_set(d->policy) : hash, p);
}

enum err
handle_calendar(struct desk *d)
{
    const char *from = desk_query(d, "from"), *days = desk_query(d, "days"), *answer;
    struct buf ask = BUF(d->arena), b = BUF(d->arena);
    json_t *parsed;
    char *end = NULL;
    struct policy *p;
    long n = days ? strtol(days, &end, 10) : 0;
    if (from == NULL || days == NULL)
        return fail(&d->fault, ERR_INPUT, "parameter_missing", "",
                    "请给出 from（日期）和 days（工作日数）");
    if (!date_valid(from))
        return fail(&d->fault, ERR_INPUT, "date_invalid", "/from",
                    "“%s”不是存在的日期，请按 2026-01-31 的格式填写", from);
    if (*end != '\0' || n < 1 || n > 400)
        return fail(&d->fault, ERR_INPUT, "days_invalid", "/days", "days 应为 1 到 400 的整数");

    enum err err = calendar_judge(d, &p);
    if (err)
        return err;

    buf_puts(&ask, "{");
    buf_json_str(&ask, "from", from);
    buf_json_int(&ask, "days", n);
    buf_puts(&ask, "}");
    if ((err = policy_ask(p, d->arena, POLICY_DAYS, ask.p, &answer, &d->fault)))
        return err;
    if ((err = json_read(d->arena, answer, strlen(answer), &parsed, &d->fault)))
        return err;
    if (json_str(parsed, "reason") != NULL)
        return fail(&d->fault, ERR_INPUT, json_str(parsed, "reason"), "", "%s",
                    json_str(parsed, "message") ? json_str(parsed, "message") : "");

    buf_puts(&b, answer);
    reply_json(d->reply, 200, &b);
    return OK;
}

/* Of the set that judges here; the engine is part of the tag because another program may write the
 * page another way. */
enum err
handle_handbook(struct desk *d)
{
    struct buf *b = &d->office->handbook;
    const char *etag =
        arena_printf(d->arena, "\"%s.%s\"", policy_rule_set(d->policy), policy_engine());
    if (b->p == NULL)
        page_handbook(b, desk_manifest(d), policy_rule_set(d->policy), policy_engine());
    reply_html(d->reply, d->request, etag, true, b->p, b->n);
    return OK;
}

enum err
handle_healthz(struct desk *d)
{
    struct buf b = BUF(d->arena);
    buf_puts(&b, "{\"status\":\"ok\"");
    buf_json_str(&b, "rule_set", policy_rule_set(d->policy));
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);
    return OK;
}

enum err
handle_status(struct desk *d)
{
    struct store_counts c;
    struct buf b = BUF(d->arena);
    enum err err = store_counts(d->store, &c, &d->fault);
    if (err)
        return err;

    buf_puts(&b, "{");
    buf_json_time(&b, "now", d->now);
    buf_json_str(&b, "rule_set", policy_rule_set(d->policy));
    buf_key(&b, "store");
    buf_puts(&b, "{");
    buf_json_int(&b, "accounts", c.accounts);
    buf_json_int(&b, "organizations", c.organizations);
    buf_json_int(&b, "filings", c.filings);
    buf_json_int(&b, "drafts", c.drafts);
    buf_json_int(&b, "in_review", c.in_review);
    buf_json_int(&b, "entries", c.entries);
    buf_json_int(&b, "attachments", c.attachments);
    buf_json_int(&b, "database_bytes", c.db_bytes);
    buf_json_int(&b, "wal_bytes", c.wal_bytes);
    buf_json_int(&b, "free_bytes", file_free_bytes(d->settings->blob_folder));
    buf_puts(&b, "}");
    if (d->office->status != NULL)
        d->office->status(d->office->status_ctx, &b);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);

    return OK;
}

enum err
handle_openapi(struct desk *d)
{
    struct buf b = BUF(d->arena);
    openapi_write(&b, json_object_get(desk_manifest(d), "forms"));
    reply_json(d->reply, 200, &b);
    reply_header(d->reply, "Cache-Control", "public, max-age=60");
    return OK;
}
