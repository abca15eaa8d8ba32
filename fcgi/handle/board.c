/* The board of the office: what is due when, by stage and province. */
#include "handle/calendar.h"
#include "handle/route.h"

#define PRESSING "board_days" /* the limit that says how many working days ahead is pressing */

struct board_row {
    struct board_line of;
    const char *stage_label, *area_label;
};
static const struct member board_answer[] = {
    {"stage", M_STRING, M_REQUIRED, .at = TEXT_AT(board_row, of.stage), .title = "阶段"},
    {"stage_label", M_STRING, M_REQUIRED, .at = TEXT_AT(board_row, stage_label),
     .title = "阶段（中文）"},
    {"area", M_STRING, M_REQUIRED, .at = TEXT_AT(board_row, of.province),
     .title = "省级行政区划的前两位；没有地区的为空"},
    {"area_label", M_STRING, M_REQUIRED, .at = TEXT_AT(board_row, area_label),
     .title = "省级行政区划（中文）"},
    {"overdue", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.overdue), .title = "已逾期"},
    {"today", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.due_today), .title = "今日到期"},
    {"next", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.due_next),
     .title = "今日之后，至下一工作日到期"},
    {"soon", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.due_soon),
     .title = "再往后，至规则所定的几个工作日到期"},
    {"later", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.due_later), .title = "更晚到期"},
    {"undated", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.undated), .title = "没有到期日"},
    {"paused", M_INTEGER, M_REQUIRED, .at = LONG_AT(board_row, of.paused),
     .title = "退回填报人、期限暂停的"},
    MEMBERS_END,
};

/* As the rules say; where they do not, what is soon is pressing. */
static long
pressing_days(const struct casework *w)
{
    const json_t *limits = json_object_get(casework_manifest(w), "limits");
    long n = (long)json_integer_value(json_object_get(limits, PRESSING));

    return n > 0 ? n : desk_soon_days(w);
}

static enum err
board_list(struct context *c)
{
    struct casework *w = &c->work;
    struct board_query q = {.account_id = w->who->id,
                            .stages = desk_stages(w, NULL),
                            .today = w->today,
                            .next_day = working_day_after(c, 1),
                            .soon_day = working_day_after(c, pressing_days(w))};
    struct board_line *lines;
    int n;
    enum err err = store_board(w->store, w->arena, &q, &lines, &n, &w->fault);
    if (err)
        return err;

    struct board_row *rows = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *rows);
    for (int i = 0; i < n; i++) {
        const char *code = arena_printf(w->arena, "%s0000", lines[i].province);
        rows[i] = (struct board_row){
            .of = lines[i],
            .stage_label = law_label_of_stage(casework_law(w), lines[i].stage),
            .area_label = *lines[i].province ? desk_area_label(w, code) : "没有地区"};
    }
    reply_page(c, &(struct page){.rows = rows, .size = sizeof *rows, .n = n});
    return OK;
}

static const struct route rows[] = {
    {.method = GET,
     .path = "/review/board",
     .act = ACT_REVIEW,
     .read = board_list,
     .answer = board_answer,
     .is_list = true,
     .name = "getBoard",
     .title = "看板：您的范围内，各阶段、各省的任务何时到期"},
};
ROUTES(board, rows);
