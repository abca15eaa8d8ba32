/* What the office does to a filing in force of its own accord: proposed by one, confirmed by
 * another. */
#include "handle/filing.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

struct step_open {
    const char *step, *label;
};
static const struct member step_members[] = {
    {"step", M_STRING, M_REQUIRED, .at = TEXT_AT(step_open, step),
     .title = "这一步，即地址的最后一段：confirm、send-back、take-back"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(step_open, label), .title = "名称"},
    MEMBERS_END,
};
struct proposal_answer {
    struct proposal proposal;
    const char *event_label, *kind_label, *state_label, *role_label, *article_text;
    struct rows steps;  /* struct step_open */
    struct rows lapses; /* struct filing_line */
};
static const struct member proposal_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.id), .title = "编号"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.filing_id),
     .title = "所涉的备案"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, kind_label),
     .title = "备案的种类（中文）"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.title),
     .title = "备案的简称"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(proposal_answer, proposal.number),
     .title = "备案编号；没有编号的为 null"},
    {"organization_name", M_STRING, M_REQUIRED,
     .at = TEXT_AT(proposal_answer, proposal.organization_name), .title = "单位名称"},
    {"event", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.event),
     .title = "提议怎样办理"},
    {"event_label", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, event_label),
     .title = "提议怎样办理（中文）"},
    {"article", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.law),
     .title = "所依据的条款"},
    {"article_text", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, article_text),
     .title = "所依据的条款（中文）"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(proposal_answer, proposal.version),
     .title = "提议时备案的版本"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.state),
     .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, state_label),
     .title = "状态（中文）"},
    {"by", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.by_username),
     .title = "提议人的用户名"},
    {"role_label", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, role_label),
     .title = "提议人的角色（中文）"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(proposal_answer, proposal.at), .title = "提议的时间"},
    {"ended_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(proposal_answer, proposal.ended_at),
     .title = "确认、退回、收回或失效的时间；还在等待的为 null"},
    {"steps", M_LIST, M_REQUIRED, .at = ROWS_AT(proposal_answer, steps), .of = step_members,
     .size = sizeof(struct step_open), .title = "您现在可以办理的"},
    MEMBERS_END,
};
static const struct member proposal_answer[] = {
    {.type = M_WITH, .of = proposal_row},
    {"reason", M_STRING, M_REQUIRED, .at = TEXT_AT(proposal_answer, proposal.reason),
     .title = "事实与理由，确认后写入文书"},
    {"answer", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(proposal_answer, proposal.answer),
     .title = "退回的理由；没有退回的为 null"},
    {"lapses", M_LIST, M_REQUIRED, .at = ROWS_AT(proposal_answer, lapses),
     .of = filing_line_members, .size = sizeof(struct filing_line),
     .title = "确认后随之终止的：就这件备案正在办理的变更、注销，至多一件"},
    MEMBERS_END,
};

static const char *const step_names[PROPOSAL__STEPS] = {[PROPOSAL_CONFIRM] = "confirm",
                                                        [PROPOSAL_SEND_BACK] = "send-back",
                                                        [PROPOSAL_TAKE_BACK] = "take-back"};

static void
show(struct context *c, struct proposal_answer *x)
{
    struct casework *w = &c->work;
    const struct law *l = casework_law(w);
    const struct proposal *p = &x->proposal;
    struct step_open *steps = arena_alloc(w->arena, PROPOSAL__STEPS * sizeof *steps);
    int n = 0;

    x->event_label = law_label_of_event(l, p->event);
    x->kind_label = law_label_of_kind(l, p->kind);
    x->role_label = law_label_of_role(l, p->by_role);
    x->state_label = proposal_state_label(p->state);
    x->article_text = ground_words(w->arena, json_object_get(casework_manifest(w), "laws"), p->law);
    for (int i = 0; i < PROPOSAL__STEPS; i++)
        if (casework_proposal_may(w, p, (enum proposal_step)i))
            steps[n++] =
                (struct step_open){step_names[i], proposal_step_label((enum proposal_step)i)};
    x->steps = (struct rows){steps, n};
}

