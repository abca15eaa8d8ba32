/* Requests as they come in, replies as they go out: names, queries, cookies, bodies, problems. */
#include "http/http.h"
#include "rig.h"

static struct fault fault;

/* ---- what comes in --------------------------------------------------------------------------- */

static void
methods_have_a_name_each_and_head_is_get(void)
{
    for (int m = 0; m < METHOD__MAX; m++)
        CHECK_INT(http_method_parse(http_method_name((enum method)m)), m);
    CHECK_INT(http_method_parse("HEAD"), GET);
    CHECK_INT(http_method_parse("get"), METHOD__MAX);
    CHECK_INT(http_method_parse("OPTIONS"), METHOD__MAX);
    CHECK_STR(http_method_name(METHOD__MAX), "?");
}

static void
file_names_lose_their_folders(void)
{
    CHECK_STR(http_filename(a, "..%2F..%2Fetc%2Fpasswd"), "passwd");
    CHECK_STR(http_filename(a, "C:%5Cdocs%5C%E6%8A%A5%E5%91%8A.pdf"), "报告.pdf");
    CHECK_STR(http_filename(a, "a%0Ab.pdf"), "ab.pdf");
    CHECK(http_filename(a, "..") == NULL);
    CHECK(http_filename(a, "x/..") == NULL);
    CHECK(http_filename(a, "%FF.pdf") == NULL);
    CHECK(http_filename(a, "a%00.pdf") == NULL);
    CHECK(http_filename(a, "") == NULL);
    CHECK(http_filename(a, NULL) == NULL);
}

/* So many characters of three bytes, percent-encoded. */
static const char *
encoded(int n)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (int i = 0; i < n; i++)
        buf_puts(&b, "%E6%8A%A5");
    return b.p;
}

static void
a_file_name_is_cut_at_a_whole_character(void)
{
    CHECK_INT(strlen(http_filename(a, encoded(66))), 198);
    CHECK_INT(strlen(http_filename(a, encoded(67))), 198);
    CHECK_INT(strlen(http_filename(a, arena_printf(a, "%s.a", encoded(66)))), 200);
    CHECK_INT(strlen(http_filename(a, arena_printf(a, "%s.ab", encoded(66)))), 198);
}

static void
a_file_name_that_is_cut_keeps_its_ending(void)
{
    const char *name = http_filename(a, arena_printf(a, "%s.pdf", encoded(80)));
    CHECK_INT(strlen(name), 199);
    CHECK_STR(name + 195, ".pdf");
    name = http_filename(a, arena_printf(a, "%.197d.docx", 0));
    CHECK_INT(strlen(name), 200);
    CHECK_STR(name + 195, ".docx");
    /* What is too long for an ending is none. */
    CHECK_INT(strlen(http_filename(a, arena_printf(a, "%s.%.20d", encoded(66), 0))), 200);
    CHECK_INT(strlen(http_filename(a, arena_printf(a, "x.%s", encoded(80)))), 200);
    CHECK_STR(http_filename(a, "a.pdf%20."), "a.pdf");
    CHECK_STR(http_filename(a, "%20a.pdf"), "a.pdf");
}

static void
a_file_name_has_no_characters_that_turn_or_hide_text(void)
{
    /* Those that turn text (Unicode TR9), zero widths, ends of lines, C1, tags. */
    static const char *const unseen[] = {
        "%E2%80%AA", "%E2%80%AE", "%E2%81%A6", "%E2%81%A9", "%E2%80%8E", "%E2%80%8F",    "%D8%9C",
        "%E2%80%8B", "%E2%81%A0", "%EF%BB%BF", "%C2%AD",    "%E2%80%A8", "%F3%A0%80%A0", "%C2%85"};

    for (size_t i = 0; i < LEN(unseen); i++)
        CHECK_STR(http_filename(a, arena_printf(a, "a%sfdp.pdf", unseen[i])), "afdp.pdf");
    CHECK_STR(http_filename(a, "%E4%B8%96%F0%A0%AE%B7%E2%80%A2.pdf"), "世𠮷•.pdf");
}

static void
dispositions_carry_both_names(void)
{
    CHECK_STR(http_disposition(a, "报告 1.pdf"),
              "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A%201.pdf");
    CHECK_STR(http_disposition(a, "a\"b;c.pdf"),
              "attachment; filename=\"a_b;c.pdf\"; filename*=UTF-8''a%22b%3Bc.pdf");
}

