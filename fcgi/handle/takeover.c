/* Takeovers: whoever finds the credit code of their organization taken asks to own the one that has
 * it; its present owner answers, the office decides. */
#include "handle/calendar.h"
#include "handle/guess.h"
#include "handle/route.h"

#define ASKING "认领申请"

/* ---- what they are --------------------------------------------------------------------------- */

struct document {
    const char *id, *filename, *media_type;
    int64_t size_bytes;
};
static const struct member document_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(document, id), .title = "附件编号"},
    {"filename", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL, .at = TEXT_AT(document, filename),
     .title = "文件名"},
    {"media_type", M_STRING, M_REQUIRED, .at = TEXT_AT(document, media_type),
     .title = "按内容判断的类型"},
    {"size_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(document, size_bytes), .title = "字节数"},
    MEMBERS_END,
};
struct step_open {
    const char *step, *label;
};
static const struct member step_members[] = {
    {"step", M_STRING, M_REQUIRED, .at = TEXT_AT(step_open, step),
     .title = "answer 答复、take-back 收回、grant 认定、decline 不予认定、redirect 改转"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(step_open, label), .title = "名称"},
    MEMBERS_END,
};
struct holder {
    struct takeover_holder of;
    bool is_asked;
};
static const struct member holder_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(holder, of.id), .title = "单位编号"},
    {"name", M_STRING, M_REQUIRED, .at = TEXT_AT(holder, of.name), .title = "单位名称"},
    {"admitted_at", M_TIME, M_REQUIRED, .at = TIME_AT(holder, of.admitted_at),
     .title = "何时通过资质审核"},
    {"filings", M_INTEGER, M_REQUIRED, .at = LONG_AT(holder, of.filings),
     .title = "提交过的备案件数"},
    {"is_asked", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(holder, is_asked),
     .title = "是不是这份申请所认领的"},
    MEMBERS_END,
};
struct takeover_answer {
    struct takeover takeover;
    const char *state_label, *side;
    const char *by_username, *by_organization_name, *credit_code; /* to the office, and the asker */
    const char *redirected_to, *redirected_from;                  /* the same */
    const char *reason, *answer;
    struct rows documents, answer_documents; /* struct document */
    struct rows steps;                       /* struct step_open */
    struct rows holders;                     /* struct holder; to the office */
};
static const struct member takeover_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(takeover_answer, takeover.id), .title = "编号"},
    {"organization_name", M_STRING, M_REQUIRED,
     .at = TEXT_AT(takeover_answer, takeover.organization_name), .title = "被认领的单位"},
    {"side", M_STRING, M_REQUIRED, .at = TEXT_AT(takeover_answer, side),
     .title = "您是：asker 申请人、owner 现在的所有者、former 原来的所有者、office 主管部门"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(takeover_answer, takeover.state),
     .title = "状态：waiting 待决定、granted 已认定、declined 不予认定、taken_back 已收回"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(takeover_answer, state_label),
     .title = "状态（中文）"},
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(takeover_answer, takeover.at), .title = "申请的时间"},
    {"due_on", M_DATE, M_REQUIRED, .at = TEXT_AT(takeover_answer, takeover.due_on),
     .title = "现在的所有者可以答复到哪一日，含当日"},
    {"answered_at", M_TIME, M_REQUIRED | M_NULLABLE,
     .at = TIME_AT(takeover_answer, takeover.answered_at),
     .title = "现在的所有者答复的时间；没有答复的为 null"},
    {"ended_at", M_TIME, M_REQUIRED | M_NULLABLE, .at = TIME_AT(takeover_answer, takeover.ended_at),
     .title = "了结的时间"},
    {"steps", M_LIST, M_REQUIRED, .at = ROWS_AT(takeover_answer, steps), .of = step_members,
     .size = sizeof(struct step_open), .title = "您现在可以办理的"},
    MEMBERS_END,
};
static const struct member takeover_answer[] = {
    {.type = M_WITH, .of = takeover_row},
    {"credit_code", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(takeover_answer, credit_code),
     .title = "统一社会信用代码；只给主管部门和申请人看"},
    {"holders", M_LIST, M_REQUIRED, .at = ROWS_AT(takeover_answer, holders), .of = holder_members,
     .size = sizeof(struct holder),
     .title = "使用这个统一社会信用代码的各单位，先通过资质审核的在前；只给主管部门看"},
    {"by", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(takeover_answer, by_username),
     .title = "申请人的用户名；只给主管部门和申请人看"},
    {"by_organization_name", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(takeover_answer, by_organization_name),
     .title = "申请人注册时所写的单位；只给主管部门和申请人看"},
    {"reason", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(takeover_answer, reason), .title = "申请的理由"},
    {"documents", M_LIST, M_REQUIRED, .at = ROWS_AT(takeover_answer, documents),
     .of = document_members, .size = sizeof(struct document),
     .title = "申请人的证明材料；只给主管部门和申请人看"},
    {"answer", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL,
     .at = TEXT_AT(takeover_answer, answer), .title = "现在的所有者的答复；不给申请人看"},
    {"answer_documents", M_LIST, M_REQUIRED, .at = ROWS_AT(takeover_answer, answer_documents),
     .of = document_members, .size = sizeof(struct document),
     .title = "答复所附的材料；不给申请人看"},
    {"decision", M_STRING, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(takeover_answer, takeover.grounds), .title = "决定的理由"},
    {"redirected_to", M_ID, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(takeover_answer, redirected_to),
     .title = "改转为哪一份申请；没有改转的为 null，只给主管部门和申请人看"},
    {"redirected_from", M_ID, M_REQUIRED | M_NULLABLE,
     .at = TEXT_AT(takeover_answer, redirected_from),
     .title = "由哪一份申请改转而来；不是的为 null，只给主管部门和申请人看"},
    MEMBERS_END,
};

