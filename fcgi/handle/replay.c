/* Replays as requests: asking for one, how far it is, its report, whom it hits. The work is done
 * beside the pool (see the clerk). */
#include "govern/govern.h"
#include "handle/handlers.h"

#include <stdlib.h>
#include <string.h>

const char *const replay_kind_names[] = {"accept_to_refuse",
                                         "refuse_to_accept",
                                         "findings_changed",
                                         "deadline_moved",
                                         "route_moved",
                                         "error",
                                         NULL};

static enum err
set_known(struct desk *d, struct rule_set *out)
{
    enum err err = store_rule_set_load(d->store, d->arena, d->params[0], out, &d->fault);
    return err == ERR_NOTFOUND ? fail(&d->fault, err, "not_found", "", "没有这个规则集") : err;
}

static enum err
newest(struct desk *d, struct replay *out)
{
    enum err err = store_replay_latest(d->store, d->arena, d->params[0], out, &d->fault);
    return err == ERR_NOTFOUND
               ? fail(&d->fault, err, "replay_missing", "", "这个规则集还没有重放过")
               : err;
}

static enum err
replay_json(struct desk *d, struct buf *b, const struct replay *x)
{
    const char *base;
    enum err err = govern_base(d->store, d->arena, x->rule_set, &base, &d->fault);
    if (err)
        return err;

    buf_puts(b, "{");
    buf_json_str(b, "id", x->id);
    buf_json_str(b, "rule_set", x->rule_set);
    buf_json_str(b, "base", x->base);
    buf_json_bool(b, "is_current", str_is(base, x->base));
    buf_json_str(b, "state", x->state);
    buf_json_int(b, "total", x->total);
    buf_json_int(b, "done", x->done);
    buf_json_int(b, "percent", x->total ? 100 * x->done / x->total : 100);
    buf_json_time(b, "asked_at", x->asked_at);
    buf_json_time(b, "ended_at", x->ended_at);
    buf_json_str(b, "fault", x->fault);
    buf_json_str(b, "report_hash", x->report_hash);
    buf_json_raw(b, "report", x->report);
    buf_puts(b, "}");

    return OK;
}

/* ---- POST /rule-sets/:hash/replay ------------------------------------------------------------ */

enum err
handle_replay_ask(struct desk *d)
{
    struct rule_set set;
    struct replay x;
    struct buf b = BUF(d->arena);
    enum err err = set_known(d, &set);
    if (err)
        return err;

    err = store_replay_latest(d->store, d->arena, d->params[0], &x, &d->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    bool is_open = !err && (str_is(x.state, "queued") || str_is(x.state, "running"));
    if (!is_open) { /* one of a set at a time: whoever asks again sees the one that runs */
        x = (struct replay){.rule_set = d->params[0], .asked_by = d->who->id, .tally = "{}"};
        if ((err = govern_base(d->store, d->arena, d->params[0], &x.base, &d->fault)))
            return err;
        if ((err = store_replay_add(d->store, &x, &d->fault)))
            return err;
        if ((err = desk_audit(d, "rule_set.replay_asked", d->params[0], NULL)))
            return err;
    }

    if ((err = replay_json(d, &b, &x)))
        return err;
    reply_json(d->reply, 202, &b);
    return OK;
}

/* ---- GET /rule-sets/:hash/replay, …/replay/hits ---------------------------------------------- */

enum err
handle_replay_get(struct desk *d)
{
    struct replay x;
    struct buf b = BUF(d->arena);
    enum err err = newest(d, &x);
    if (err)
        return err;
    if ((err = replay_json(d, &b, &x)))
        return err;
    reply_json(d->reply, 200, &b);
    return OK;
}

void
replay_hit_json(struct buf *b, const struct replay_hit *x)
{
    buf_puts(b, "{");
    buf_json_int(b, "ord", x->ord);
    buf_json_str(b, "filing", x->filing_id);
    buf_json_int(b, "n", x->n);
    buf_json_int(b, "version", x->version);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "organization", x->organization);
    buf_json_str(b, "number", x->number);
    buf_json_str(b, "kinds", x->kinds);
    buf_json_raw(b, "change", x->change);
    buf_puts(b, "}");
}

enum err
handle_replay_hits(struct desk *d)
{
    struct replay x;
    struct replay_hit *rows;
    struct buf b = BUF(d->arena);
    int n;
    struct replay_hits_query q = {.kind = desk_query(d, "kind"),
                                  .rule = desk_query(d, "rule"),
                                  .cursor = desk_query(d, "cursor")};
    enum err err = desk_limit(d, &q.limit);
    if (err)
        return err;
    if ((err = newest(d, &x)))
        return err;

    int limit = q.limit++; /* one more tells whether there is more */
    q.replay_id = x.id;
    if ((err = store_replay_hits(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        if (i)
            buf_puts(&b, ",");
        replay_hit_json(&b, &rows[i]);
    }

    desk_reply_list(d, &b, n > limit ? arena_printf(d->arena, "%ld", rows[limit - 1].ord) : NULL);
    return OK;
}

/* ---- GET /rule-sets/:hash/replay/page -------------------------------------------------------- */

enum err
handle_replay_page(struct desk *d)
{
    struct replay x;
    struct buf b = BUF(d->arena);
    enum err err = newest(d, &x);
    if (err)
        return err;
    if (!str_is(x.state, "done"))
        return fail(&d->fault, ERR_CONFLICT, "replay_not_done", "",
                    "最近一次重放还没有得出报告，请稍后再看");
    if ((err = govern_replay_page(d->store, &x, &b, &d->fault)))
        return err;

    reply_html(d->reply, d->request,
               arena_printf(d->arena, "\"%s.%s\"", x.report_hash, policy_engine()), false, b.p,
               b.n);
    return OK;
}
