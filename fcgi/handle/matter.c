/* Supervision: complaints of the public as the office handles them, orders and penalties of the
 * office, and what is answered. */
#include "handle/calendar.h"
#include "handle/matter.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

static const struct member file_members[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(matter_file, id), .title = "附件编号"},
    {"filename", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_file, filename), .title = "文件名"},
    {"media_type", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_file, media_type), .title = "类型"},
    {"size_bytes", M_BYTES, M_REQUIRED, .at = TIME_AT(matter_file, size_bytes), .title = "字节数"},
    MEMBERS_END,
};
static const struct member step_answer[] = {
    {"at", M_TIME, M_REQUIRED, .at = TIME_AT(step_answer, step.at), .title = "时间"},
    {"event", M_STRING, M_REQUIRED, .at = TEXT_AT(step_answer, step.event), .title = "这一步"},
    {"event_label", M_STRING, M_REQUIRED, .at = TEXT_AT(step_answer, event_label),
     .title = "这一步（中文）"},
    {"to_state", M_STRING, M_REQUIRED, .at = TEXT_AT(step_answer, step.to_state),
     .title = "之后的状态"},
    {"to_label", M_STRING, M_REQUIRED, .at = TEXT_AT(step_answer, to_label),
     .title = "之后的状态（中文）"},
    {"text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(step_answer, text),
     .title = "所写的；没有写的、不给看的为 null"},
    {"contact", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL, .at = TEXT_AT(step_answer, contact),
     .title = "提起人的联系方式，只给办理的人看"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(step_answer, step.due_on),
     .title = "自此的到期日"},
    {"asked_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(step_answer, step.asked_on),
     .title = "申请延至哪一日；没有申请的为 null"},
    {"files", M_LIST, M_REQUIRED, .at = ROWS_AT(step_answer, files), .of = file_members,
     .size = sizeof(struct matter_file), .title = "所附的文件，见 /attachments/{id}"},
    MEMBERS_END,
};
struct choice {
    const char *on, *label, *law, *text;
    const char *latest;
    bool is_term, is_asked;
    long files;
};
static const struct member choice_members[] = {
    {"on", M_STRING, M_REQUIRED, .at = TEXT_AT(choice, on), .title = "这一步"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(choice, label), .title = "名称"},
    {"law", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(choice, law),
     .title = "依据；与整件事项相同的为 null"},
    {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(choice, text),
     .title = "文字：none 不写、optional 可写、required 必写"},
    {"term", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(choice, is_term), .title = "是否须另定到期日"},
    {"asks", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(choice, is_asked),
     .title = "是否须写明申请延至哪一日（due_on），由主管部门决定"},
    {"latest", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(choice, latest),
     .title = "最晚可以定、可以申请到哪一日；不限的为 null"},
    {"files", M_INTEGER, M_REQUIRED, .at = LONG_AT(choice, files),
     .title = "最多附几份文件；0 为不附"},
    MEMBERS_END,
};
static const struct member matter_row[] = {
    {"id", M_ID, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.id), .title = "编号"},
    {"kind", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.kind), .title = "种类"},
    {"kind_label", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, kind_label),
     .title = "种类（中文）"},
    {"state", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.state), .title = "状态"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, state_label),
     .title = "状态（中文）"},
    {"over", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(matter_answer, matter.is_over),
     .title = "是否已终结"},
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.filing_id),
     .title = "所涉的备案"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(matter_answer, matter.title),
     .title = "备案的简称"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(matter_answer, matter.number),
     .title = "备案编号；没有编号的为 null"},
    {"organization_name", M_STRING, M_REQUIRED,
     .at = TEXT_AT(matter_answer, matter.organization_name), .title = "单位名称"},
    {"type", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(matter_answer, matter.type),
     .title = "由词表选的种类，如处罚的；没有的为 null"},
    {"amount", M_INTEGER, M_REQUIRED, .at = LONG_AT(matter_answer, matter.amount),
     .title = "金额，元；没有的为 0"},
    {"due_on", M_DATE, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(matter_answer, matter.due_on),
     .title = "到期日；没有期限的为 null"},
    {"overdue", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(matter_answer, is_overdue),
     .title = "是否已过到期日"},
    {"opened_at", M_TIME, M_REQUIRED, .at = TIME_AT(matter_answer, matter.opened_at),
     .title = "提起的时间"},
    MEMBERS_END,
};
static const struct member matter_answer[] = {
    {.type = M_WITH, .of = matter_row},
    {"steps", M_LIST, M_REQUIRED, .at = ROWS_AT(matter_answer, steps), .of = step_answer,
     .size = sizeof(struct step_answer), .title = "经过，先后为序"},
    {"moves", M_LIST, M_REQUIRED, .at = ROWS_AT(matter_answer, moves), .of = choice_members,
     .size = sizeof(struct choice), .title = "您现在可以办理的"},
    MEMBERS_END,
};

