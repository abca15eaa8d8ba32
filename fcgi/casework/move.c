/* The one place where a filing changes its state, and the table of what that brings about. */
#include "casework/move.h"
#include "casework/filing.h"
#include "casework/review.h"

#include <string.h>

/* ---- which effects --------------------------------------------------------------------------- */

#define TO_A_STAGE "*" /* a state that some stage of review works */

/*
 * The first row that fits says what a move brings about. NULL fits all. Kinds and states that stand
 * here by name are those with an effect of their own.
 */
static const struct {
    const char *event, *kind, *action, *to;
    const char *effects;
} brings[] = {
    {.event = "submit",
     .effects =
         "freeze_version keep_judgement set_coverage start_clocks open_task link_attachments"},
    {.event = "withdraw", .effects = "drop_task drop_clocks clear_coverage"},
    {.event = "pass", .to = TO_A_STAGE, .effects = "next_task"},
    {.event = "return", .to = TO_A_STAGE, .effects = "next_task"},
    {.event = "refuse", .to = TO_A_STAGE, .effects = "next_task"},
    {.event = "pass", .kind = "subject", .to = "approved", .effects = "stop_clocks admit_subject"},
    {.event = "pass", .to = "approved", .effects = "stop_clocks take_number publish"},
    {.event = "pass", .effects = "stop_clocks clear_coverage"},
    {.event = "return", .effects = "stop_clocks clear_coverage"},
    {.event = "refuse", .effects = "stop_clocks clear_coverage"},
};

const char *
move_row(size_t i)
{
    return i < LEN(brings) ? brings[i].effects : NULL;
}

static bool
fits(const char *wanted, const char *is)
{
    return wanted == NULL || str_is(wanted, is);
}

const char *
move_effects(const struct casework *w, const struct move *m)
{
    bool is_stage = workflow_stage(casework_manifest(w), m->to) != NULL;

    for (size_t i = 0; i < LEN(brings); i++) {
        const char *to = brings[i].to;
        if (fits(brings[i].event, m->event) && fits(brings[i].kind, m->filing->kind) &&
            fits(brings[i].action, m->filing->action) &&
            (str_is(to, TO_A_STAGE) ? is_stage : fits(to, m->to)))
            return brings[i].effects;
    }
    return "";
}

bool
move_brings(const struct casework *w, const struct move *m, const char *effect)
{
    size_t n = strlen(effect);

    for (const char *p = move_effects(w, m); *p != '\0'; p += strspn(p, " ")) {
        size_t k = strcspn(p, " ");
        if (k == n && strncmp(p, effect, n) == 0)
            return true;
        p += k;
    }
    return false;
}

/* ---- moving ---------------------------------------------------------------------------------- */

bool
move_find(struct casework *w, struct move *m, const struct filing *x, const char *event)
{
    m->event = event;
    m->from = x->state;
    m->to = workflow_next(casework_manifest(w), x->kind, event, x->state, w->who->roles);
    return m->to != NULL;
}

enum err
move_record(struct casework *w, const struct move *m)
{
    struct event e = {.filing_id = m->filing->id,
                      .version = m->filing->version,
                      .actor_id = w->who->id,
                      .actor_role = m->actor_role,
                      .what = m->event,
                      .from_state = m->from,
                      .to_state = m->to,
                      .reasons = m->reasons,
                      .note = m->note,
                      .data_hash = m->data_hash,
                      .at = w->now};
    struct outbox_row o = {.filing_id = e.filing_id,
                           .version = e.version,
                           .event = e.what,
                           .from_state = e.from_state,
                           .to_state = e.to_state,
                           .actor_role = e.actor_role,
                           .at = e.at};

    enum err err = store_event_add(w->store, &e, &w->fault);
    if (err)
        return err;
    if ((err = store_outbox_add(w->store, &o, &w->fault)))
        return err;
    return casework_audit(w, m->audit, m->object, NULL);
}

enum err
move_store(struct casework *w, struct move *m)
{
    enum err err;

    m->filing->state = m->to;
    err = store_filing_move(w->store, m->filing, &w->fault);
    if (err == ERR_CONFLICT && m->filing->number != NULL)
        return number_taken(w, m->filing->number);
    if (err)
        return casework_found(w, err);
    if ((err = move_record(w, m)))
        return err;

    for (const char *p = move_effects(w, m); *p != '\0';) {
        size_t n = strcspn(p, " ");
        if ((err = effect_run(w, m, p, n)))
            return err;
        p += n;
        p += strspn(p, " ");
    }
    return OK;
}
