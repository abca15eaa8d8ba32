/* Handlers without FastCGI or nginx: another desk is laid, with a clock that the test moves. */
#include "handle/handle.h"
#include "store/db.h"
#include "rig.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/suanbei-handle-XXXXXX";
static char db_path[128], blob_folder[128];
static int64_t now_ms = 1790000000000LL; /* 2026-09-21 in Beijing */
static struct settings settings;
static struct office_options options;
static struct office *office;

static int64_t
test_now(void *ctx)
{
    (void)ctx;
    return now_ms;
}

static void
test_random(void *ctx, void *out, size_t n)
{
    world_real.random(ctx, out, n);
}

static const struct world test_world = {test_now, test_random, NULL};

struct body {
    const char *p;
    size_t left;
};

static ssize_t
body_read(void *ctx, void *p, size_t n)
{
    struct body *b = ctx;
    size_t k = n < b->left ? n : b->left;
    memcpy(p, b->p, k);
    b->p += k;
    b->left -= k;
    return (ssize_t)k;
}

static struct reply r;
static char bearer[128], key[64], if_match[64];

/* Asks as whoever holds the bearer token ("" for nobody); the answer is in r, parsed until the next
 * call. */
static json_t *
ask(enum method method, const char *path, const char *json)
{
    char authorization[160], whole[256];
    struct body b = {json, json ? strlen(json) : 0};
    struct arena *own = office_next(office);
    const char *mark = strchr(path, '?');

    snprintf(authorization, sizeof authorization, "Bearer %s", bearer);
    snprintf(whole, sizeof whole, "/api/v1%.*s",
             (int)(mark ? mark - path : (ptrdiff_t)strlen(path)), path);
    struct request q = {.method = method,
                        .path = whole,
                        .query = mark ? mark + 1 : "",
                        .content_type = json ? "application/json" : NULL,
                        .authorization = bearer[0] ? authorization : NULL,
                        .idempotency_key = key[0] ? key : NULL,
                        .if_match = if_match[0] ? if_match : NULL,
                        .remote_addr = "192.0.2.1",
                        .request_id = "test",
                        .content_length = json ? (int64_t)b.left : -1,
                        .read = body_read,
                        .read_ctx = &b};
    json_t *parsed = NULL;
    office_answer(office, &q, &r);
    CHECK(office_is_clean(office));
    if (r.body_n > 0)
        CHECK_ERR(json_read(own, r.body, r.body_n, &parsed, NULL), OK, NULL);

    return parsed;
}

static const char *
header(const char *name)
{
    for (int i = 0; i < r.headers_n; i++)
        if (str_is(r.headers[i].name, name))
            return r.headers[i].value;
    return NULL;
}

static void
sign_up(const char *username)
{
    char body[400];

    bearer[0] = key[0] = if_match[0] = '\0';
    snprintf(body, sizeof body,
             "{\"username\":\"%s\",\"password\":\"correct horse "
             "9\",\"organization_name\":\"示例单位\",\"contact_name\":\"示例\","
             "\"mobile\":\"13800138000\",\"email\":\"a@example.com\"}",
             username);
    ask(POST, "/accounts", body);
    CHECK_INT(r.status, 201);
}

static int
log_in(const char *username, const char *password)
{
    char body[200];
    bearer[0] = '\0';
    snprintf(body, sizeof body, "{\"username\":\"%s\",\"password\":\"%s\",\"bearer\":true}",
             username, password);
    json_t *answer = ask(POST, "/session", body);
    if (r.status == 200)
        snprintf(bearer, sizeof bearer, "%s", json_str(answer, "token"));
    return r.status;
}

