#include "handle_rig.h"
#include "reader_rig.h"
#include "clerk/clerk.h"

#include <stdlib.h>

int64_t now_ms = 1790042400000LL; /* 2026-09-22 */
struct settings settings;
bool lets_upload = true;

static char folder[] = RIG_TEMP;
static char db_path[128], blob_folder[128], open_folder[128];
static struct dispatcher_options options;
static struct dispatcher *dispatcher;

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

const struct world handle_world = {test_now, test_random, NULL};

static bool
let_upload(void *ctx)
{
    (void)ctx;
    return lets_upload;
}

/* ---- a request and its answer ---------------------------------------------------------------- */

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

struct reply r;
char bearer[128], key[64], if_match[64];

/* Gives the request to the dispatcher; the answer is in r, parsed until the next call. */
static json_t *
answered(struct request *q, struct body *body)
{
    struct arena *own = dispatcher_next(dispatcher);
    char authorization[160];
    json_t *parsed = NULL;

    snprintf(authorization, sizeof authorization, "Bearer %s", bearer);
    q->authorization = bearer[0] ? authorization : NULL;
    q->remote_addr = "192.0.2.1";
    q->request_id = "test";
    q->read = body_read;
    q->read_ctx = body;
    dispatcher_answer(dispatcher, q, &r);

    CHECK(dispatcher_is_clean(dispatcher));
    bool is_page = r.content_type != NULL && str_starts(r.content_type, "text/html");
    if (r.body_n > 0 && !is_page)
        CHECK_ERR(json_read(own, r.body, r.body_n, &parsed, NULL), OK, NULL);
    return parsed;
}

json_t *
ask(enum method method, const char *path, const char *json)
{
    struct body body = {json, json ? strlen(json) : 0};
    size_t n = strcspn(path, "?");
    char whole[256];

    snprintf(whole, sizeof whole, "/api/v1%.*s", (int)n, path);
    struct request q = {.method = method,
                        .path = whole,
                        .query = path[n] == '?' ? path + n + 1 : "",
                        .content_type = json ? "application/json" : NULL,
                        .idempotency_key = key[0] ? key : NULL,
                        .if_match = if_match[0] ? if_match : NULL,
                        .content_length = json ? (int64_t)body.left : -1};
    return answered(&q, &body);
}

json_t *
send_file(const char *filename, const char *type, const void *content, size_t n)
{
    struct body body = {content, n};
    struct request q = {.method = POST,
                        .path = "/api/v1/attachments",
                        .query = "",
                        .content_type = type,
                        .filename = filename,
                        .idempotency_key = key[0] ? key : NULL,
                        .content_length = (int64_t)n};
    return answered(&q, &body);
}

void
upload(const char *filename, const char *type, const void *content, size_t n, char id[64])
{
    const json_t *answer = send_file(filename, type, content, n);

    CHECK_INT(r.status, 201);
    snprintf(id, 64, "%s", json_str(answer, "id"));
}

const char *
header(const char *name)
{
    for (int i = 0; i < r.headers_n; i++)
        if (str_is(r.headers[i].name, name))
            return r.headers[i].value;
    return NULL;
}

/* ---- people ---------------------------------------------------------------------------------- */

void
sign_up(const char *username)
{
    char body[400];

    bearer[0] = key[0] = if_match[0] = '\0';
    snprintf(body, sizeof body,
             "{\"username\":\"%s\",\"password\":\"" PASSWORD "\","
             "\"organization_name\":\"示例单位\",\"contact_name\":\"示例\","
             "\"mobile\":\"13800138000\",\"email\":\"a@example.com\"}",
             username);
    ask(POST, "/accounts", body);
    CHECK_INT(r.status, 201);
}

int
log_in(const char *username, const char *password)
{
    char body[200];

    bearer[0] = '\0';
    snprintf(body, sizeof body, "{\"username\":\"%s\",\"password\":\"%s\",\"bearer\":true}",
             username, password);
    const json_t *answer = ask(POST, "/session", body);
    if (r.status == 200)
        snprintf(bearer, sizeof bearer, "%s", json_str(answer, "token"));
    return r.status;
}

void
enter(const char *username)
{
    sign_up(username);
    CHECK_INT(log_in(username, PASSWORD), 200);
}