static void
show(struct context *c, enum takeover_side side, struct takeover_answer *x)
{
    static const char *const sides[] = {[TAKEOVER_ASKER] = "asker",
                                        [TAKEOVER_OWNER] = "owner",
                                        [TAKEOVER_FORMER] = "former",
                                        [TAKEOVER_OFFICE] = "office"};
    struct takeover *t = &x->takeover;
    struct takeover_may may = casework_takeover_may(&c->work, t, side);
    const struct {
        bool is;
        struct step_open step;
    } all[] = {{may.answer, {"answer", "答复"}},
               {may.take_back, {"take-back", "收回申请"}},
               {may.grant, {"grant", "认定"}},
               {may.decline, {"decline", "不予认定"}},
               {may.redirect, {"redirect", "改转"}}};
    struct step_open *steps = arena_alloc(c->work.arena, sizeof all);
    int n = 0;

    for (size_t i = 0; i < LEN(all); i++)
        if (all[i].is)
            steps[n++] = all[i].step;
    x->steps = (struct rows){steps, n};
    x->side = sides[side];
    x->state_label = takeover_label(t);
}

/* Of whose the files are: the asker's, or the present owner's. */
static struct rows
documents_of(struct context *c, const struct attachment *files, int n, const char *organization_id)
{
    struct document *list = arena_alloc(c->work.arena, ((size_t)n + 1) * sizeof *list);
    int kept = 0;

    for (int i = 0; i < n; i++)
        if (str_is(files[i].organization_id, organization_id))
            list[kept++] = (struct document){files[i].id, files[i].filename, files[i].media_type,
                                             files[i].size_bytes};
    return (struct rows){list, kept};
}

static enum err
show_holders(struct context *c, struct takeover_answer *x)
{
    struct casework *w = &c->work;
    const struct takeover *t = &x->takeover;
    struct takeover_holder *rows;
    int n;
    enum err err = store_takeover_holders(w->store, w->arena, t->credit_code, &rows, &n, &w->fault);
    if (err)
        return err;

    struct holder *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = (struct holder){rows[i], str_is(rows[i].id, t->organization_id)};
    x->holders = (struct rows){list, n};
    return OK;
}

