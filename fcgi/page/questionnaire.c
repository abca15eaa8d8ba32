/* A questionnaire that the set declares: a plain form, a step at a time, and then what follows. */
#include "page/handbook.h"
#include "page/site.h"

/* ---- questions ------------------------------------------------------------------------------- */

static bool
is_given(const json_t *answer, const char *code)
{
    const json_t *one;
    size_t i;

    if (json_is_boolean(answer))
        return str_is(code, json_is_true(answer) ? "true" : "false");
    json_array_foreach(answer, i, one)
    {
        if (str_is(json_string_value(one), code))
            return true;
    }
    return str_is(json_string_value(answer), code);
}

struct choice {
    const char *code, *label, *help;
};

static void
write_choice(struct buf *b, const json_t *question, const json_t *answer, struct choice x)
{
    bool is_many = str_is(json_str(question, "type"), "choices");

    page(b,
         is_many ? "<label class=\"choice\"><input type=\"checkbox\" name=\"%s\" value=\"%s\""
                 : "<label class=\"choice\"><input type=\"radio\" name=\"%s\" value=\"%s\"",
         json_str(question, "id"), x.code);
    page(b, is_given(answer, x.code) ? " checked><span>%s" : "><span>%s", x.label);
    page(b, x.help ? " <span class=\"hint\">%s</span></span></label>" : "</span></label>", x.help);
}

static void
write_choices(struct buf *b, const json_t *question, const json_t *answer)
{
    const json_t *option;
    size_t i;

    if (str_is(json_str(question, "type"), "boolean")) {
        write_choice(b, question, answer, (struct choice){"true", "是", NULL});
        write_choice(b, question, answer, (struct choice){"false", "否", NULL});
    }
    json_array_foreach(json_object_get(question, "options"), i, option)
        write_choice(b, question, answer,
                     (struct choice){json_str(option, "code"), json_str(option, "label"),
                                     json_str(option, "help")});
}

static void
write_day(struct buf *b, const json_t *question, const json_t *answer)
{
    page(b,
         "<input type=\"date\" name=\"%s\" aria-label=\"%s\" placeholder=\"2026-11-24\" "
         "value=\"%s\">",
         json_str(question, "id"), json_str(question, "text"), json_string_value(answer));
}

static void
write_question(struct buf *b, const struct questionnaire_view *x, const json_t *question)
{
    const char *id = json_str(question, "id"), *help = json_str(question, "help");
    const json_t *answer = json_object_get(x->answers, id);
    bool is_next = str_is(id, x->next);

    buf_puts(b, is_next ? "<fieldset class=\"question\" id=\"now\">"
                        : "<fieldset class=\"question\">");
    page(b, "<legend>%s</legend>", json_str(question, "text"));
    page(b, help ? "<p class=\"hint\">%s</p>" : "%s", help);
    if (str_is(id, x->refused_at))
        page(b, "<p class=\"bad\" role=\"alert\">%s</p>", x->refused);
    else if (is_next && x->is_lacking)
        buf_puts(b, "<p class=\"bad\" role=\"alert\">请回答这一问。</p>");
    if (str_is(json_str(question, "type"), "date"))
        write_day(b, question, answer);
    else
        write_choices(b, question, answer);
    buf_puts(b, "</fieldset>\n");
}

/* The question of that name; NULL: the set has none. */
static const json_t *
question_of(const json_t *it, const char *id)
{
    const json_t *question;
    size_t i;

    json_array_foreach(json_object_get(it, "questions"), i, question)
    {
        if (str_is(json_str(question, "id"), id))
            return question;
    }
    return NULL;
}

/* With what was answered in the address, a step back is the browser's own. */
static void
write_form(struct buf *b, const struct questionnaire_view *x)
{
    const json_t *id;
    size_t i;

    buf_puts(b, "<form class=\"questions\" action=\"/questionnaires/");
    page_url(b, json_str(x->it, "code"));
    buf_puts(b, "#now\">\n");
    json_array_foreach(x->asked, i, id)
    {
        const json_t *question = question_of(x->it, json_string_value(id));
        if (question != NULL)
            write_question(b, x, question);
    }
    if (x->next != NULL)
        page(b, "<input type=\"hidden\" name=\"" QUESTION_SHOWN "\" value=\"%s\">", x->next);
    buf_puts(b, x->outcome ? "<button class=\"plain\">按改过的答案再查</button></form>"
                           : "<button>下一步</button></form>");
}

