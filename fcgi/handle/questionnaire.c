/* Questionnaires that the rules declare: read, and answered by whoever likes. Nothing of it is
 * stored. */
#include "handle/questionnaire.h"
#include "handle/manifest.h"
#include "handle/route.h"

#include <string.h>

/* ---- what they are --------------------------------------------------------------------------- */

static const char *const question_types[] = {"choice", "choices", "boolean", "date", NULL};
static const struct member option_members[] = {
    {"code", M_STRING, M_REQUIRED, .title = "代码"},
    {"label", M_STRING, M_REQUIRED, .title = "名称"},
    {"help", M_STRING, .title = "说明"},
    {"alone", M_BOOLEAN, .title = "为真的，不能与别的选项一同选"},
    MEMBERS_END,
};
static const struct member question_members[] = {
    {"id", M_STRING, M_REQUIRED, .title = "问题"},
    {"text", M_STRING, M_REQUIRED, .title = "所问"},
    {"help", M_STRING, .title = "说明"},
    {"type", M_STRING, M_REQUIRED, .choices = question_types,
     .title = "怎样回答：一项、几项、是否、日期"},
    {"options", M_LIST, M_REQUIRED, .of = option_members, .title = "可选的；没有选项的为空"},
    {"conditional", M_BOOLEAN, M_REQUIRED, .title = "是否只在前面答了某项时才问"},
    MEMBERS_END,
};
static const struct member outcome_members[] = {
    {"code", M_STRING, M_REQUIRED, .title = "结论"},
    {"label", M_STRING, M_REQUIRED, .title = "名称"},
    {"text", M_STRING, M_REQUIRED, .title = "结论的说明"},
    {"law", M_STRING, M_REQUIRED, .title = "依据"},
    {"kind", M_STRING, .title = "据此应办理的备案种类；不用办理的没有"},
    {"action", M_STRING, .title = "据此应办理的事项；不用办理的没有"},
    MEMBERS_END,
};
static const struct member questionnaire_line[] = {
    {"code", M_STRING, M_REQUIRED, .title = "问卷"},
    {"title", M_STRING, M_REQUIRED, .title = "名称"},
    {"help", M_STRING, .title = "说明"},
    {"law", M_STRING, M_REQUIRED, .title = "依据"},
    {"source", M_STRING, M_REQUIRED, .title = "文件与行"},
    {"questions", M_LIST, M_REQUIRED, .of = question_members, .title = "问题，按先后"},
    {"outcomes", M_LIST, M_REQUIRED, .of = outcome_members, .title = "可能的结论"},
    MEMBERS_END,
};

enum err
questionnaire_find(struct context *c, const json_t **out)
{
    struct casework *w = &c->work;
    size_t i;
    const json_t *one;

    json_array_foreach(json_object_get(casework_manifest(w), "questionnaires"), i, one)
    {
        *out = one;
        if (str_is(json_str(one, "code"), c->params[0]))
            return OK;
    }
    return fail(&w->fault, ERR_NOTFOUND, "questionnaire_unknown", "",
                "没有问卷“%s”；有哪些见 /questionnaires", c->params[0]);
}

/* ---- GET /questionnaires, /questionnaires/:code ---------------------------------------------- */

static enum err
questionnaire_list(struct context *c)
{
    struct buf b = BUF(c->work.arena);
    const json_t *all = json_object_get(casework_manifest(&c->work), "questionnaires");

    buf_open(&b, NULL, '{');
    buf_json_raw(&b, "items", json_text(b.a, all));
    buf_json_raw(&b, "next", "null");
    buf_close(&b);
    reply_text(c, b.p);
    return OK;
}

static enum err
questionnaire_get(struct context *c)
{
    const json_t *found;
    enum err err = questionnaire_find(c, &found);

    if (!err)
        reply_text(c, json_text(c->work.arena, found));
    return err;
}

/* ---- POST /questionnaires/:code -------------------------------------------------------------- */

static const struct member answers_body[] = {
    {"answers", M_OBJECT, M_REQUIRED | M_FREE,
     .title = "各问题的答案，按问题的 id；还没有回答的不写，问到哪一个见 next"},
    MEMBERS_END,
};
static const struct member concluded_members[] = {
    {.type = M_WITH, .of = outcome_members},
    {"more", M_STRING, .title = "按所答的补充说明，如期限"},
    MEMBERS_END,
};
static const struct member answered_members[] = {
    {"questionnaire", M_STRING, M_REQUIRED, .title = "问卷"},
    {"asked", M_LIST, M_REQUIRED, .title = "按所答的，问到的各问题，最后一个可能还没有回答"},
    {"next", M_STRING, M_REQUIRED | M_NULLABLE, .title = "接着要回答的问题；答完了为 null"},
    {"outcome", M_OBJECT, M_REQUIRED | M_NULLABLE, .of = concluded_members,
     .title = "结论；还没有答完的为 null"},
    MEMBERS_END,
};

static const char *
question_of(struct context *c, const json_t *answers)
{
    struct buf b = BUF(c->work.arena);

    buf_open(&b, NULL, '{');
    buf_json_raw(&b, "answers", json_text(b.a, answers));
    buf_json_str(&b, "questionnaire", c->params[0]);
    buf_json_str(&b, "today", c->work.today);
    buf_close(&b);
    return b.p;
}

enum err
questionnaire_ask(struct context *c, const json_t *answers, const char **text, json_t **said)
{
    struct casework *w = &c->work;
    const char *question = question_of(c, answers);
    enum err err = policy_ask(w->policy, w->arena, POLICY_QUESTIONNAIRE, question, text, &w->fault);
    if (err)
        return err;
    if ((err = json_read(w->arena, *text, strlen(*text), said, &w->fault)))
        return err;

    const char *reason = json_str(*said, "reason"), *path = json_str(*said, "path"),
               *message = json_str(*said, "message");
    if (reason == NULL)
        return OK;
    return fail(&w->fault, ERR_INPUT, reason, path ? path : "", "%s", message ? message : "");
}

static enum err
questionnaire_answer(struct context *c)
{
    const json_t *found;
    const char *text;
    json_t *said;
    enum err err = questionnaire_find(c, &found);
    if (err)
        return err;

    store_read_end(c->work.store);
    if ((err = questionnaire_ask(c, json_object_get(c->command, "answers"), &text, &said)))
        return err;
    reply_text(c, text);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/questionnaires",
     .act = ACT_LOOK,
     .read = questionnaire_list,
     .answer = questionnaire_line,
     .is_list = true,
     .name = "listQuestionnaires",
     .title = "规则声明的问卷"},
    {.method = GET,
     .path = "/questionnaires/:code",
     .act = ACT_LOOK,
     .read = questionnaire_get,
     .answer = questionnaire_line,
     .name = "getQuestionnaire",
     .title = "一份问卷：问题与可能的结论"},
    {.method = POST,
     .path = "/questionnaires/:code",
     .act = ACT_LOOK,
     .flags = ROUTE_COSTLY,
     .read = questionnaire_answer,
     .body = answers_body,
     .answer = answered_members,
     .name = "answerQuestionnaire",
     .title = "按答案判断，不保存"},
};
ROUTES(questionnaire, rows);