void
hire(const char *username, struct role_set roles)
{
    struct store_options so = {.path = settings.db_path, .world = &handle_world};
    struct fault f = {0};
    struct store *own_store = NULL;
    char hash[PASSWORD_TEXT];
    const struct scope all = {"", "", ""};
    struct account who = {.username = username, .password_hash = hash, .roles = roles};

    CHECK_ERR(password_hash(PASSWORD, hash, &f), OK, &f);
    CHECK_ERR(store_open(&own_store, &so, &f), OK, &f);
    CHECK_ERR(store_write_begin(own_store, &f), OK, &f);
    CHECK_ERR(store_account_add(own_store, &who, &f), OK, &f);
    CHECK_ERR(store_scope_set(own_store, who.id, &all, 1, &f), OK, &f);
    CHECK_ERR(store_write_commit(own_store, &f), OK, &f);
    store_close(own_store);
}

/* ---- filings --------------------------------------------------------------------------------- */

void
new_subject(char path[128])
{
    const json_t *answer = ask(POST, "/filings", "{\"kind\":\"subject\",\"action\":\"initial\"}");

    CHECK_INT(r.status, 201);
    snprintf(path, 128, "/filings/%s", json_str(answer, "id"));
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

/* A field holds its first example, or one of the two files. */
static json_t *
example_of(json_t *field, const char *pdf, const char *image)
{
    if (!str_is(json_str(field, "format"), "attachment"))
        return json_incref(rig_at(field, "/examples/0"));
    return json_string(accepts(field, "image/png") ? image : pdf);
}

/* {"data":{section:{field:example}}} of the subject's form. */
static const char *
subject_from_examples(void)
{
    struct sample png = png_of(PNG_RGB, 8, false, 2), document = pdf_page("", "");
    char pdf[64], image[64];
    json_t *body = arena_json(a, json_object()), *data = json_object(), *section, *field;
    const char *section_name, *name;

    upload("a.pdf", "application/pdf", document.p, document.n, pdf);
    upload("a.png", "image/png", png.p, png.n, image);
    json_t *form = ask(GET, "/forms/subject", NULL);
    json_object_set_new(body, "data", data);

    json_object_foreach(rig_at(form, "/schema/properties"), section_name, section)
    {
        json_t *filled = json_object();
        json_object_set_new(data, section_name, filled);
        json_object_foreach(json_object_get(section, "properties"), name, field)
            json_object_set_new(filled, name, example_of(field, pdf, image));
    }
    return json_text(a, body);
}

void
new_good_subject(char path[128])
{
    const char *data = subject_from_examples();

    new_subject(path);
    snprintf(if_match, sizeof if_match, "*");
    ask(PUT, path, data);
    CHECK_INT(r.status, 200);
    if_match[0] = '\0';
}

/* ---- the dispatcher -------------------------------------------------------------------------- */

bool hashes_many;
int hashes_at_once;

static bool
hash_turn(void *ctx, bool begins)
{
    (void)ctx;
    if (begins && hashes_many)
        return false;
    hashes_at_once += begins ? 1 : -1;
    return true;
}

static void
set_up(void)
{
    struct fault f = {0};

    rig_temp(folder);
    snprintf(db_path, sizeof db_path, "%s/test.db", folder);
    snprintf(blob_folder, sizeof blob_folder, "%s/blobs", folder);
    snprintf(open_folder, sizeof open_folder, "%s/open", folder);
    settings = settings_default;
    settings.second_factor = "off"; /* but where it is what is tested */
    settings.db_path = db_path;
    settings.blob_folder = blob_folder;
    settings.open_folder = open_folder;
    settings.policy = policy_limits_default;
    options = (struct dispatcher_options){
        .settings = &settings, .world = &handle_world, .upload = let_upload, .hash = hash_turn};

    struct clerk_options prepare = {.store = {.path = db_path, .world = &handle_world},
                                    .rules = {"rules", NULL, &settings.policy, &handle_world},
                                    .is_watching = true};

    enum err err = file_make_folder(blob_folder, 0750, &f);
    if (!err)
        err = file_make_folder(open_folder, 0750, &f);
    if (!err)
        err = clerk_prepare(&prepare, &f);
    if (!err)
        err = dispatcher_open(&dispatcher, &options, &f);
    if (err)
        check_stop("the dispatcher does not open: %s %s %s", f.code, f.where, f.text);
}

int
handle_main(int argc, char **argv, const struct check_test *tests, size_t n)
{
    rig_start(argc, argv);
    set_up();
    int status = check_main(argc, argv, tests, n);
    dispatcher_close(dispatcher);
    rig_folder_remove(folder);
    return status;
}