static void
queries_and_cookies_are_read_by_whole_name(void)
{
    CHECK_STR(http_query(a, "xq=1&q=%E7%AE%97+%E5%A4%87&q=2", "q"), "算 备");
    CHECK(http_query(a, "q=", "q") == NULL);
    CHECK(http_query(a, "q=%zz", "q") == NULL);
    CHECK(http_query(a, "q", "q") == NULL);
    CHECK(http_query(a, "", "q") == NULL);
    CHECK_STR(http_query(a, "q%3D=1&%71=2", "q"), "2");
    CHECK_STR(http_query(a, "ye=1&year%=2&yea%72=3", "year"), "3");
    CHECK_STR(http_query(a, "year2=1&year+=2&year=3", "year"), "3");
    CHECK_STR(http_query(a, "y+r=1&y%20r=2", "y r"), "1");
    const char *p = "a=1; suanbei_session=tok; \xD5\xC5; =; b==;suanbei_session=\"two\" ;"
                    "suanbei_sessions=x; suanbei_session = no; suanbei_session=";

    CHECK_STR(http_cookie(a, &p, "suanbei_session"), "tok");
    CHECK_STR(http_cookie(a, &p, "suanbei_session"), "two");
    CHECK_STR(http_cookie(a, &p, "suanbei_session"), "");
    CHECK(http_cookie(a, &p, "suanbei_session") == NULL);
    p = "xsuanbei_session=tok; Suanbei_session=tok";
    CHECK(http_cookie(a, &p, "suanbei_session") == NULL);
    p = NULL;
    CHECK(http_cookie(a, &p, "suanbei_session") == NULL);
}

static const char *
unescaped(const char *text)
{
    return http_unescape(a, text, strlen(text));
}

static void
percent_encoding_is_whole_or_nothing(void)
{
    CHECK_STR(unescaped("a%2fb%2Fc"), "a/b/c");
    CHECK_STR(unescaped("a+b"), "a+b");
    CHECK_STR(unescaped("%41"), "A");
    CHECK(unescaped("%4") == NULL);
    CHECK(unescaped("%") == NULL);
    CHECK(unescaped("%g1") == NULL);
    CHECK(unescaped("%E7%AE") == NULL);
    CHECK(unescaped("%00") == NULL);
}

/* A peer that sends what it has, at most three bytes at a time. */
struct peer {
    const char *p;
    size_t left;
};

static ssize_t
peer_read(void *ctx, void *p, size_t n)
{
    struct peer *peer = ctx;
    size_t k = n < 3 ? n : 3;

    k = k < peer->left ? k : peer->left;
    memcpy(p, peer->p, k);
    peer->p += k;
    peer->left -= k;
    return (ssize_t)k;
}

static enum err
body(const char *sent, int64_t announced, size_t most, const char **text)
{
    struct peer peer = {sent, strlen(sent)};
    struct request q = {.content_length = announced, .read = peer_read, .read_ctx = &peer};
    size_t n;
    enum err err = http_body(a, &q, most, text, &n, &fault);

    if (!err)
        CHECK_INT(n, strlen(*text));
    return err;
}

static void
a_body_is_read_as_long_as_it_was_announced(void)
{
    const char *text;

    CHECK_ERR(body("0123456789", 10, 10, &text), OK, &fault);
    CHECK_STR(text, "0123456789");
    CHECK_ERR(body("0123456789", 4, 10, &text), OK, &fault);
    CHECK_STR(text, "0123");
    CHECK_REFUSED(body("0123456789", 11, 10, &text), ERR_LARGE, "body_too_large", &fault);
    CHECK_REFUSED(body("012345678", 10, 10, &text), ERR_INPUT, "body_incomplete", &fault);
    CHECK_ERR(body("0123456789", 0, 10, &text), OK, &fault);
    CHECK_STR(text, "");
    CHECK_ERR(body("0123456789", -1, 10, &text), OK, &fault);
    CHECK_STR(text, "");
}

/* ---- what goes out --------------------------------------------------------------------------- */

static const char *
header(const struct reply *r, const char *name)
{
    for (int i = 0; i < r->headers_n; i++)
        if (str_is(r->headers[i].name, name))
            return r->headers[i].value;
    return NULL;
}

static void
a_header_that_would_break_the_reply_is_left_out(void)
{
    struct reply r = {0};

    reply_header(&r, "X-A", "a\r\nX-B: b");
    reply_header(&r, "X-A", "a\nb");
    reply_header(&r, "X-A", NULL);
    CHECK_INT(r.headers_n, 0);
    for (int i = 0; i < REPLY_HEADERS + 1; i++)
        reply_header(&r, "X-A", "a");
    CHECK_INT(r.headers_n, REPLY_HEADERS);
}

/* A fault as a client is sent it. */
static const json_t *
problem(struct reply *r, const struct fault *f)
{
    *r = (struct reply){0};
    log_level_set(LOG_NONE_);
    reply_fault(r, a, f, "q-1");
    log_level_set(LOG_ERROR_);
    return rig_parse(r->body);
}