/* One at a time is open about a filing, the newest; a draft that nobody handed in is its filer's
 * alone. */
static enum err
show_lapses(struct context *c, struct proposal_answer *x)
{
    struct casework *w = &c->work;
    const struct proposal *p = &x->proposal;
    struct filing *rows;
    int n = 0;
    enum err err;

    if (!str_is(p->state, PROPOSAL_WAITING))
        return OK;
    if ((err = store_filing_list_of(w->store, w->arena, p->filing_id, 1, &rows, &n, &w->fault)))
        return err;
    if (n > 0 && (rows->submitted_at == 0 || str_is(rows->standing, standing_name(STANDING_OVER))))
        n = 0;
    x->lapses = filing_lines(c, rows, n);
    return OK;
}

static enum err
reply_proposal(struct context *c, const char *id)
{
    struct casework *w = &c->work;
    struct proposal_answer x = {0};
    enum err err = store_proposal_load(w->store, w->arena, id, &x.proposal, &w->fault);
    if (err)
        return err;
    show(c, &x);
    if ((err = show_lapses(c, &x)))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- GET /proposals, /proposals/:id ---------------------------------------------------------- */

static const char *const yes_or_no[] = {"true", "false", NULL};
static const struct member list_query[] = {
    {"over", M_STRING, .choices = yes_or_no, .title = "true：已了结的，后提议的在前"},
    PAGED,
    MEMBERS_END,
};

static enum err
proposal_list(struct context *c)
{
    struct casework *w = &c->work;
    struct proposal_query q = {.account_id = w->who->id,
                               .events = casework_may_confirm(w),
                               .is_over = str_is(context_query(c, "over"), "true"),
                               .cursor = context_query(c, "cursor")};
    struct proposal *rows;
    int n;
    enum err err;

    if ((err = context_limit(c, &q.limit)))
        return err;
    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_proposal_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct proposal_answer), .n = n < limit ? n : limit};
    struct proposal_answer *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].proposal = rows[i];
        show(c, &list[i]);
    }
    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    reply_page(c, &p);
    return OK;
}