static const json_t *
kind_of(struct context *c, const struct matter *m)
{
    return matter_kind(casework_manifest(&c->work), m->kind);
}

void
matter_show_head(struct context *c, struct matter_answer *x)
{
    const struct matter *m = &x->matter;
    const json_t *kind = kind_of(c, m);

    x->kind_label = matter_label(kind, m->kind);
    x->state_label = matter_state_label(kind, m->state);
    x->is_overdue = !m->is_over && m->due_on != NULL && strcmp(m->due_on, c->work.today) < 0;
}

/* Those of one step, which stand together. */
static struct rows
files_of(const struct matter_file *all, int n, long step)
{
    struct rows out = {0};

    for (int i = 0; i < n; i++) {
        if (all[i].n != step)
            continue;
        if (out.n++ == 0)
            out.first = &all[i];
    }
    return out;
}

enum err
matter_show_steps(struct context *c, struct matter_answer *x, const char *reader)
{
    struct casework *w = &c->work;
    const json_t *kind = kind_of(c, &x->matter);
    struct matter_step *steps;
    struct matter_file *files;
    int files_n;
    bool is_known = false; /* to the organization, by then */
    int n, kept = 0;
    enum err err = store_matter_steps(w->store, w->arena, x->matter.id, &steps, &n, &w->fault);
    if (err)
        return err;
    if ((err = store_matter_files(w->store, w->arena, x->matter.id, &files, &files_n, &w->fault)))
        return err;

    struct step_answer *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++) {
        const struct matter_step *s = &steps[i];
        const json_t *move = matter_move(kind, s->from_state, s->event);
        bool is_told = reader == NULL || matter_tells(move, reader) || (move == NULL && is_known);
        is_known |= matter_tells(move, MATTER_ORGANIZATION);
        if (!is_told && str_is(reader, MATTER_ORGANIZATION))
            continue;
        list[kept++] = (struct step_answer){.step = *s,
                                            .event_label = matter_event_label(kind, s->event),
                                            .to_label = matter_state_label(kind, s->to_state),
                                            .text = is_told ? s->text : NULL,
                                            .contact = reader == NULL ? s->contact : NULL};
        if (is_told)
            list[kept - 1].files = files_of(files, files_n, s->n);
    }
    x->steps = (struct rows){list, kept};
    return OK;
}

static void
show_moves(struct context *c, struct matter_answer *x)
{
    const json_t *kind = kind_of(c, &x->matter), *moves = json_object_get(kind, "moves"), *one;
    struct choice *list = arena_alloc(c->work.arena, (json_array_size(moves) + 1) * sizeof *list);
    int n = 0;
    size_t i;

    json_array_foreach(moves, i, one)
    {
        const char *on = json_str(one, "code");
        if (matter_move(kind, x->matter.state, on) != one ||
            !casework_matter_may(&c->work, one, &x->matter))
            continue;
        list[n++] = (struct choice){.on = on,
                                    .label = json_str(one, "label"),
                                    .law = json_str(one, "law"),
                                    .text = json_str(one, "text"),
                                    .is_term = matter_is(one, "term"),
                                    .is_asked = matter_is(one, "asks"),
                                    .latest = matter_latest(c->work.arena, one, &x->matter),
                                    .files = matter_most(one, "files")};
    }
    x->moves = (struct rows){list, n};
}

static bool
is_own(const struct context *c, const struct matter *m)
{
    return str_is(c->work.who->organization_id, m->organization_id);
}

static enum err
reply_matter(struct context *c, const struct matter *m)
{
    struct matter_answer x = {.matter = *m};

    matter_show_head(c, &x);
    show_moves(c, &x);
    enum err err = matter_show_steps(c, &x, is_own(c, m) ? MATTER_ORGANIZATION : NULL);
    if (!err)
        reply_row(c, &x);
    return err;
}

/* ---- GET /supervision, /supervision/:id ------------------------------------------------------ */

static const char *const yes_or_no[] = {"true", "false", NULL};
static const struct member list_query[] = {
    {"kind", M_STRING, .max = 60, .title = "种类"},
    {"over", M_STRING, .choices = yes_or_no, .title = "true：已终结的；不给即未终结的"},
    {"filing", M_ID, .title = "所涉的备案"},
    PAGED,
    MEMBERS_END,
};