/* What the two say to the office stays between each and the office, but for the asker's reason, on
 * which the owner must answer, and the decision. */
static enum err
show_whole(struct context *c, enum takeover_side side, struct takeover_answer *x)
{
    struct casework *w = &c->work;
    const struct takeover *t = &x->takeover;
    bool is_askers = side == TAKEOVER_ASKER || side == TAKEOVER_OFFICE;
    struct attachment *files;
    int n;
    enum err err = store_takeover_documents(w->store, w->arena, t->id, &files, &n, &w->fault);
    if (err)
        return err;

    show(c, side, x);
    x->reason = t->reason;
    x->documents = x->answer_documents = x->holders = (struct rows){files, 0};
    if (is_askers) {
        x->credit_code = t->credit_code;
        x->by_username = t->by_username;
        x->by_organization_name = t->by_organization_name;
        x->redirected_to = t->redirected_to;
        x->redirected_from = t->redirected_from;
        x->documents = documents_of(c, files, n, t->by_organization_id);
    }
    if (side != TAKEOVER_ASKER) {
        x->answer = t->answer;
        x->answer_documents = documents_of(c, files, n, t->organization_id);
    }
    return side == TAKEOVER_OFFICE ? show_holders(c, x) : OK;
}

static enum err
reply_takeover(struct context *c, const char *id)
{
    struct takeover_answer x = {0};
    enum takeover_side side;
    enum err err = casework_takeover(&c->work, id, &x.takeover, &side);
    if (err)
        return err;
    if ((err = show_whole(c, side, &x)))
        return err;
    reply_row(c, &x);
    return OK;
}

/* ---- GET /takeovers, /takeovers/:id ---------------------------------------------------------- */

static const char *const yes_or_no[] = {"true", "false", NULL};
static const struct member list_query[] = {
    {"over", M_STRING, .choices = yes_or_no,
     .title = "主管部门的清单：true 已了结的；不给即待决定的。自己的总是全部"},
    PAGED,
    MEMBERS_END,
};

static enum takeover_side
side_in_list(const struct context *c, const struct takeover *x, bool is_office)
{
    const char *me = c->work.who->id;

    if (is_office)
        return TAKEOVER_OFFICE;
    if (str_is(x->by_id, me))
        return TAKEOVER_ASKER;
    return str_is(x->former_id, me) ? TAKEOVER_FORMER : TAKEOVER_OWNER;
}

static enum err
takeover_list(struct context *c)
{
    struct casework *w = &c->work;
    bool is_office = casework_can(w, ACT_REVIEW), owns = casework_can(w, ACT_KEEP_MEMBERS);
    struct takeover_query q = {.account_id = w->who->id,
                               .organization_id = owns ? w->who->organization_id : NULL,
                               .is_own = !is_office,
                               .is_over = str_is(context_query(c, "over"), "true"),
                               .cursor = context_query(c, "cursor")};
    struct takeover *rows;
    int n;
    enum err err;

    if ((err = context_limit(c, &q.limit)))
        return err;
    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_takeover_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct takeover_answer), .n = n < limit ? n : limit};
    struct takeover_answer *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].takeover = rows[i];
        show(c, side_in_list(c, &rows[i], is_office), &list[i]);
    }
    p.rows = list;
    p.next = n > limit ? rows[limit - 1].id : NULL;
    reply_page(c, &p);
    return OK;
}

static enum err
takeover_get(struct context *c)
{
    return reply_takeover(c, c->params[0]);
}

/* ---- POST /takeovers ------------------------------------------------------------------------- */

static const struct member document_id[] = {
    {NULL, M_ID, .title = "本单位上传的附件的编号"},
};
#define DOCUMENTS(flags_, min_, title_)                                                            \
    {                                                                                              \
        "documents", M_LIST, (flags_), .min = (min_), .max = 10, .each = document_id,              \
                                       .title = title_                                             \
    }
