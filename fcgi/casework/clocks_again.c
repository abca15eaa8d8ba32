/* Filings that a rule set has moved, and drafts of kinds for whose drafts it declares a clock anew:
 * nobody has asked about their clocks yet. */
#include "casework/clocks.h"

/* ---- asked about ----------------------------------------------------------------------------- */

static bool
is_draft(const struct filing *x)
{
    return x->submitted_at == 0 && standing_parse(x->standing) == STANDING_EDITABLE;
}

/* Of what is more than the rules may be told they say nothing; its clocks go on as they are. */
static enum err
look_at(struct casework *w, struct clocks_asked *x)
{
    enum err err = is_draft(&x->filing) ? clocks_draft_facts(w, &x->filing, &x->facts)
                                        : clocks_facts_here(w, &x->filing, &x->facts);

    if (err != ERR_INPUT)
        return err;
    log_line(LOG_WARN_, "clocks: nothing is asked of %s: %s", x->filing.id, w->fault.text);
    w->fault = (struct fault){0};
    x->facts = NULL;
    return OK;
}

enum err
clocks_again_decide(struct casework *w, int limit, struct clocks_asked_list *out)
{
    struct filing *rows;
    enum err err = store_filings_unasked(w->store, w->arena, limit, &rows, &out->n, &w->fault);
    if (err)
        return err;

    out->rows = arena_alloc(w->arena, ((size_t)out->n + 1) * sizeof *out->rows);
    for (int i = 0; i < out->n; i++) {
        out->rows[i].filing = rows[i];
        if ((err = look_at(w, &out->rows[i])))
            return err;
    }
    for (int i = 0; i < out->n; i++)
        if ((err = clocks_hear(w, out->rows[i].facts, &out->rows[i].said)))
            return err;
    return OK;
}

/* ---- kept ------------------------------------------------------------------------------------ */

static enum err
still_active(struct casework *w)
{
    struct activation last;
    enum err err = store_activation_last(w->store, w->arena, &last, &w->fault);
    if (err || str_is(last.hash, policy_rule_set(w->policy)))
        return err;
    return fail(&w->fault, ERR_AGAIN, "busy", "", "另一个规则集刚刚启用");
}

/* Whoever came back to its filer is with no reviewer, whose clocks are over. */
static enum err
keep_here(struct casework *w, const struct filing *now, const struct judged *said)
{
    enum err err = OK;

    if (is_draft(now))
        return said ? clocks_draft_keep(w, now, said) : OK;
    if (said != NULL && (err = clocks_go_on(w, now, said)))
        return err;
    return standing_parse(now->standing) == STANDING_EDITABLE ? clocks_stop(w, now) : OK;
}

static enum err
keep(struct casework *w, const struct clocks_asked *x)
{
    struct filing now;
    enum err err = store_filing_load(w->store, w->arena, x->filing.id, &now, &w->fault);
    if (err == ERR_NOTFOUND)
        return store_unasked_drop(w->store, x->filing.id, &w->fault);
    if (err || now.revision != x->filing.revision)
        return err;

    if ((err = keep_here(w, &now, x->said)))
        return err;
    return store_unasked_drop(w->store, now.id, &w->fault);
}

enum err
clocks_again_store(struct casework *w, const struct clocks_asked_list *asked)
{
    enum err err = still_active(w);

    for (int i = 0; !err && i < asked->n; i++)
        err = keep(w, &asked->rows[i]);
    return err;
}