static enum err
proposal_get(struct context *c)
{
    struct proposal_answer x = {0};
    enum err err = casework_proposal(&c->work, c->params[0], &x.proposal);
    if (err)
        return err;
    show(c, &x);
    if ((err = show_lapses(c, &x)))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- POST /filings/:id/revoke, /filings/:id/deregister --------------------------------------- */

static const struct member propose_body[] = {
    {"reason", M_STRING, M_REQUIRED, .max = 4000, .title = "事实与理由，确认后写入文书"},
    {"article", M_STRING, M_NULLABLE, .max = 200,
     .title = "所依据的条款，规则声明的一个；只有一个的可以不写"},
    MEMBERS_END,
};

static enum err
propose(struct context *c, enum verb verb, struct proposal_work *x)
{
    struct proposal_order order = {
        .verb = verb, .reason = command_text(c, "reason"), .article = command_text(c, "article")};
    return casework_propose_decide(&c->work, c->params[0], &order, x);
}

static enum err
propose_store(struct context *c, struct proposal_work *x)
{
    enum err err = casework_propose_store(&c->work, x);

    if (!err && !(err = reply_proposal(c, x->proposal.id)))
        reply_location(c, "proposals", x->proposal.id);
    return err;
}

static enum err
propose_revoke_decide(struct context *c, struct proposal_work *x)
{
    return propose(c, VERB_REVOKE, x);
}

static enum err
propose_revoke_store(struct context *c, struct proposal_work *x)
{
    return propose_store(c, x);
}

static enum err
propose_deregister_decide(struct context *c, struct proposal_work *x)
{
    return propose(c, VERB_DEREGISTER, x);
}

static enum err
propose_deregister_store(struct context *c, struct proposal_work *x)
{
    return propose_store(c, x);
}

/* ---- POST /proposals/:id/confirm, /send-back, /take-back ------------------------------------- */

static const struct member send_back_body[] = {
    {"reason", M_STRING, M_REQUIRED, .max = 4000, .title = "退回的理由"},
    MEMBERS_END,
};

static enum err
step_store(struct context *c, struct proposal_work *x)
{
    enum err err = casework_proposal_store(&c->work, x);
    return err ? err : reply_proposal(c, x->proposal.id);
}

static enum err
confirm_decide(struct context *c, struct proposal_work *x)
{
    return casework_proposal_decide(&c->work, c->params[0], PROPOSAL_CONFIRM, NULL, x);
}

static enum err
confirm_store(struct context *c, struct proposal_work *x)
{
    return step_store(c, x);
}

static enum err
send_back_decide(struct context *c, struct proposal_work *x)
{
    return casework_proposal_decide(&c->work, c->params[0], PROPOSAL_SEND_BACK,
                                    command_text(c, "reason"), x);
}

static enum err
send_back_store(struct context *c, struct proposal_work *x)
{
    return step_store(c, x);
}

static enum err
take_back_decide(struct context *c, struct proposal_work *x)
{
    return casework_proposal_decide(&c->work, c->params[0], PROPOSAL_TAKE_BACK, NULL, x);
}

static enum err
take_back_store(struct context *c, struct proposal_work *x)
{
    return step_store(c, x);
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(propose_revoke, struct proposal_work)
HALVES(propose_deregister, struct proposal_work)
HALVES(confirm, struct proposal_work)
HALVES(send_back, struct proposal_work)
HALVES(take_back, struct proposal_work)

#define PROPOSES(more)                                                                             \
    .method = POST, .act = ACT_REVIEW, .root = ROOT_ORGANIZATION, .when_full = FULL_LAST,          \
    .flags = ROUTE_KEYED | ROUTE_MOVES | (more), .answer = proposal_answer

static const struct route rows[] = {
    {PROPOSES(0), .path = "/filings/:id/revoke", DECIDES(propose_revoke), .body = propose_body,
     .status = 201, .headers = HEADER_LOCATION, .refused = "没有办理", .name = "proposeRevocation",
     .title = "提议撤销一件有效的备案，另一人确认后生效"},
    {PROPOSES(0), .path = "/filings/:id/deregister", DECIDES(propose_deregister),
     .body = propose_body, .status = 201, .headers = HEADER_LOCATION, .refused = "没有办理",
     .name = "proposeDeregistration", .title = "提议依职权注销一件有效的备案，另一人确认后生效"},
    {.method = GET,
     .path = "/proposals",
     .act = ACT_REVIEW,
     .read = proposal_list,
     .query = list_query,
     .answer = proposal_row,
     .is_list = true,
     .name = "listProposals",
     .title = "等待您确认的提议，和您自己提议而未了的，先提议的在前"},
    {.method = GET,
     .path = "/proposals/:id",
     .act = ACT_REVIEW,
     .read = proposal_get,
     .answer = proposal_answer,
     .reads = "proposal.read",
     .name = "getProposal",
     .title = "一份提议和它的理由"},
    {PROPOSES(ROUTE_OPTIONAL_BODY), .path = "/proposals/:id/confirm", DECIDES(confirm),
     .body = no_members, .refused = "没有办理", .name = "confirmProposal",
     .title = "确认他人的提议：备案随即撤销、注销，发出文书"},
    {PROPOSES(0), .path = "/proposals/:id/send-back", DECIDES(send_back), .body = send_back_body,
     .refused = "没有退回", .name = "sendBackProposal", .title = "退回他人的提议，写明理由"},
    {PROPOSES(ROUTE_OPTIONAL_BODY), .path = "/proposals/:id/take-back", DECIDES(take_back),
     .body = no_members, .refused = "没有收回", .name = "takeBackProposal",
     .title = "收回自己的提议"},
};
ROUTES(proposal, rows);