static const struct member ask_body[] = {
    {"credit_code", M_STRING, M_REQUIRED | M_CODE, .min = 1, .max = 30,
     .title = "被占用的统一社会信用代码"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 4000,
     .title = "理由；被认领单位现在的所有者看得到"},
    DOCUMENTS(M_REQUIRED, 1, "证明材料：营业执照、加盖公章的授权书等；只给主管部门看"),
    MEMBERS_END,
};
struct asking {
    struct takeover_work work;
    struct guess guess;
};

static struct takeover_order
order_of(struct context *c)
{
    const json_t *list = json_object_get(c->command, "documents"), *id;
    struct takeover_order o = {.credit_code = command_text(c, "credit_code"),
                               .reason = command_text(c, "reason")};
    size_t i;

    o.documents.ids = arena_alloc(c->work.arena, (json_array_size(list) + 1) * sizeof(char *));
    json_array_foreach(list, i, id) o.documents.ids[o.documents.n++] = json_string_value(id);
    return o;
}

static enum err
ask_decide(struct context *c, struct asking *x)
{
    struct takeover_order order = order_of(c);
    enum err err;

    x->guess = GUESS(GUESS_TAKEOVER, NULL);
    if ((err = guesses_may(c, &x->guess, 1, ASKING)))
        return err;
    if ((err = casework_takeover_ask(&c->work, &order, &x->work)))
        return err;
    if (!x->work.is_unknown)
        x->work.takeover.due_on = working_day_after(c, x->work.days);
    return OK;
}

/* Each is counted, whether the code is there or not: a request tells which codes are. */
static enum err
ask_store(struct context *c, struct asking *x)
{
    struct takeover_work *t = &x->work;
    enum err err;

    if ((err = guesses_may(c, &x->guess, 1, ASKING)))
        return err;
    if ((err = guesses_failed(c, &x->guess, 1)))
        return err;
    if (t->is_unknown) {
        if (casework_takeover_unknown(&c->work))
            reply_refused(c);
        return OK;
    }
    if ((err = casework_takeover_store(&c->work, t)))
        return err;
    if ((err = reply_takeover(c, t->takeover.id)))
        return err;
    reply_location(c, "takeovers", t->takeover.id);
    return OK;
}

/* ---- POST /takeovers/:id/answer, /take-back, /decision --------------------------------------- */

static const struct member answer_body[] = {
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 4000,
     .title = "答复的事实和理由；只给主管部门看"},
    DOCUMENTS(0, 0, "证明材料，可以没有"),
    MEMBERS_END,
};
static const char *const outcomes[] = {"grant", "decline", NULL};
static const struct member decision_body[] = {
    {"outcome", M_STRING, M_REQUIRED, .choices = outcomes,
     .title = "grant 认定：申请人成为所有者；decline 不予认定"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 4000, .title = "理由，双方都看得到"},
    {"organization", M_ID, M_NULLABLE,
     .title = "认定的是哪一个单位：有几个单位使用同一统一社会信用代码时必填，只能是所认领的"},
    MEMBERS_END,
};

static enum err
step_store(struct context *c, struct takeover_work *x)
{
    enum err err = casework_takeover_store(&c->work, x);
    return err ? err : reply_takeover(c, x->takeover.id);
}

static enum err
answer_decide(struct context *c, struct takeover_work *x)
{
    struct takeover_order order = order_of(c);
    return casework_takeover_answer(&c->work, c->params[0], &order, x);
}

static enum err
answer_store(struct context *c, struct takeover_work *x)
{
    return step_store(c, x);
}

static enum err
take_back_decide(struct context *c, struct takeover_work *x)
{
    return casework_takeover_take_back(&c->work, c->params[0], x);
}

static enum err
take_back_store(struct context *c, struct takeover_work *x)
{
    return step_store(c, x);
}

static enum err
decision_decide(struct context *c, struct takeover_work *x)
{
    const struct takeover_choice choice = {.is_granted =
                                               str_is(command_text(c, "outcome"), outcomes[0]),
                                           .reason = command_text(c, "reason"),
                                           .organization_id = command_text(c, "organization")};
    return casework_takeover_decide(&c->work, c->params[0], &choice, x);
}