static void
five_wrong_passwords_make_the_account_wait_and_no_longer_than_told(void)
{
    sign_up("guessed");
    for (int i = 0; i < 5; i++)
        CHECK_INT(log_in("guessed", "wrong password"), 401);
    CHECK_INT(log_in("guessed", "correct horse 9"), 429);
    CHECK_STR(header("Retry-After"), "60");
    now_ms += 59 * 1000;
    CHECK_INT(log_in("GUESSED", "correct horse 9"), 429);
    CHECK_STR(header("Retry-After"), "1");
    now_ms += 1000;
    CHECK_INT(log_in("guessed", "correct horse 9"), 200);
    CHECK_INT(log_in("guessed", "wrong password"), 401);
    CHECK_INT(log_in("guessed", "correct horse 9"), 200);
}

static void
an_account_that_does_not_exist_is_refused_in_the_same_words(void)
{
    char words[200];

    CHECK_INT(log_in("guessed", "wrong password"), 401);
    json_t *answer =
        ask(POST, "/session", "{\"username\":\"guessed\",\"password\":\"wrong password\"}");
    snprintf(words, sizeof words, "%s", json_str(answer, "detail"));
    answer = ask(POST, "/session", "{\"username\":\"nobody\",\"password\":\"wrong password\"}");
    CHECK_INT(r.status, 401);
    CHECK_STR(json_str(answer, "detail"), words);
    now_ms += 3600 * 1000;
}

static void
a_session_ends_when_its_time_is_over(void)
{
    sign_up("sleeper");
    CHECK_INT(log_in("sleeper", "correct horse 9"), 200);
    now_ms += settings.session_ms - 1;
    ask(GET, "/session", NULL);
    CHECK_INT(r.status, 200);
    now_ms += 1;
    ask(GET, "/session", NULL);
    CHECK_INT(r.status, 401);
}

static void
one_key_makes_one_filing_and_another_body_is_refused(void)
{
    char id[64];

    sign_up("keyed");
    CHECK_INT(log_in("keyed", "correct horse 9"), 200);
    snprintf(key, sizeof key, "k-1");
    json_t *answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");
    CHECK_INT(r.status, 201);
    snprintf(id, sizeof id, "%s", json_str(answer, "id"));
    answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");
    CHECK_INT(r.status, 201);
    CHECK_STR(json_str(answer, "id"), id);
    CHECK(header("ETag") != NULL && header("Location") != NULL);
    answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\" }");
    CHECK_INT(r.status, 422);
    CHECK_STR(json_str(answer, "code"), "idempotency_mismatch");
    key[0] = '\0';
    answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");
    CHECK_INT(r.status, 409);
    CHECK_STR(json_str(answer, "code"), "filing_exists");
}

static void
a_lost_save_is_kept_and_changes_nothing(void)
{
    char path[128], first[64], kept[64], text[256];
    json_t *list = ask(GET, "/filings", NULL);

    snprintf(path, sizeof path, "/filings/%s",
             json_str(json_array_get(json_object_get(list, "items"), 0), "id"));
    ask(GET, path, NULL);
    snprintf(first, sizeof first, "%s", header("ETag"));
    json_t *answer = ask(PUT, path, "{\"data\":{\"basic\":{\"name\":\"a\"}}}");
    CHECK_INT(r.status, 428);
    snprintf(if_match, sizeof if_match, "%s", first);
    ask(PUT, path, "{\"data\":{\"basic\":{\"name\":\"甲\"}}}");
    CHECK_INT(r.status, 200);
    snprintf(text, sizeof text, "%s", header("ETag"));
    CHECK(!str_is(text, first));
    answer = ask(PUT, path, "{\"data\":{\"basic\":{\"name\":\"乙\"}}}");
    CHECK_INT(r.status, 412);
    CHECK_STR(header("ETag"), text);
    snprintf(kept, sizeof kept, "%s", json_str(answer, "kept"));
    if_match[0] = '\0';
    answer = ask(GET, path, NULL);
    CHECK_STR(json_str(json_object_get(json_object_get(answer, "data"), "basic"), "name"), "甲");
    CHECK_STR(header("ETag"), text);
    snprintf(text, sizeof text, "%s/kept/%s", path, kept);
    answer = ask(GET, text, NULL);
    CHECK_STR(json_str(json_object_get(json_object_get(answer, "data"), "basic"), "name"), "乙");
}

