/* Complaints of the public: made without an account, and followed by a code. */
#include "handle/complaint.h"
#include "handle/matter.h"
#include "handle/number.h"
#include "handle/route.h"

#define COMPLAINING "提出投诉、异议的"

/* ---- POST /register/:number/complaints ------------------------------------------------------- */

struct complaint_answer {
    const char *code, *state_label, *due_on;
};
static const struct member complaint_body[] = {
    {"kind", M_STRING, M_REQUIRED, .max = 60, .title = "种类，规则声明由公众提起的一种"},
    {"text", M_STRING, M_REQUIRED, .min = 1, .max = 4000, .title = "事实和依据"},
    {"contact", M_STRING, M_NULLABLE, .max = 200,
     .title = "联系方式，可不填；只给办理的人看，不公开，也不告诉被投诉的单位"},
    MEMBERS_END,
};
static const struct member complaint_answer[] = {
    {"code", M_STRING, M_REQUIRED | M_SECRET, .at = TEXT_AT(complaint_answer, code),
     .title = "查询码，只显示这一次；凭它查看办理情况"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(complaint_answer, state_label),
     .title = "状态（中文）"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(complaint_answer, due_on),
     .title = "这一步的到期日"},
    MEMBERS_END,
};

enum err
complaint_of(struct context *c, const char *number, struct complaining *x)
{
    struct casework *w = &c->work;
    struct matter_order order = matter_order_of(c);
    struct entry entry;
    enum err err;

    x->guess = GUESS(GUESS_MATTER, NULL);
    if ((err = guesses_may(c, &x->guess, 1, COMPLAINING)))
        return err;
    if ((err = number_entry(c, number, &entry)))
        return err;
    if ((err = casework_root(w, entry.organization_id)))
        return err;
    if ((err = quota_complaints(w, entry.filing_id)))
        return err;
    if ((err = casework_matter_complain(w, &entry, &order, &x->work)))
        return err;
    matter_count_days(c, &x->work);
    return OK;
}

enum err
complaint_keep(struct context *c, struct complaining *x)
{
    enum err err;

    if ((err = guesses_may(c, &x->guess, 1, COMPLAINING)))
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if ((err = quota_complaints(&c->work, x->work.matter.filing_id)))
        return err; /* others may have come meanwhile */
    return casework_matter_store(&c->work, &x->work);
}

static enum err
complaint_decide(struct context *c, struct complaining *x)
{
    return complaint_of(c, c->params[0], x);
}

static enum err
complaint_store(struct context *c, struct complaining *x)
{
    const struct matter *m = &x->work.matter;
    enum err err = complaint_keep(c, x);
    if (err)
        return err;

    struct complaint_answer a = {.code = x->work.code,
                                 .state_label = matter_state_label(x->work.kind, m->state),
                                 .due_on = m->due_on};
    reply_row(c, &a);
    reply_header(c->reply, "Cache-Control", "no-store");
    return OK;
}

/* ---- GET /complaints/:code ------------------------------------------------------------------- */

static const struct member told_step[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(step_answer, step.at), .title = "时间"},
    {"event_label", M_STRING, M_REQUIRED, .at = TEXT_AT(step_answer, event_label),
     .title = "这一步（中文）"},
    {"text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(step_answer, text),
     .title = "答复；没有的为 null"},
    MEMBERS_END,
};
static const struct member followed_answer[] = {
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, kind_label),
     .title = "种类（中文）"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(matter_answer, matter.number),
     .title = "备案编号"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.state), .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, state_label),
     .title = "状态（中文）"},
    {"over", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(matter_answer, matter.is_over),
     .title = "是否已办结"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(matter_answer, matter.due_on),
     .title = "到期日"},
    {"steps", M_LIST, M_REQUIRED, .at = ROWS_AT(matter_answer, steps), .of = told_step,
     .size = sizeof(struct step_answer), .title = "经过；您自己所写的不再显示"},
    MEMBERS_END,
};

/* The code is 256 random bits: it is looked up, and nobody guesses it. */
static enum err
complaint_get(struct context *c)
{
    struct matter_answer x = {0};
    enum err err;

    if ((err = casework_matter_followed(&c->work, c->params[0], &x.matter)))
        return err;
    matter_show_head(c, &x);
    if ((err = matter_show_steps(c, &x, MATTER_OPENER)))
        return err;
    reply_row(c, &x);
    reply_header(c->reply, "Cache-Control", "no-store");
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(complaint, struct complaining)

static const struct route rows[] = {
    {.method = POST,
     .path = "/register/:number/complaints",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT, /* of who asks, if anybody; the entry's organization is, then */
     .flags = ROUTE_KEYED,
     DECIDES(complaint),
     .body = complaint_body,
     .answer = complaint_answer,
     .status = 201,
     .refused = "没有提交",
     .name = "addComplaint",
     .title = "对公示的一条备案提出投诉、异议"},
    {.method = GET,
     .path = "/complaints/:code",
     .act = ACT_LOOK,
     .read = complaint_get,
     .answer = followed_answer,
     .name = "getComplaint",
     .title = "凭查询码查看投诉、异议的办理情况"},
};
ROUTES(complaint, rows);
