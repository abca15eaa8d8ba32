/* The public register: search and one entry. */
#include "handle/desk.h"

#include <stdlib.h>
#include <string.h>

static void
entry_json(struct buf *b, const struct entry *x, bool is_whole)
{
    buf_puts(b, "{");
    buf_json_str(b, "number", x->number);
    buf_json_str(b, "algorithm_name", x->algorithm_name);
    buf_json_str(b, "algorithm_type", x->algorithm_type);
    buf_json_str(b, "role", x->role);
    buf_json_str(b, "organization", x->organization);
    buf_json_str(b, "area", x->area);
    buf_json_str(b, "products", x->products);
    buf_json_str(b, "purpose", x->purpose);
    buf_json_str(b, "status", x->status);
    buf_json_str(b, "filed_on", x->filed_on);
    buf_json_str(b, "note", x->note);

    if (is_whole) {
        buf_json_raw(b, "disclosure", x->disclosure);
        buf_json_raw(b, "history", x->history);
        buf_json_str(b, "disclaimer",
                     "备案不代表对有关主体、算法、产品、服务等的认可，不得用于广告宣传。");
    }
    buf_puts(b, "}");
}

enum err
handle_register_search(struct desk *d)
{
    struct entry *rows;
    int limit, n;
    const char *text = desk_query(d, "q");
    struct buf b = BUF(d->arena);
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;

    struct entry_query q = {.text = text,
                            .algorithm_type = desk_query(d, "algorithm_type"),
                            .role = desk_query(d, "role"),
                            .area = desk_query(d, "area"),
                            .status = desk_query(d, "status"),
                            .cursor = desk_query(d, "cursor"),
                            .limit = limit + 1};
    while (text != NULL && *text == ' ')
        text++;
    q.text = text;
    if (text != NULL && utf8_length(text) < 2)
        return fail(&d->fault, ERR_INPUT, "query_too_short", "", "请至少输入两个字");
    if (text != NULL && utf8_length(text) > 100)
        return fail(&d->fault, ERR_INPUT, "query_too_long", "", "检索词最多 100 个字");

    if ((err = store_entry_search(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;
    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? "," : "");
        entry_json(&b, &rows[i], false);
    }

    desk_reply_list(d, &b, n > limit ? arena_printf(d->arena, "%ld", rows[limit - 1].ord) : NULL);
    reply_header(d->reply, "Cache-Control", "public, max-age=10");
    return OK;
}

enum err
handle_register_entry(struct desk *d)
{
    struct entry x;
    struct buf ask = BUF(d->arena), b = BUF(d->arena);
    const char *answer;
    json_t *parsed;

    buf_puts(&ask, "{");
    buf_json_str(&ask, "text", d->params[0]);
    buf_puts(&ask, "}");
    enum err err = policy_ask(d->policy, d->arena, POLICY_NUMBER, ask.p, &answer, &d->fault);
    if (err)
        return err;
    if ((err = json_read(d->arena, answer, strlen(answer), &parsed, &d->fault)))
        return err;

    const char *number = json_str(parsed, "number"), *message = json_str(parsed, "message");
    if (number == NULL)
        return fail(&d->fault, ERR_NOTFOUND, "number_malformed", "", "%s",
                    message ? message : "备案编号格式不对或校验位不符，请检查是否抄错");

    err = store_entry_load(d->store, d->arena, number, &x, &d->fault);
    if (err == ERR_NOTFOUND)
        return fail(&d->fault, ERR_NOTFOUND, "number_unknown", "",
                    "编号格式正确，但本系统没有公示过 %s", number);
    if (err)
        return err;

    entry_json(&b, &x, true);
    reply_json(d->reply, 200, &b);
    reply_header(d->reply, "Cache-Control", "public, max-age=10");
    return OK;
}
