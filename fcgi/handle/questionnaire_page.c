/* The page on which whoever likes answers a questionnaire, without a script: what was answered so
 * far is its address, and nothing of it is kept. */
#include "handle/pages.h"
#include "handle/questionnaire.h"
#include "handle/route.h"

#include <string.h>

#define AT_ANSWERS "/answers/"
#define ASKED_MOST 3 /* of the rules, for one page */

/* As the rules take it; what is neither yes nor no stays as it was written, and they say so. NULL:
 * none was given. */
static json_t *
answer_given(struct context *c, const json_t *question)
{
    const char *id = json_str(question, "id"), *type = json_str(question, "type");

    if (str_is(type, "choices")) {
        const char *const *given = context_query_list(c, id);
        json_t *codes = *given ? json_array() : NULL;
        for (; *given != NULL; given++)
            json_array_append_new(codes, json_string(*given));
        return codes;
    }

    const char *given = context_query(c, id);
    if (given == NULL)
        return NULL;
    if (str_is(type, "boolean") && (str_is(given, "true") || str_is(given, "false")))
        return json_boolean(str_is(given, "true"));
    return json_string(given);
}

/* Whatever else stands in the query is somebody else's. */
static json_t *
answers_given(struct context *c, const json_t *it)
{
    json_t *answers = arena_json(c->work.arena, json_object());
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(it, "questions"), i, question)
    {
        json_t *given = answer_given(c, question);
        if (given != NULL)
            json_object_set_new(answers, json_str(question, "id"), given);
    }
    return answers;
}

static enum err
ask(struct context *c, const json_t *answers, struct questionnaire_view *x)
{
    const char *text;
    json_t *said;
    enum err err = questionnaire_ask(c, answers, &text, &said);
    if (err)
        return err;

    const json_t *outcome = json_object_get(said, "outcome");
    x->answers = answers;
    x->asked = json_object_get(said, "asked");
    x->next = json_str(said, "next");
    x->outcome = json_is_object(outcome) && x->refused == NULL ? outcome : NULL;
    return OK;
}

/* What does not fit is said and taken back, and what was answered beside it stays; of several such,
 * nothing does. */
static enum err
ask_what_fits(struct context *c, json_t *answers, struct questionnaire_view *x)
{
    const struct fault *f = &c->work.fault;
    enum err err = ask(c, answers, x);

    for (int n = 1; err && n < ASKED_MOST && str_is(f->code, "answer_invalid"); n++) {
        const char *at = str_starts(f->where, AT_ANSWERS) ? f->where + strlen(AT_ANSWERS) : "";
        if (n == 1) {
            x->refused = arena_printf(c->work.arena, "%s", f->text);
            x->refused_at = arena_printf(c->work.arena, "%s", at);
            json_object_del(answers, x->refused_at);
        } else {
            json_object_clear(answers);
        }
        err = ask(c, answers, x);
    }
    return err;
}

static enum err
questionnaire_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct questionnaire_view x = {0};
    struct buf b = BUF(c->work.arena);
    enum err err = questionnaire_find(c, &x.it);
    if (err)
        return err;

    store_read_end(c->work.store);
    if ((err = ask_what_fits(c, answers_given(c, x.it), &x)))
        return err;
    x.is_lacking = x.next != NULL && str_is(context_query(c, QUESTION_SHOWN), x.next);
    page_questionnaire(&b, &site, &x);
    pages_show_once(c, x.refused ? 422 : 200, &b);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/pages/questionnaires/:code",
     .act = ACT_LOOK,
     .read = questionnaire_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getQuestionnairePage",
     .title = "回答一份问卷的页面；答案写在地址的参数里，不保存"},
};
ROUTES(questionnaire_page, rows);