static enum err
decision_store(struct context *c, struct takeover_work *x)
{
    return step_store(c, x);
}

/* ---- POST /takeovers/:id/redirect ------------------------------------------------------------ */

static const struct member redirect_body[] = {
    {"organization", M_ID, M_REQUIRED, .title = "应认领的单位：使用同一统一社会信用代码的另一个"},
    {"reason", M_STRING, M_REQUIRED, .min = 1, .max = 4000,
     .title = "理由；申请人和原被认领的单位看得到"},
    MEMBERS_END,
};

static enum err
redirect_decide(struct context *c, struct takeover_redirect *x)
{
    const struct takeover_choice choice = {.reason = command_text(c, "reason"),
                                           .organization_id = command_text(c, "organization")};
    enum err err = casework_takeover_redirect(&c->work, c->params[0], &choice, x);
    if (err)
        return err;

    x->next.takeover.due_on = working_day_after(c, x->next.days);
    return OK;
}

static enum err
redirect_store(struct context *c, struct takeover_redirect *x)
{
    enum err err = casework_takeover_redirect_store(&c->work, x);
    return err ? err : reply_takeover(c, x->was.takeover.id);
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(ask, struct asking)
HALVES(answer, struct takeover_work)
HALVES(take_back, struct takeover_work)
HALVES(decision, struct takeover_work)
HALVES(redirect, struct takeover_redirect)

#define MOVES(act_, more)                                                                          \
    .method = POST, .act = (act_), .root = ROOT_ORGANIZATION, .when_full = FULL_LAST,              \
    .flags = ROUTE_KEYED | ROUTE_MOVES | (more), .answer = takeover_answer

static const struct route rows[] = {
    {.method = GET,
     .path = "/takeovers",
     .act = ACT_SELF,
     .read = takeover_list,
     .query = list_query,
     .answer = takeover_row,
     .is_list = true,
     .name = "listTakeovers",
     .title = "单位认领申请：主管部门的是管辖范围内的；其余是自己提出的和涉及自己单位的，新的在前"},
    {.method = GET,
     .path = "/takeovers/:id",
     .act = ACT_SELF,
     .read = takeover_get,
     .answer = takeover_answer,
     .reads = "takeover.read",
     .name = "getTakeover",
     .title = "一份单位认领申请"},
    {.method = POST,
     .path = "/takeovers",
     .act = ACT_KEEP_MEMBERS,
     .root = ROOT_ORGANIZATION,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     DECIDES(ask),
     .body = ask_body,
     .answer = takeover_answer,
     .status = 201,
     .headers = HEADER_LOCATION,
     .refused = "没有申请",
     .name = "askTakeover",
     .title = "统一社会信用代码已被占用：凭证明材料申请成为那个单位的所有者"},
    {MOVES(ACT_KEEP_MEMBERS, 0), .path = "/takeovers/:id/answer", .despite = DUE_FROZEN,
     DECIDES(answer), .body = answer_body, .refused = "没有答复", .name = "answerTakeover",
     .title = "现在的所有者在期限内答复，只能一次"},
    {MOVES(ACT_KEEP_MEMBERS, ROUTE_OPTIONAL_BODY), .path = "/takeovers/:id/take-back",
     .despite = DUE_FROZEN, DECIDES(take_back), .body = no_members, .refused = "没有收回",
     .name = "takeBackTakeover", .title = "申请人收回申请"},
    {MOVES(ACT_REVIEW, 0), .path = "/takeovers/:id/decision", DECIDES(decision),
     .body = decision_body, .refused = "没有决定", .name = "decideTakeover",
     .title = "主管部门决定：认定的，申请人成为所有者，原来的所有者移出或成为成员，随即退出登录"},
    {MOVES(ACT_REVIEW, 0), .path = "/takeovers/:id/redirect", DECIDES(redirect),
     .body = redirect_body, .refused = "没有改转", .name = "redirectTakeover",
     .title = "主管部门改转：认领错了的，转为认领使用同一代码的另一个单位，由其所有者答复；原申请随"
              "即了结"},
};
ROUTES(takeover, rows);
