/* Complaints of the public as pages, without a script. What is typed is sent as a form, and shown
 * again with why it was refused; the code by which one is followed stands in no address. */
#include "handle/complaint.h"
#include "handle/matter.h"
#include "handle/pages.h"
#include "handle/route.h"

static const char *
typed(struct context *c, const char *name)
{
    const char *text = c->command != NULL ? command_text(c, name) : context_query(c, name);
    return text ? text : "";
}

/* ---- /complain ------------------------------------------------------------------------------- */

/* A new key each time that the form is shown: what is sent twice by mistake is taken once. */
static void
show_form(struct context *c, int status, const char *refused)
{
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);
    char key[TOKEN_TEXT];
    const char *kind = typed(c, "kind");

    token_new(c->work.world, key);
    page_complain(&b, &site,
                  &(struct complain_view){.key = key,
                                          .kind = *kind != '\0' ? kind : NULL,
                                          .number = typed(c, "number"),
                                          .text = typed(c, "text"),
                                          .contact = typed(c, "contact"),
                                          .refused = refused});
    pages_show_once(c, status, &b);
}

static enum err
complain_page(struct context *c)
{
    show_form(c, 200, NULL);
    return OK;
}

static const struct member complain_form[] = {
    {"key", M_STRING, M_REQUIRED, .min = 1, .max = 100,
     .title = "这张表单的标记，重复提交只收一次"},
    {"number", M_STRING, M_REQUIRED, .max = 100, .title = "备案编号"},
    {"kind", M_STRING, M_REQUIRED, .max = 60, .title = "种类，规则声明由公众提起的一种"},
    {"text", M_STRING, M_REQUIRED, .max = 4000, .title = "事实和依据"},
    {"contact", M_STRING, .max = 200, .title = "联系方式，可不填"},
    MEMBERS_END,
};

/* What the first finding says; else what the fault does. */
static const char *
why(struct context *c, const char *findings)
{
    struct fault f;
    json_t *list = NULL;

    if (findings == NULL || json_read(c->work.arena, findings, strlen(findings), &list, &f))
        return arena_printf(c->work.arena, "%s", c->work.fault.text);
    return json_str(json_array_get(list, 0), "message");
}

static int
status_of(enum err err)
{
    return err == ERR_LIMIT ? 429 : err == ERR_NOTFOUND ? 404 : 422;
}

static enum err
complain_form_decide(struct context *c, struct complaining *x)
{
    enum err err = c->misfits != NULL ? ERR_INPUT : complaint_of(c, command_text(c, "number"), x);

    if (err != ERR_INPUT && err != ERR_NOTFOUND && err != ERR_LIMIT)
        return err;
    c->stores_nothing = true;
    show_form(c, status_of(err), why(c, c->misfits != NULL ? c->misfits : c->work.findings));
    if (err == ERR_LIMIT)
        reply_header(c->reply, "Retry-After",
                     arena_printf(c->work.arena, "%ld", (long)c->work.fault.retry_after_s));
    return OK;
}

static enum err
complain_form_store(struct context *c, struct complaining *x)
{
    struct page_site site = pages_site(c);
    const struct matter *m = &x->work.matter;
    struct buf b = BUF(c->work.arena);
    enum err err = complaint_keep(c, x);
    if (err)
        return err;

    page_complained(
        &b, &site,
        &(struct complained_view){.code = x->work.code,
                                  .state_label = matter_state_label(x->work.kind, m->state),
                                  .due_on = m->due_on});
    pages_show_once(c, 201, &b);
    return OK;
}

/* ---- /complaints ----------------------------------------------------------------------------- */

static enum err
follow_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct buf b = BUF(c->work.arena);

    page_followed(&b, &site, &(struct followed_view){0});
    pages_show_once(c, 200, &b);
    return OK;
}

static const struct member follow_form[] = {
    {"code", M_STRING, M_REQUIRED, .max = 60, .title = "查询码"},
    MEMBERS_END,
};

static void
show_followed(struct context *c, const struct matter_answer *x)
{
    struct page_site site = pages_site(c);
    const struct step_answer *steps = x->steps.first;
    struct followed_step *list =
        arena_alloc(c->work.arena, ((size_t)x->steps.n + 1) * sizeof *list);
    struct buf b = BUF(c->work.arena);

    for (int i = 0; i < x->steps.n; i++) {
        char on[DATE_TEXT];
        date_beijing(steps[i].step.at, on);
        list[i] = (struct followed_step){.on = arena_strdup(c->work.arena, on),
                                         .label = steps[i].event_label,
                                         .text = steps[i].text};
    }
    page_followed(&b, &site,
                  &(struct followed_view){.kind_label = x->kind_label,
                                          .state_label = x->state_label,
                                          .number = x->matter.number,
                                          .due_on = x->matter.due_on,
                                          .steps = list,
                                          .n = x->steps.n});
    pages_show_once(c, 200, &b);
}

/* A code is copied with blanks around it. */
static const char *
code_typed(struct context *c)
{
    const char *code = typed(c, "code");

    code += strspn(code, " \t\n");
    return arena_strndup(c->work.arena, code, strcspn(code, " \t\n"));
}

static enum err
followed_page(struct context *c)
{
    struct page_site site = pages_site(c);
    struct matter_answer x = {0};
    struct buf b = BUF(c->work.arena);
    enum err err = casework_matter_followed(&c->work, code_typed(c), &x.matter);

    if (err == ERR_NOTFOUND) {
        page_followed(&b, &site, &(struct followed_view){.refused = why(c, NULL)});
        pages_show_once(c, 404, &b);
        return OK;
    }
    if (err)
        return err;
    matter_show_head(c, &x);
    if ((err = matter_show_steps(c, &x, MATTER_OPENER)))
        return err;
    show_followed(c, &x);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

HALVES(complain_form, struct complaining)

static const struct route rows[] = {
    {.method = GET,
     .path = "/pages/complain",
     .act = ACT_LOOK,
     .read = complain_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getComplainPage",
     .title = "提出投诉、异议的页面"},
    {.method = POST,
     .path = "/pages/complain",
     .act = ACT_LOOK,
     .root = ROOT_ACCOUNT,
     .flags = ROUTE_KEYED | ROUTE_FORM | ROUTE_GATHERS,
     DECIDES(complain_form),
     .body = complain_form,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .status = 201,
     .name = "sendComplainPage",
     .title = "由页面提出投诉、异议，答复是带查询码的页面"},
    {.method = GET,
     .path = "/pages/complaints",
     .act = ACT_LOOK,
     .read = follow_page,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "getFollowPage",
     .title = "凭查询码查看办理情况的页面"},
    {.method = POST,
     .path = "/pages/complaints",
     .act = ACT_LOOK,
     .flags = ROUTE_FORM,
     .read = followed_page,
     .body = follow_form,
     .media_types = page_types,
     .headers = HEADER_PAGE,
     .name = "sendFollowPage",
     .title = "由页面凭查询码查看办理情况"},
};
ROUTES(complaint_page, rows);
