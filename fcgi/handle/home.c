/* Where an organization stands: its subject. */
#include "handle/home.h"
#include "handle/route.h"

/* ---- the subject ----------------------------------------------------------------------------- */

const struct member subject_members[] = {
    {"filing", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(subject, filing),
     .title = "主体信息的备案事项编号；尚未填报时为 null"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, state),
     .title = "状态；尚未填报时为 none"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, state_label),
     .title = "状态（中文）"},
    {"standing", M_STRING, M_REQUIRED, .at = TEXT_AT(subject, standing),
     .title = "所处的阶段；尚未填报时为 none"},
    MEMBERS_END,
};

static enum err
subject_filing(struct casework *w, const struct organization *o, struct filing **out)
{
    const struct law_kind *kind = law_admitting(casework_law(w));
    struct filing_query q = {.organization_id = o->id, .limit = 1};
    struct filing *rows;
    int n = 0;

    *out = NULL;
    if (o->subject_filing_id != NULL) {
        struct filing *approved = arena_alloc(w->arena, sizeof *approved);
        *out = approved;
        return store_filing_load(w->store, w->arena, o->subject_filing_id, approved, &w->fault);
    }
    if (kind == NULL)
        return OK;

    q.kind = kind->code;
    enum err err = store_filing_list(w->store, w->arena, &q, &rows, &n, &w->fault);
    if (!err && n > 0)
        *out = rows;
    return err;
}

enum err
subject_load(struct context *c, const struct organization *o, struct subject *out)
{
    struct casework *w = &c->work;
    struct filing *x;
    enum err err = subject_filing(w, o, &x);

    *out = (struct subject){.state = "none", .state_label = "尚未填报", .standing = "none"};
    if (err || x == NULL)
        return err;
    *out = (struct subject){
        .filing = x->id,
        .state = x->state,
        .state_label = law_label_of_state(casework_law(w), x->kind, x->state),
        .standing = x->standing,
    };
    return OK;
}
