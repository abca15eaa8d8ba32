/* Filings that have passages or names of the one under review. */
#include "handle/route.h"
#include "handle/task.h"

/* ---- GET /review/tasks/:id/similar ----------------------------------------------------------- */

static const struct member passage_members[] = {
    {"path", M_STRING, M_REQUIRED, .at = TEXT_AT(like_passage, path),
     .title = "在所审版本的哪个字段"},
    {"field_label", M_STRING, M_REQUIRED, .at = TEXT_AT(like_passage, label),
     .title = "字段的名称"},
    {"text", M_STRING, M_REQUIRED | M_PERSONAL, .at = TEXT_AT(like_passage, text),
     .title = "重合的文字，照所审的版本"},
    {"characters", M_INTEGER, M_REQUIRED, .at = LONG_AT(like_passage, characters),
     .title = "几个字，标点和空白不计"},
    MEMBERS_END,
};
struct like_row {
    struct like of;
    const char *state_label;
    struct rows passages;
};
static const struct member like_members[] = {
    {"filing", M_ID, M_REQUIRED, .at = TEXT_AT(like_row, of.filing.id), .title = "备案事项编号"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(like_row, of.filing.title), .title = "简称"},
    {"organization_name", M_STRING, M_REQUIRED, .at = TEXT_AT(like_row, of.organization),
     .title = "单位名称"},
    {"same_organization", M_BOOLEAN, M_REQUIRED, .at = BOOL_AT(like_row, of.is_own),
     .title = "是否同一单位的"},
    {"state_label", M_STRING, M_REQUIRED, .at = TEXT_AT(like_row, state_label),
     .title = "状态（中文）"},
    {"number", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(like_row, of.filing.number),
     .title = "备案编号"},
    {"submitted_at", M_TIME, M_REQUIRED | M_NULLABLE,
     .at = TIME_AT(like_row, of.filing.submitted_at), .title = "提交时间"},
    {"texts", M_INTEGER, M_REQUIRED, .at = LONG_AT(like_row, of.texts),
     .title = "所审的说明文字有百分之几也在那一件里"},
    {"names", M_INTEGER, M_REQUIRED, .at = LONG_AT(like_row, of.names),
     .title = "名称有百分之几相同"},
    {"passages", M_LIST, M_REQUIRED, .at = ROWS_AT(like_row, passages), .of = passage_members,
     .size = sizeof(struct like_passage), .title = "重合的段落"},
    MEMBERS_END,
};

static enum err
likeness_list(struct context *c)
{
    struct casework *w = &c->work;
    struct like *found;
    struct task t;
    int n;
    enum err err = casework_task(w, c->params[0], &t);
    if (err)
        return err;
    if ((err = likeness_of(w, &t, &found, &n)))
        return err;

    c->shown_filing = t.filing_id;
    struct like_row *rows = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *rows);
    for (int i = 0; i < n; i++) {
        const struct filing *x = &found[i].filing;
        rows[i] = (struct like_row){
            .of = found[i],
            .state_label = law_label_of_state(casework_law(w), x->kind, x->action, x->state),
            .passages = {found[i].passages, found[i].passages_n}};
    }
    reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/review/tasks/:id/similar",
     .act = ACT_REVIEW,
     .read = likeness_list,
     .answer = like_members,
     .is_list = true,
     .reads = "similar.read",
     .name = "listSimilarFilings",
     .title = "说明文字或名称与这件相近的备案，最近似的在前；不列审核人员本单位的"},
};
ROUTES(likeness, rows);
