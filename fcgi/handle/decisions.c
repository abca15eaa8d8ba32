/* Decisions as they are kept: storing one, and giving one away whole, so that it can be made again
 * elsewhere. */
#include "handle/handlers.h"

#include <stdlib.h>
#include <string.h>

/* ---- storing --------------------------------------------------------------------------------- */

static enum err
count_rules(struct desk *d, const struct judged *j)
{
    json_t *seen = arena_json(d->arena, json_object()), *finding;
    size_t i;

    json_array_foreach(json_object_get(j->parsed, "findings"), i, finding)
    {
        const char *rule = json_str(finding, "rule");
        enum err err;
        if (rule == NULL || json_object_get(seen, rule) != NULL)
            continue;
        json_object_set_new(seen, rule, json_true());
        if ((err = store_firing_add(d->store, j->rule_set, rule, d->now, &d->fault)))
            return err;
    }
    return OK;
}

enum err
decision_store(struct desk *d, const struct filing *x, const char *occasion, const struct judged *j)
{
    struct judgement c = {.filing_id = x->id,
                          .version = x->version,
                          .occasion = occasion,
                          .verdict = j->verdict,
                          .facts = j->facts,
                          .facts_hash = j->facts_hash,
                          .answer = j->answer,
                          .outcome_hash = json_str(j->parsed, "outcome_hash"),
                          .rule_set = j->rule_set,
                          .engine = policy_engine(),
                          .judged_by = d->who->id,
                          .judged_at = d->now};
    enum err err = store_judgement_add(d->store, &c, &d->fault);

    return err ? err : count_rules(d, j);
}

static enum err
facts_without_time(struct desk *d, const char *facts, json_t **out)
{
    enum err err = json_read(d->arena, facts, strlen(facts), out, &d->fault);
    if (!err)
        json_object_del(json_object_get(*out, "clock"), "now");
    return err;
}

enum err
decision_is_stored(struct desk *d, const struct filing *x, const struct judged *j, bool *out)
{
    struct judgement last;
    json_t *before, *now;
    enum err err = store_judgement_newest(d->store, d->arena, x->id, &last, &d->fault);

    *out = false;
    if (err)
        return err == ERR_NOTFOUND ? OK : err;
    /* The time of day is always as long: facts of another length are others. */
    if (!str_is(last.verdict, j->verdict) || !str_is(last.rule_set, j->rule_set) ||
        strlen(last.facts) != strlen(j->facts))
        return OK;
    if ((err = facts_without_time(d, last.facts, &before)))
        return err;
    if ((err = facts_without_time(d, j->facts, &now)))
        return err;
    *out = json_equal(before, now);

    return OK;
}

/* ---- GET /filings/:id/decisions, GET /filings/:id/decisions/:n ------------------------------- */

static void
decision_json(struct buf *b, const struct judgement *c)
{
    buf_json_int(b, "n", c->n);
    buf_json_int(b, "version", c->version);
    buf_json_str(b, "occasion", c->occasion);
    buf_json_str(b, "verdict", c->verdict);
    buf_json_str(b, "rule_set", c->rule_set);
    buf_json_str(b, "engine", c->engine);
    buf_json_str(b, "facts_hash", c->facts_hash);
    buf_json_time(b, "decided_at", c->judged_at);
}

/* 1, 2, …; 0 when the text is no such number. */
static long
number_of(const char *text)
{
    char *end;
    long n = text && *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;
    return n > 0 && *end == '\0' ? n : 0;
}

enum err
handle_decision_list(struct desk *d)
{
    struct filing x;
    struct judgement *rows;
    int limit, n;
    const char *cursor = desk_query(d, "cursor");
    struct buf b = BUF(d->arena);

    if (cursor != NULL && number_of(cursor) == 0)
        return fail(&d->fault, ERR_INPUT, "cursor_invalid", "/cursor",
                    "翻页位置无效，请从第一页开始");
    enum err err = desk_limit(d, &limit);
    if (err)
        return err;
    if ((err = filing_visible(d, d->params[0], &x)))
        return err;
    struct judgement_query q = {.filing_id = x.id, .cursor = cursor, .limit = limit + 1};
    if ((err = store_judgement_list(d->store, d->arena, &q, &rows, &n, &d->fault)))
        return err;

    buf_puts(&b, LIST_START);
    for (int i = 0; i < n && i < limit; i++) {
        buf_puts(&b, i ? ",{" : "{");
        decision_json(&b, &rows[i]);
        buf_puts(&b, "}");
    }

    desk_reply_list(d, &b, n > limit ? arena_printf(d->arena, "%ld", rows[limit - 1].n) : NULL);
    return OK;
}

/* facts and answer go out byte by byte as they are stored: what was hashed and what was said. */
enum err
handle_decision_get(struct desk *d)
{
    struct filing x;
    struct judgement c;
    struct buf b = BUF(d->arena);
    long n = number_of(d->params[1]);
    enum err err = filing_visible(d, d->params[0], &x);
    if (err)
        return err;
    if (n == 0 ||
        (err = store_judgement_load(d->store, d->arena, x.id, n, &c, &d->fault)) == ERR_NOTFOUND)
        return fail(&d->fault, ERR_NOTFOUND, "not_found", "",
                    "这件备案没有第 %s 个决定，请从决定列表中选择", d->params[1]);
    if (err)
        return err;

    buf_puts(&b, "{");
    buf_json_str(&b, "filing", c.filing_id);
    decision_json(&b, &c);
    buf_json_str(&b, "outcome_hash", c.outcome_hash);
    buf_json_raw(&b, "facts", c.facts);
    buf_json_raw(&b, "answer", c.answer);
    buf_puts(&b, "}");
    reply_json(d->reply, 200, &b);

    return OK;
}