static void
unknown_fields_and_wrong_types_are_not_saved(void)
{
    char path[128];
    json_t *list = ask(GET, "/filings", NULL);

    snprintf(path, sizeof path, "/filings/%s",
             json_str(json_array_get(json_object_get(list, "items"), 0), "id"));
    snprintf(if_match, sizeof if_match, "*");
    json_t *answer = ask(PUT, path, "{\"data\":{\"basic\":{\"nmae\":\"x\",\"name\":3}}}");
    CHECK_INT(r.status, 422);
    CHECK_INT(json_array_size(json_object_get(answer, "findings")), 2);
    if_match[0] = '\0';
    answer = ask(GET, path, NULL);
    CHECK_STR(json_str(json_object_get(json_object_get(answer, "data"), "basic"), "name"), "甲");
}

static void
every_route_has_its_words_for_openapi(void)
{
    json_t *doc = ask(GET, "/openapi.json", NULL);
    const char *path, *verb;
    json_t *item, *operation;

    CHECK_INT(r.status, 200);
    CHECK(json_object_size(json_object_get(doc, "paths")) > 25);
    json_object_foreach(json_object_get(doc, "paths"), path, item)
    {
        json_object_foreach(item, verb, operation)
        {
            CHECK(json_str(operation, "operationId") != NULL &&
                  json_str(operation, "summary") != NULL);
            CHECK(json_array_size(json_object_get(operation, "x-roles")) > 0);
        }
    }
}

static void
methods_and_paths_that_do_not_exist_are_told_apart(void)
{
    json_t *answer = ask(PUT, "/vocabulary", "{}");
    CHECK_INT(r.status, 405);
    CHECK_STR(header("Allow"), "GET");
    answer = ask(GET, "/nowhere", NULL);
    CHECK_INT(r.status, 404);
    CHECK_STR(json_str(answer, "code"), "not_found");
}

/* ---- a filing that passes, made from the declared examples ----------------------------------- */

static char document[64];

/* Sends text as a file; its id goes to document. */
static void
upload(const char *filename, const char *type, const void *content, size_t n)
{
    char authorization[160];
    struct body b = {content, n};
    struct arena *own = office_next(office);
    json_t *parsed = NULL;

    snprintf(authorization, sizeof authorization, "Bearer %s", bearer);
    struct request q = {.method = POST,
                        .path = "/api/v1/attachments",
                        .query = "",
                        .content_type = type,
                        .authorization = authorization,
                        .filename = filename,
                        .remote_addr = "192.0.2.1",
                        .request_id = "test",
                        .content_length = (int64_t)n,
                        .read = body_read,
                        .read_ctx = &b};
    office_answer(office, &q, &r);
    CHECK_INT(r.status, 201);
    CHECK_ERR(json_read(own, r.body, r.body_n, &parsed, NULL), OK, NULL);
    snprintf(document, sizeof document, "%s", json_str(parsed, "id"));
}

static bool
accepts(const json_t *field, const char *type)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(field, "x-accept"), i, one)
    {
        if (str_is(json_string_value(one), type))
            return true;
    }
    return false;
}

/* {"data":{section:{field:example}}} of the subject's form, in malloc'd memory. */
static char *
subject_from_examples(void)
{
    static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1";
    char pdf[64], image[64];

    upload("a.pdf", "application/pdf", "%PDF-1.4\nx\n%%EOF\n", 18);
    memcpy(pdf, document, sizeof pdf);
    upload("a.png", "image/png", png, sizeof png);
    memcpy(image, document, sizeof image);
    json_t *form = ask(GET, "/forms/subject", NULL),
           *sections = json_object_get(json_object_get(form, "schema"), "properties");
    json_t *body = json_object(), *data = json_object(), *section, *field;
    const char *section_name, *name;
    json_object_set_new(body, "data", data);

    json_object_foreach(sections, section_name, section)
    {
        json_t *filled = json_object();
        json_object_set_new(data, section_name, filled);
        json_object_foreach(json_object_get(section, "properties"), name, field)
        {
            if (str_is(json_str(field, "format"), "attachment"))
                json_object_set_new(filled, name,
                                    json_string(accepts(field, "image/png") ? image : pdf));
            else
                json_object_set(filled, name,
                                json_array_get(json_object_get(field, "examples"), 0));
        }
    }

    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    return text;
}

