/* Letters: what the office wrote to an organization about a filing, and whether a paper is real. */
#include "handle/declared.h"
#include "handle/dispatcher.h"
#include "handle/route.h"
#include "press/press.h"

#include <stdlib.h>
#include <string.h>

/* ---- GET /filings/:id/letters ---------------------------------------------------------------- */

struct letter_answer {
    struct letter letter;
    const char *verify, *verify_path, *lines, *text, *law;
};
static const struct member letter_row[] = {
    {"n", M_INTEGER, M_REQUIRED, .at = LONG_AT(letter_answer, letter.n),
     .title = "这件备案的第几份文书"},
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, letter.code),
     .title = "文书的代码，由规则声明"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, letter.title), .title = "名称"},
    {"number", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, letter.number), .title = "文号"},
    {"version", M_INTEGER, M_REQUIRED, .at = LONG_AT(letter_answer, letter.version),
     .title = "所指的版本"},
    {"issued_at", M_TIME, M_REQUIRED, .at = TIME_AT(letter_answer, letter.issued_at),
     .title = "发出时间"},
    {"verify", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, verify), .title = "核验码"},
    {"verify_path", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, verify_path),
     .title = "核验的公开地址"},
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_answer, letter.hash),
     .title = "正文（text）的 SHA-256"},
    MEMBERS_END,
};
static const struct member line_members[] = {
    {"style", M_STRING, M_REQUIRED,
     .title = "这一行的样式：title、heading、plain、right、row、text"},
    {"text", M_STRING, M_REQUIRED, .title = "文字"},
    MEMBERS_END,
};
static const struct member letter_answer[] = {
    {.type = M_WITH, .of = letter_row},
    {"text", M_STRING, M_REQUIRED | M_NULLABLE | M_PERSONAL, .at = TEXT_AT(letter_answer, text),
     .title = "正文；内容已按要求抹去的为 null"},
    {"lines", M_LIST, M_REQUIRED | M_NULLABLE | M_JSON | M_PERSONAL,
     .at = TEXT_AT(letter_answer, lines), .of = line_members, .title = "正文，逐行"},
    MEMBERS_END,
};

static void
show_row(struct context *c, const struct letter *x, struct letter_answer *out)
{
    struct arena *a = c->work.arena;

    *out = (struct letter_answer){.letter = *x,
                                  .verify = letter_code_shown(a, x->verify),
                                  .verify_path = arena_printf(a, "/v/%s", x->verify)};
}

static enum err
letter_list(struct context *c)
{
    struct casework *w = &c->work;
    struct letter_query q = {.cursor = context_query(c, "cursor")};
    struct letter *rows;
    struct filing x;
    int limit, n;
    enum err err;

    if ((err = context_limit(c, &limit)))
        return err;
    if ((err = casework_filing_head(w, ACT_READ_FILING, c->params[0], &x)))
        return err;
    q.filing_id = x.id;
    q.limit = limit + 1;
    if ((err = store_letter_list(w->store, w->arena, &q, &rows, &n, &w->fault)))
        return err;

    bool is_more = n > limit;
    n = is_more ? limit : n;
    struct letter_answer *list = arena_alloc(w->arena, ((size_t)n + 1) * sizeof *list);
    for (int i = 0; i < n; i++)
        show_row(c, &rows[i], &list[i]);
    const char *next = is_more ? arena_printf(w->arena, "%ld", rows[n - 1].n) : NULL;
    reply_page(c, &(struct page){.rows = list, .size = sizeof *list, .n = n, .next = next});
    return OK;
}

/* ---- GET /filings/:id/letters/:n ------------------------------------------------------------- */

static long
number_in_path(const char *text)
{
    char *end;
    long n = *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;

    return n > 0 && *end == '\0' ? n : 0;
}

static enum err
load_letter(struct context *c, struct letter *x)
{
    struct casework *w = &c->work;
    struct filing f;
    enum err err = casework_filing_head(w, ACT_READ_FILING, c->params[0], &f);
    if (err)
        return err;

    err = store_letter_load(w->store, w->arena, f.id, number_in_path(c->params[1]), x, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "not_found", "",
                    "这件备案没有第 %s 份文书，请从文书列表中选择", c->params[1]);
    return err;
}