static const struct outcome_row {
    const char *name;
    enum err err;
    const char *code; /* of the fault */
    int status;
    const char *sent_code;
    bool is_told; /* the words of the fault are sent */
} outcome_rows[] = {
    {"input", ERR_INPUT, "x", 400, "x", true},
    {"nobody is logged in", ERR_AUTH, "x", 401, "x", true},
    {"denied", ERR_DENIED, "x", 403, "x", true},
    {"not found", ERR_NOTFOUND, "x", 404, "x", true},
    {"conflict", ERR_CONFLICT, "x", 409, "x", true},
    {"stale", ERR_STALE, "x", 412, "x", true},
    {"large", ERR_LARGE, "x", 413, "x", true},
    {"limit", ERR_LIMIT, "x", 429, "x", true},
    {"busy", ERR_BUSY, "x", 503, "x", true},
    {"lost too many races", ERR_AGAIN, "x", 503, "busy", false},
    {"rules", ERR_RULE, "x", 503, "x", true},
    {"ours", ERR_BUG, "x", 500, "internal_error", false},
    {"no error at all", OK, "x", 500, "internal_error", false},
    {"an error that is none", ERR__MAX, "x", 500, "internal_error", false},
    {"a code with a status of its own", ERR_INPUT, "method_not_allowed", 405, "method_not_allowed",
     true},
    {"a fault without a code", ERR_INPUT, "", 400, "internal_error", true},
};

static void
a_fault_has_one_status_and_tells_what_the_client_may_know(const void *row)
{
    const struct outcome_row *x = row;
    struct fault f = {.err = x->err, .text = "secret", .where = "/place"};
    struct reply r;

    snprintf(f.code, sizeof f.code, "%s", x->code);
    const json_t *p = problem(&r, &f);
    CHECK_INT(r.status, x->status);
    CHECK_INT(rig_int(p, "/status"), x->status);
    CHECK_STR(rig_text(p, "/code"), x->sent_code);
    CHECK_STR(rig_text(p, "/request_id"), "q-1");
    CHECK_STR(rig_text(p, "/where"), x->is_told ? "/place" : NULL);
    CHECK(str_is(rig_text(p, "/detail"), "secret") == x->is_told);
    CHECK_STR(header(&r, "Retry-After"), x->status == 503 ? "2" : NULL);
    CHECK_STR(header(&r, "WWW-Authenticate"), x->status == 401 ? "Bearer" : NULL);
    CHECK_STR(r.content_type, "application/problem+json; charset=utf-8");
}

static void
a_fault_that_says_how_long_to_wait_is_believed(void)
{
    struct fault f = {.err = ERR_LIMIT, .code = "too_many_attempts", .retry_after_s = 59};
    struct reply r;

    problem(&r, &f);
    CHECK_STR(header(&r, "Retry-After"), "59");
}

static void
findings_make_bad_input_unprocessable(void)
{
    struct fault f = {.err = ERR_INPUT, .code = "shape_invalid"};

    log_level_set(LOG_NONE_);
    CHECK_INT(http_problem(&f, "q-1", "[]").status, 422);
    CHECK_STR(http_problem(&f, "q-1", "[]").title, "填报内容有误");
    CHECK_INT(http_problem(&f, "q-1", NULL).status, 400);
    CHECK_STR(http_problem(&f, "q-1", NULL).title, "请求有误");
    f.err = ERR_CONFLICT;
    CHECK_INT(http_problem(&f, "q-1", "[]").status, 409);
    log_level_set(LOG_ERROR_);
}

static void
a_page_that_the_asker_has_is_not_sent_again(void)
{
    struct html page = {.etag = "\"abc\"", .text = "<p>", .n = 3};
    struct request q = {.if_none_match = "\"x\", \"abc\""};
    struct reply r = {0};

    reply_html(&r, &q, &page);
    CHECK_INT(r.status, 304);
    CHECK(r.body == NULL && r.content_type == NULL);
    CHECK_STR(header(&r, "Cache-Control"), "private, no-cache");

    r = (struct reply){0};
    q.if_none_match = "\"ab\"";
    page.is_public = true;
    reply_html(&r, &q, &page);
    CHECK_INT(r.status, 200);
    CHECK_STR(r.body, "<p>");
    CHECK_STR(header(&r, "ETag"), "\"abc\"");
    CHECK_STR(header(&r, "Cache-Control"), "public, no-cache");
}

static const struct check_test tests[] = {
    TEST(methods_have_a_name_each_and_head_is_get),
    TEST(file_names_lose_their_folders),
    TEST(a_file_name_is_cut_at_a_whole_character),
    TEST(a_file_name_that_is_cut_keeps_its_ending),
    TEST(a_file_name_has_no_characters_that_turn_or_hide_text),
    TEST(dispositions_carry_both_names),
    TEST(queries_and_cookies_are_read_by_whole_name),
    TEST(percent_encoding_is_whole_or_nothing),
    TEST(a_body_is_read_as_long_as_it_was_announced),
    TEST(a_header_that_would_break_the_reply_is_left_out),
    TEST_EACH(a_fault_has_one_status_and_tells_what_the_client_may_know, outcome_rows),
    TEST(a_fault_that_says_how_long_to_wait_is_believed),
    TEST(findings_make_bad_input_unprocessable),
    TEST(a_page_that_the_asker_has_is_not_sent_again),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