/* ---- the outcome ----------------------------------------------------------------------------- */

static void
write_answer(struct buf *b, const char **separator, const char *id, const char *given)
{
    buf_puts(b, *separator);
    *separator = "&amp;";
    page_url(b, id);
    buf_puts(b, "=");
    page_url(b, given);
}

/* What was answered, as an address carries it. It tells nothing of who asks. */
static void
write_answers(struct buf *b, const struct questionnaire_view *x)
{
    const char *separator = "?";
    const json_t *id, *one;
    size_t i, k;

    json_array_foreach(x->asked, i, id)
    {
        const char *name = json_string_value(id);
        const json_t *answer = json_object_get(x->answers, name);
        if (json_is_boolean(answer))
            write_answer(b, &separator, name, json_is_true(answer) ? "true" : "false");
        else if (json_is_string(answer))
            write_answer(b, &separator, name, json_string_value(answer));
        json_array_foreach(answer, k, one)
            write_answer(b, &separator, name, json_string_value(one));
    }
}

/* Whoever follows it logs in first; the draft has what the answers say. */
static void
write_begin(struct buf *b, const struct page_site *site, const struct questionnaire_view *x)
{
    const char *kind = json_str(x->outcome, "kind"), *action = json_str(x->outcome, "action");
    const char *title =
        json_str(json_object_get(json_object_get(site->manifest, "forms"), kind), "title");
    const struct law_action *to_do = law_action(site->law, action);

    if (kind == NULL)
        return;
    buf_puts(b, "<p><a class=\"button\" href=\"/filings/start/");
    page_url(b, json_str(x->it, "code"));
    write_answers(b, x);
    page(b, "\">登录并开始填报</a></p><p class=\"hint\">办理：%s", title ? title : kind);
    page(b, to_do ? "，%s" : "%s", to_do ? to_do->label : NULL);
    buf_puts(b, "。所答的填入草稿，可以再改。还没有账号的，先<a href=\"/join\">注册</a>。</p>");
}

static void
write_outcome(struct buf *b, const struct page_site *site, const struct questionnaire_view *x)
{
    const char *more = json_str(x->outcome, "more");

    page(b,
         "<section id=\"now\" class=\"panel verdict\" tabindex=\"-1\" "
         "aria-labelledby=\"verdict\"><h2 id=\"verdict\">%s</h2><p>%s</p>",
         json_str(x->outcome, "label"), json_str(x->outcome, "text"));
    page(b, more ? "<p><b>%s</b></p>" : "%s", more);
    buf_puts(b, "<p class=\"ground\">依据：");
    page_law(b, json_object_get(site->manifest, "laws"), json_str(x->outcome, "law"));
    buf_puts(b, "</p>");
    write_begin(b, site, x);
    buf_puts(b, "</section>\n<h2>所答的</h2>");
}

/* At its question, or, where that is not asked so far, above all of them. */
static bool
is_told_above(const struct questionnaire_view *x)
{
    const json_t *id;
    size_t i;

    json_array_foreach(x->asked, i, id)
    {
        if (str_is(json_string_value(id), x->refused_at))
            return false;
    }
    return x->refused != NULL;
}

void
page_questionnaire(struct buf *b, const struct page_site *site, const struct questionnaire_view *x)
{
    const char *title = json_str(x->it, "title"), *help = json_str(x->it, "help");
    const char *name = x->refused ? arena_printf(b->a, "出错：%s", title)
                       : x->outcome
                           ? arena_printf(b->a, "%s：%s", json_str(x->outcome, "label"), title)
                           : title;

    site_open(b, site, name, AT_NOWHERE);
    page(b, "<div class=\"wrap\"><h1>%s</h1>", title);
    page(b, help ? "<p class=\"lead\">%s</p>" : "%s", help);
    buf_puts(b, "<p class=\"ground\">依据：");
    page_law(b, json_object_get(site->manifest, "laws"), json_str(x->it, "law"));
    buf_puts(b, "</p>\n");
    if (is_told_above(x))
        page(b, "<p class=\"bad\" role=\"alert\">%s</p>", x->refused);
    if (x->outcome != NULL)
        write_outcome(b, site, x);
    write_form(b, x);
    buf_puts(b, "</div>");
    site_close(b, site);
}