static enum err
matter_list(struct context *c)
{
    struct casework *w = &c->work;
    bool is_office = casework_can(w, ACT_REVIEW);
    struct matter_query q = {.account_id = w->who->id,
                             .organization_id = is_office ? NULL : w->who->organization_id,
                             .limited_by = w->who->limited_by,
                             .kind = context_query(c, "kind"),
                             .filing_id = context_query(c, "filing"),
                             .is_over = str_is(context_query(c, "over"), "true"),
                             .cursor = context_query(c, "cursor")};
    struct matter *rows;
    int n;
    enum err err;

    if ((err = context_limit(c, &q.limit)))
        return err;
    int limit = q.limit++; /* one more says whether there is a next page */
    if ((err = store_matter_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    struct page p = {.size = sizeof(struct matter_answer), .n = n < limit ? n : limit};
    struct matter_answer *list = arena_alloc(w->arena, ((size_t)p.n + 1) * sizeof *list);
    for (int i = 0; i < p.n; i++) {
        list[i].matter = rows[i];
        matter_show_head(c, &list[i]);
    }
    p.rows = list;
    p.next = n > limit ? store_matter_cursor(w->arena, &q, &rows[limit - 1]) : NULL;
    reply_page(c, &p);
    return OK;
}

static enum err
matter_get(struct context *c)
{
    struct matter m;
    enum err err = casework_matter(&c->work, c->params[0], &m);
    return err ? err : reply_matter(c, &m);
}

/* ---- POST /filings/:id/supervision, /supervision/:id/moves ----------------------------------- */

#define ORDER_MEMBERS                                                                              \
    {"text", M_STRING, M_NULLABLE, .max = 4000, .title = "事实、理由或答复"},                      \
        {"due_on", M_DATE, M_NULLABLE,                                                             \
         .title = "限到哪一日，或申请延至哪一日；只用于另定、申请到期日的一步"},                   \
        {"type", M_STRING, M_NULLABLE, .max = 60, .title = "由词表选的种类，如处罚的"},            \
    {                                                                                              \
        "amount", M_INTEGER, .min = 0, .max = 1000000000, .title = "金额，元"                  \
    }
static const struct member open_body[] = {
    {"kind", M_STRING, M_REQUIRED, .max = 60, .title = "种类，规则声明的一种"},
    ORDER_MEMBERS,
    MEMBERS_END,
};
#define FILES_MAX 20
static const struct member one_file = {.type = M_ID, .title = "附件编号"};
static const struct member move_body[] = {
    {"on", M_STRING, M_REQUIRED, .max = 60, .title = "哪一步，见 moves"},
    ORDER_MEMBERS,
    {"files", M_LIST, .max = FILES_MAX, .each = &one_file,
     .title = "所附的文件：本单位上传的附件的编号；不给即没有"},
    MEMBERS_END,
};

static struct id_list
files_given(struct context *c)
{
    const json_t *given = json_object_get(c->command, "files");
    struct id_list out = {
        .ids = arena_alloc(c->work.arena, (json_array_size(given) + 1) * sizeof *out.ids)};
    size_t i;
    json_t *one;

    json_array_foreach(given, i, one) out.ids[out.n++] = json_string_value(one);
    return out;
}

struct matter_order
matter_order_of(struct context *c)
{
    return (struct matter_order){
        .kind = command_text(c, "kind"),
        .on = command_text(c, "on"),
        .text = command_text(c, "text"),
        .contact = command_text(c, "contact"),
        .type = command_text(c, "type"),
        .due_on = command_text(c, "due_on"),
        .files = files_given(c),
        .amount = (long)json_integer_value(json_object_get(c->command, "amount"))};
}

void
matter_count_days(struct context *c, struct matter_work *x)
{
    if (x->days > 0)
        x->matter.due_on = working_day_after(c, x->days);
}

static enum err
matter_open_decide(struct context *c, struct matter_work *x)
{
    struct matter_order order = matter_order_of(c);
    enum err err = casework_matter_open(&c->work, c->params[0], &order, x);
    if (err)
        return err;
    if ((err = casework_root(&c->work, x->matter.organization_id)))
        return err;
    matter_count_days(c, x);
    return OK;
}

static enum err
matter_move_decide(struct context *c, struct matter_work *x)
{
    struct matter_order order = matter_order_of(c);
    enum err err = casework_matter_move(&c->work, c->params[0], &order, x);

    if (!err)
        matter_count_days(c, x);
    return err;
}

static enum err
store_and_reply(struct context *c, struct matter_work *x)
{
    struct casework *w = &c->work;
    struct matter m;
    enum err err;

    if ((err = casework_matter_store(w, x)))
        return err;
    if ((err = store_matter_load(w->store, w->arena, x->matter.id, &m, &w->fault)))
        return err;
    return reply_matter(c, &m);
}

static enum err
matter_open_store(struct context *c, struct matter_work *x)
{
    enum err err = store_and_reply(c, x);

    if (!err)
        reply_location(c, "supervision", x->matter.id);
    return err;
}

static enum err
matter_move_store(struct context *c, struct matter_work *x)
{
    return store_and_reply(c, x);
}

/* ---- GET /supervision-kinds ------------------------------------------------------------------ */

struct kind_answer {
    const char *code, *label, *law, *help, *text, *types;
    bool is_public, is_term;
};
static const struct member kind_row[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(kind_answer, code), .title = "种类"},
    {"label", M_STRING, M_REQUIRED, .at = TEXT_AT(kind_answer, label), .title = "名称"},
    {"law", M_STRING, M_REQUIRED, .at = TEXT_AT(kind_answer, law), .title = "依据"},
    {"help", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(kind_answer, help),
     .title = "提起时的说明"},
    {"public", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(kind_answer, is_public),
     .title = "由公众提起，不用登录"},
    {"text", M_STRING, M_REQUIRED, .at = TEXT_AT(kind_answer, text),
     .title = "提起时的文字：none、optional、required"},
    {"term", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(kind_answer, is_term),
     .title = "提起时是否须定到期日"},
    {"types", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(kind_answer, types),
     .title = "提起时由哪个词表选种类"},
    MEMBERS_END,
};

static enum err
kind_list(struct context *c)
{
    const json_t *all = json_object_get(casework_manifest(&c->work), "matters"), *one;
    struct kind_answer *list =
        arena_alloc(c->work.arena, (json_array_size(all) + 1) * sizeof *list);
    size_t i;

    json_array_foreach(all, i, one)
    {
        const json_t *opening = matter_move(one, NULL, NULL);
        list[i] = (struct kind_answer){.code = json_str(one, "code"),
                                       .label = json_str(one, "label"),
                                       .law = json_str(one, "law"),
                                       .help = json_str(one, "help"),
                                       .text = json_str(opening, "text"),
                                       .types = json_str(opening, "types"),
                                       .is_public = matter_is(one, "is_public"),
                                       .is_term = matter_is(opening, "term")};
    }
    reply_page(c,
               &(struct page){.rows = list, .size = sizeof *list, .n = (int)json_array_size(all)});
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(matter_open, struct matter_work)
HALVES(matter_move, struct matter_work)

static const struct route rows[] = {
    {.method = GET,
     .path = "/supervision-kinds",
     .act = ACT_LOOK,
     .read = kind_list,
     .answer = kind_row,
     .is_list = true,
     .name = "listSupervisionKinds",
     .title = "规则声明的监督事项"},
    {.method = GET,
     .path = "/supervision",
     .act = ACT_READ_FILING,
     .read = matter_list,
     .query = list_query,
     .answer = matter_row,
     .is_list = true,
     .name = "listSupervision",
     .title = "监督事项：办理的人看范围内的，先到期的在前；填报人看告知本单位的，新的在前"},
    {.method = GET,
     .path = "/supervision/:id",
     .act = ACT_READ_FILING,
     .read = matter_get,
     .answer = matter_answer,
     .reads = "matter.read",
     .name = "getSupervision",
     .title = "一件监督事项和它的经过"},
    {.method = POST,
     .path = "/filings/:id/supervision",
     .act = ACT_REVIEW,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED,
     DECIDES(matter_open),
     .body = open_body,
     .answer = matter_answer,
     .status = 201,
     .headers = HEADER_LOCATION,
     .refused = "没有办理",
     .name = "openSupervision",
     .title = "就一件备案提起监督事项，如责令限期改正、处罚"},
    {.method = POST,
     .path = "/supervision/:id/moves",
     .act = ACT_READ_FILING,
     .root = ROOT_ORGANIZATION,
     .when_full = FULL_LAST,
     .flags = ROUTE_KEYED | ROUTE_MOVES,
     DECIDES(matter_move),
     .body = move_body,
     .answer = matter_answer,
     .refused = "没有办理",
     .name = "moveSupervision",
     .title = "办理监督事项的一步；单位答复也用它"},
};
ROUTES(matter, rows);