/* The state and the ETag of a filing, and how many events it has: what a failed submit must leave
 * as it was. */
static void
look(const char *path, char out[200])
{
    char history[160];
    snprintf(history, sizeof history, "%s/history", path);
    json_t *x = ask(GET, path, NULL);
    int n = snprintf(out, 200, "%s %s", json_str(x, "state"), header("ETag"));
    x = ask(GET, history, NULL);
    snprintf(out + n, 200 - (size_t)n, " %zu", json_array_size(json_object_get(x, "items")));
}

/* Submits with the first statement failing, then the second, …, until none does; each time nothing
 * has changed. How many failed. */
static int
submit_failing(const char *path, const char *key_text)
{
    char submit[160], before[200], after[200];
    int failures = 0;

    snprintf(submit, sizeof submit, "%s/submit", path);
    look(path, before);
    log_level_set((enum log_level) - 1);
    for (long at = 1; at < 200; at++) {
        snprintf(key, sizeof key, "%s", key_text);
        commit_seams.fail_at = at;
        ask(POST, submit, "{\"declaration\":true}");
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        key[0] = '\0';
        if (is_over)
            break;
        failures++;
        CHECK(r.status == 503 || r.status == 507);
        look(path, after);
        CHECK_STR(after, before);
    }

    log_level_set(LOG_ERROR_);
    return failures;
}

/* The decisions on a filing, and the verdict of the newest. */
static size_t
decisions_of(const char *path, const char **verdict)
{
    char list[160];
    int status = r.status;
    snprintf(list, sizeof list, "%s/decisions", path);
    const json_t *items = json_object_get(ask(GET, list, NULL), "items");
    *verdict = json_str(json_array_get(items, 0), "verdict");
    r.status = status;
    return json_array_size(items);
}

static void
a_submit_fails_cleanly_at_every_statement_and_files_nothing(void)
{
    char path[128], after[200];
    const char *verdict;

    sign_up("faulty");
    CHECK_INT(log_in("faulty", "correct horse 9"), 200);
    char *text = subject_from_examples();
    json_t *answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");
    snprintf(path, sizeof path, "/filings/%s", json_str(answer, "id"));
    snprintf(if_match, sizeof if_match, "*");
    ask(PUT, path, text);
    CHECK_INT(r.status, 200);
    if_match[0] = '\0';
    free(text);
    CHECK(submit_failing(path, "submit") > 15);
    CHECK_INT(r.status, 200);
    look(path, after);
    CHECK_HAS(after, "submitted");
    CHECK_INT(decisions_of(path, &verdict), 1);
    CHECK_STR(verdict, "acceptable");
}

static void
a_refused_submit_fails_cleanly_at_every_statement_and_is_one_decision(void)
{
    char path[128];
    const char *verdict;

    sign_up("refused");
    CHECK_INT(log_in("refused", "correct horse 9"), 200);
    json_t *answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");
    snprintf(path, sizeof path, "/filings/%s", json_str(answer, "id"));
    CHECK(submit_failing(path, "refused") > 5);
    CHECK_INT(r.status, 422);
    CHECK_INT(decisions_of(path, &verdict), 1);
    CHECK_STR(verdict, "not_acceptable");
    CHECK_INT(submit_failing(path, "refused") > 3, 1);
    CHECK_INT(r.status, 422);
    CHECK_INT(decisions_of(path, &verdict), 1);
}