static const char *const formats[] = {"json", "docx", "pdf", NULL};
static const struct member letter_query[] = {
    {"format", M_STRING, .choices = formats, .title = "json（缺省）、docx 或 pdf"},
    MEMBERS_END,
};
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define PDF "application/pdf"
static const char *const letter_types[] = {DOCX, PDF, NULL};

/* The paper says how it is verified: in words, and in squares where we know by what name we are
 * asked. */
static struct press_paper
paper_of(struct context *c, const struct letter *x, const json_t *lines)
{
    struct arena *a = c->work.arena;
    const char *origin = context_origin(c), *path = arena_printf(a, "/v/%s", x->verify);
    const char *address = *origin ? arena_printf(a, "%s%s", origin, path) : NULL;

    return (struct press_paper){
        .title = arena_printf(a, "%s %s", x->title, x->number),
        .lines = lines,
        .footer = arena_printf(a, "核验码：%s\n核验地址：%s", letter_code_shown(a, x->verify),
                               address ? address : arena_printf(a, "本系统 %s", path)),
        .address = address,
        .made_at = x->issued_at,
        .fonts = c->settings->fonts_folder};
}

/* So many at once in the pool, and no more; what was read of the database is let go meanwhile. */
static enum err
press_in_turn(struct context *c, const struct press_paper *paper, struct press_file *out)
{
    const struct dispatcher *o = c->dispatcher;
    struct fault *f = &c->work.fault;

    store_read_end(c->work.store);
    if (o->press == NULL || o->press(o->press_ctx))
        return press_pdf(c->work.arena, paper, out, f);
    enum err err = fail(f, ERR_BUSY, "presses_many", "",
                        "同时生成 PDF 的人过多，请稍等片刻再试，或者下载 Word 文档");
    f->retry_after_s = 1;
    return err;
}

static enum err
send_paper(struct context *c, const struct letter *x, const json_t *lines, bool is_pdf)
{
    struct arena *a = c->work.arena;
    struct reply *r = c->reply;
    struct press_file file;
    enum err err;

    if (lines == NULL)
        return casework_erased(&c->work);
    const struct press_paper paper = paper_of(c, x, lines);
    err = is_pdf ? press_in_turn(c, &paper, &file) : press_docx(a, &paper, &file, &c->work.fault);
    if (err)
        return err;

    r->status = 200;
    r->content_type = is_pdf ? PDF : DOCX;
    r->body = file.p;
    r->body_n = file.n;
    const char *name = arena_printf(a, "%s.%s", paper.title, is_pdf ? "pdf" : "docx");
    reply_header(r, "Content-Disposition", http_disposition(a, name));
    reply_header(r, "X-Content-Type-Options", "nosniff");
    return OK;
}

static enum err
letter_get(struct context *c)
{
    struct casework *w = &c->work;
    struct letter_content content;
    struct letter_answer a;
    struct letter x;
    enum err err = load_letter(c, &x);
    if (err)
        return err;
    if ((err = letter_content(w, &x, &content)))
        return err;

    const char *format = context_query(c, "format");
    if (format != NULL && !str_is(format, "json"))
        return send_paper(c, &x, content.lines, str_is(format, "pdf"));
    show_row(c, &x, &a);
    a.lines = content.lines ? json_text(w->arena, content.lines) : NULL;
    a.text = content.lines ? letter_plain(w->arena, content.lines) : NULL;
    reply_row(c, &a);
    return OK;
}

/* ---- GET /letters/verify/:code --------------------------------------------------------------- */

struct verified_answer {
    const char *title, *number, *issued_on, *to, *hash, *text;
};
static const struct member verified_answer[] = {
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(verified_answer, title), .title = "名称"},
    {"number", M_STRING, M_REQUIRED, .at = TEXT_AT(verified_answer, number), .title = "文号"},
    {"issued_on", M_DATE, M_REQUIRED, .at = TEXT_AT(verified_answer, issued_on),
     .title = "发出日期"},
    {"to", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(verified_answer, to),
     .title = "发给谁；内容已按要求抹去的为 null"},
    {"hash", M_STRING, M_REQUIRED, .at = TEXT_AT(verified_answer, hash), .title = "正文的 SHA-256"},
    {"text", M_STRING, M_REQUIRED | M_NULLABLE, .at = TEXT_AT(verified_answer, text),
     .title = "正文；只有公开的文书才有，其余为 null"},
    MEMBERS_END,
};