/* A reviewer who sees everything, made behind the office's back. */
static void
hire(const char *username)
{
    struct store_options so = {.path = db_path, .world = &test_world};
    struct fault f = {0};
    struct store *s = NULL;
    char hash[PASSWORD_TEXT];
    const char *all = "";
    struct account who = {
        .username = username, .password_hash = hash, .roles = ROLE_PRELIMINARY_REVIEWER};

    CHECK_ERR(password_hash("correct horse 9", hash, &f), OK, &f);
    CHECK_ERR(store_open(&s, &so, &f), OK, &f);
    CHECK_ERR(store_write_begin(s, &f), OK, &f);
    CHECK_ERR(store_account_add(s, &who, &f), OK, &f);
    CHECK_ERR(store_scope_set(s, who.id, &all, &all, 1, &f), OK, &f);
    CHECK_ERR(store_write_commit(s, &f), OK, &f);
    store_close(s);
}

/* days_left of the one open task, so many days after the start. */
static long
days_left_after(int days, int64_t start_ms)
{
    now_ms = start_ms + days * 86400000LL;
    CHECK_INT(log_in("counting", "correct horse 9"), 200);
    const json_t *tasks = json_object_get(ask(GET, "/review/tasks?limit=1", NULL), "items");
    return (long)json_integer_value(json_object_get(json_array_get(tasks, 0), "days_left"));
}

/* The subject was submitted on 2026-09-22, a day after the tests began; ten working days, over two
 * holidays and a working Saturday, end on 2026-10-13. */
static void
a_task_says_how_many_working_days_are_left_or_over(void)
{
    int64_t start_ms = now_ms;

    hire("counting");
    CHECK_INT(days_left_after(0, start_ms), 10);
    CHECK_INT(days_left_after(8, start_ms), 5);  /* 09-30: 08, 09, 10, 12 and 13 October */
    CHECK_INT(days_left_after(15, start_ms), 5); /* in the holidays none passes */
    CHECK_INT(days_left_after(21, start_ms), 0);
    CHECK_INT(days_left_after(22, start_ms), -1);
    CHECK_INT(days_left_after(30, start_ms), -7);
    long late = days_left_after(300, start_ms);
    CHECK(late < -150 && late > -250);
    now_ms = start_ms;
}

static bool
set_up(void)
{
    struct fault f = {0};

    if (mkdtemp(folder) == NULL)
        return false;
    snprintf(db_path, sizeof db_path, "%s/test.db", folder);
    snprintf(blob_folder, sizeof blob_folder, "%s/blobs", folder);
    settings = settings_default;
    settings.db_path = db_path;
    settings.blob_folder = blob_folder;
    settings.rules_folder = "rules";
    settings.policy = policy_limits_default;
    options = (struct office_options){.settings = &settings, .world = &test_world};
    if (file_make_folder(blob_folder, 0750, &f) || office_prepare(&options, &f) ||
        office_open(&office, &options, &f)) {
        printf("# %s %s %s\n", f.code, f.where, f.text);
        return false;
    }

    return true;
}

static const struct check_test tests[] = {
    TEST(five_wrong_passwords_make_the_account_wait_and_no_longer_than_told),
    TEST(an_account_that_does_not_exist_is_refused_in_the_same_words),
    TEST(a_session_ends_when_its_time_is_over),
    TEST(one_key_makes_one_filing_and_another_body_is_refused),
    TEST(a_lost_save_is_kept_and_changes_nothing),
    TEST(unknown_fields_and_wrong_types_are_not_saved),
    TEST(a_submit_fails_cleanly_at_every_statement_and_files_nothing),
    TEST(a_refused_submit_fails_cleanly_at_every_statement_and_is_one_decision),
    TEST(a_task_says_how_many_working_days_are_left_or_over),
    TEST(every_route_has_its_words_for_openapi),
    TEST(methods_and_paths_that_do_not_exist_are_told_apart),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    int status = set_up() ? check_main(argc, argv, tests, LEN(tests)) : 2;
    office_close(office);
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", folder);

    return system(command) == 0 ? status : 2;
}