/* What no paper says, and what is no code, are answered alike. */
static enum err
find_verified(struct context *c, struct letter_verified *out)
{
    struct casework *w = &c->work;
    enum err err = letter_verify(w, c->params[0], out);

    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "letter_unknown", "",
                    "没有这个核验码的文书，请与纸面核对；核对无误仍查不到的，请向受理单位查询");
    return err;
}

static enum err
letter_verify_get(struct context *c)
{
    struct letter_verified x;
    enum err err = find_verified(c, &x);
    if (err)
        return err;

    struct verified_answer a = {x.letter.title, x.letter.number, x.issued_on,
                                x.to,           x.letter.hash,   x.text};
    reply_row(c, &a);
    return OK;
}

/* ---- GET /review/tasks/:id/letters ----------------------------------------------------------- */

static const struct member preview_query[] = {
    {"outcome", M_STRING, M_REQUIRED, .choices_of = declared_outcomes, .title = "打算作出的决定"},
    MEMBERS_END,
};
static const struct member preview_members[] = {
    {"code", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_draft, code), .title = "文书的代码"},
    {"title", M_STRING, M_REQUIRED, .at = TEXT_AT(letter_draft, title), .title = "名称"},
    {"text", M_STRING, M_REQUIRED | M_PERSONAL, .at = TEXT_AT(letter_draft, text),
     .title = "正文；理由取自正在写的决定，文号、编号在作出决定时才有"},
    {"lines", M_LIST, M_REQUIRED | M_JSON | M_PERSONAL, .at = TEXT_AT(letter_draft, lines),
     .of = line_members, .title = "正文，逐行"},
    MEMBERS_END,
};

struct preview_answer {
    struct rows letters;
};
static const struct member preview_answer[] = {
    {"letters", M_LIST, M_REQUIRED, .at = ROWS_AT(preview_answer, letters), .of = preview_members,
     .size = sizeof(struct letter_draft), .title = "会发出的文书；没有的为空"},
    MEMBERS_END,
};

static enum err
preview_get(struct context *c)
{
    struct preview_answer a = {0};
    struct letter_draft *rows;
    const char *outcome = context_query(c, "outcome");
    int n;

    if (outcome == NULL)
        return fail(&c->work.fault, ERR_INPUT, "parameter_invalid", "/outcome",
                    "请用 outcome 写明打算作出的决定");
    enum err err = casework_decision_letters(&c->work, c->params[0], outcome, &rows, &n);
    if (err)
        return err;
    a.letters = (struct rows){rows, n};
    reply_row(c, &a);
    return OK;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct route rows[] = {
    {.method = GET,
     .path = "/filings/:id/letters",
     .act = ACT_READ_FILING,
     .read = letter_list,
     .query = paged_query,
     .answer = letter_row,
     .is_list = true,
     .name = "listLetters",
     .title = "一件备案的文书，先发出的在前"},
    {.method = GET,
     .path = "/filings/:id/letters/:n",
     .act = ACT_READ_FILING,
     .read = letter_get,
     .query = letter_query,
     .answer = letter_answer,
     .media_types = letter_types,
     .headers = HEADER_NAMED,
     .reads = "letter.read",
     .name = "getLetter",
     .title = "一份文书，作出决定时定稿的原文"},
    {.method = GET,
     .path = "/letters/verify/:code",
     .act = ACT_LOOK,
     .read = letter_verify_get,
     .answer = verified_answer,
     .name = "verifyLetter",
     .title = "凭核验码核对一份文书"},
    {.method = GET,
     .path = "/review/tasks/:id/letters",
     .act = ACT_REVIEW,
     .read = preview_get,
     .query = preview_query,
     .answer = preview_answer,
     .reads = "letter.read",
     .name = "previewLetters",
     .title = "这样决定会发出的文书，尚未编号"},
};
ROUTES(letter, rows);
