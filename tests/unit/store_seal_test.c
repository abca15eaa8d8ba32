/* What is personal is sealed in the database, wherever it stands, by the key of whose it is; keys
 * are replaced while others write, and destroyed. */
#include "store_rig.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET "暗语4471"
#define DATA "{\"s\":\"" SECRET "\"}"

/* ---- a life that fills every column ---------------------------------------------------------- */

static struct filing filing;
static struct product product, other_product;
static struct task task;
static struct attachment attachment;
static struct kept kept;

static void
file_is_added(struct attachment *x)
{
    *x = (struct attachment){.organization_id = rig_org.id,
                             .sha256 =
                                 "0123456789012345678901234567890123456789012345678901234567890123",
                             .media_type = "application/pdf",
                             .filename = SECRET ".pdf",
                             .uploaded_by = rig_filer.id,
                             .size_bytes = 1};
    GOOD(store_attachment_add(s, x, &fault));
}

static void
products_are_added(void)
{
    struct product_kept lost = {.account_id = rig_filer.id, .base_revision = 1, .data = DATA};

    product = (struct product){
        .id = "product1", .organization_id = rig_org.id, .name = "产品", .data = DATA};
    other_product = product;
    other_product.id = "product2";
    lost.product_id = product.id;
    GOOD(store_product_add(s, &product, &fault));
    GOOD(store_product_add(s, &other_product, &fault));
    GOOD(store_product_kept_add(s, &lost, &fault));
}

static void
filing_is_judged(void)
{
    struct judgement x = {.filing_id = filing.id,
                          .version = 1,
                          .occasion = "submit",
                          .verdict = "acceptable",
                          .facts = DATA,
                          .facts_hash = "h",
                          .answer =
                              "{\"findings\":[{\"severity\":\"warning\"}],\"s\":\"" SECRET "\"}",
                          .rule_set = "r",
                          .engine = "e"};
    struct version v = {.filing_id = filing.id,
                        .n = 1,
                        .data = DATA,
                        .data_hash = "h",
                        .products = "[" DATA "]",
                        .shown = "[" DATA "]\n{}",
                        .revisions = "{\"product1\":1}",
                        .promise = "属实",
                        .text_hash = "",
                        .submitted_by = rig_filer.id,
                        .remote_addr = "203.0.113.9",
                        .submitted_at = 5};
    GOOD(store_judgement_add(s, &x, &fault));
    GOOD(store_version_add(s, &v, &fault));
}

static void
filing_is_returned(void)
{
    struct event e = {.filing_id = filing.id,
                      .version = 1,
                      .actor_role = "system",
                      .what = "return",
                      .reasons = "[" DATA "]",
                      .note = SECRET,
                      .at = 1LL << 50};

    task = (struct task){.filing_id = filing.id,
                         .version = 1,
                         .stage = "preliminary",
                         .state = "open",
                         .area = "",
                         .class_code = ""};
    GOOD(store_task_add(s, &task, &fault));
    task.state = "claimed";
    task.claimed_by = rig_filer.id; /* who has a contact name */
    GOOD(store_task_move(s, &task, "open", &fault));
    GOOD(store_task_draft_save(s, task.id, rig_filer.id, DATA, &fault));
    task.reasons = "[" DATA "]";
    task.note = SECRET;
    GOOD(store_task_move(s, &task, "claimed", &fault));
    GOOD(store_event_add(s, &e, &fault));

    struct matter m = {.kind = "m",
                       .filing_id = filing.id,
                       .organization_id = filing.organization_id,
                       .state = "s",
                       .area = "",
                       .class_code = ""};
    struct matter_step step = {
        .n = 1, .event = "e", .actor_role = "public", .text = SECRET, .contact = SECRET};
    GOOD(store_matter_add(s, &m, &step, &fault));

    struct proposal p = {.filing_id = filing.id,
                         .event = "e",
                         .version = 1,
                         .law = "l",
                         .reason = SECRET,
                         .by_id = rig_filer.id,
                         .by_role = "r"};
    GOOD(store_proposal_add(s, &p, &fault));
    p.state = PROPOSAL_SENT_BACK;
    p.answer = SECRET;
    p.ended_by = rig_filer.id;
    p.ended_at = 1;
    GOOD(store_proposal_end(s, &p, &fault));

    struct organization begun = {.name = "b"};
    GOOD(store_organization_add(s, &begun, &fault));
    struct organization_contact reached = {.organization_id = filing.organization_id,
                                           .contact_name = SECRET,
                                           .mobile = SECRET,
                                           .email = SECRET,
                                           .by_id = rig_filer.id};
    GOOD(store_contact_set(s, &reached, &fault));
    struct account asks = {.username = "asks", .password_hash = "h"};
    GOOD(store_account_add(s, &asks, &fault));
    struct takeover t = {.organization_id = filing.organization_id,
                         .filing_id = filing.id,
                         .credit_code = "c",
                         .by_id = asks.id,
                         .by_organization_id = begun.id,
                         .reason = SECRET,
                         .due_on = "2026-11-24"};
    GOOD(store_takeover_add(s, &t, &(struct id_list){0}, &fault));
    t.answer = t.grounds = SECRET;
    t.answered_by = rig_filer.id;
    t.answered_at = 1;
    GOOD(store_takeover_answer(s, &t, &(struct id_list){0}, &fault));
    t.state = TAKEOVER_DECLINED;
    t.ended_by = rig_filer.id;
    t.ended_at = 1;
    GOOD(store_takeover_end(s, &t, &fault));
}

static void
letter_is_issued(void)
{
    struct letter x = {.filing_id = filing.id,
                       .version = 1,
                       .code = "refusal",
                       .title = "书",
                       .series = "refusal",
                       .year = "2026",
                       .serial = 1,
                       .number = "1号",
                       .verify = "00000000000000000000",
                       .hash = "0000000000000000000000000000000000000000000000000000000000000000",
                       .content = DATA,
                       .rule_set = "r",
                       .issued_at = 5};
    GOOD(store_letter_add(s, &x, &fault));
}

static void
begin(void)
{
    struct stored_reply r = {.request_hash = "h", .status = 201, .headers = "{}", .body = DATA};

    filing = rig_new_filing("algorithm");
    filing.data = DATA;
    WRITE({
        GOOD(store_filing_add(s, &filing, &fault));
        kept = (struct kept){.filing_id = filing.id,
                             .account_id = rig_filer.id,
                             .base_revision = 1,
                             .data = DATA,
                             .at = 1};
        GOOD(store_kept_add(s, &kept, &fault));
        products_are_added();
        file_is_added(&attachment);
        filing_is_judged();
        filing_is_returned();
        letter_is_issued();
        GOOD(store_reply_add(s, rig_filer.id, "k", &r, &fault));
        GOOD(store_reply_add(s, "-", "k", &r, &fault));
        GOOD(store_factor_begin(s, rig_filer.id, "GEZDGNBVGY3TQOJQ", &fault));
        store_audit_asker(s, "192.0.2.9", "r");
        GOOD(store_audit_add(s, rig_filer.id, "test.line", NULL, NULL, &fault));
        GOOD(store_audit_add(s, NULL, "test.line", NULL, NULL, &fault));
        store_audit_asker(s, NULL, NULL);
    });
}

/* ---- every column ---------------------------------------------------------------------------- */

/* The list of what must be sealed; a column more in the schema is one more here. */
static const char *const sealed[] = {
    "account contact_name",
    "account email",
    "account mobile",
    "attachment filename",
    "audit address",
    "event note",
    "event reasons",
    "factor secret",
    "filing data",
    "judgement answer",
    "judgement facts",
    "kept data",
    "letter content",
    "matter_step contact",
    "matter_step text",
    "organization_contact contact_name",
    "organization_contact email",
    "organization_contact mobile",
    "product data",
    "product name",
    "product_kept data",
    "proposal answer",
    "proposal reason",
    "reply body",
    "reply headers",
    "takeover answer",
    "takeover grounds",
    "takeover reason",
    "task note",
    "task reasons",
    "task_draft draft",
    "version data",
    "version products",
    "version remote_addr",
    "version shown",
};

#define ANY_COLUMNS                                                                                \
    "SELECT group_concat(name, char(10)) FROM (SELECT m.name || ' ' || c.name AS name FROM "       \
    "sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'ANY' "      \
    "ORDER BY m.name, c.name)"

static void
the_schema_has_these_sealed_columns_and_no_other(void)
{
    struct buf b = BUF(a);

    for (size_t i = 0; i < LEN(sealed); i++) {
        buf_puts(&b, i > 0 ? "\n" : "");
        buf_puts(&b, sealed[i]);
    }
    CHECK_STR(rig_sql_text(ANY_COLUMNS), b.p);
}

static void
each_of_them_holds_what_is_sealed_and_no_text(void)
{
    for (size_t i = 0; i < LEN(sealed); i++) {
        char table[32], column[32];
        check_about("%s", sealed[i]);
        CHECK_INT(sscanf(sealed[i], "%31s %31s", table, column), 2);
        const char *of =
            arena_printf(a, "SELECT count(*) FROM %s WHERE typeof(%s) = ", table, column);
        CHECK_INT(rig_number(s, arena_printf(a, "%s'text'", of)), 0);
        CHECK_LEAST(rig_number(s, arena_printf(a,
                                               "%s'blob' AND length(%s) >= 49 AND "
                                               "substr(%s, 1, 1) = x'01'",
                                               of, column, column)),
                    1);
    }
}

static void
each_table_that_is_walked_has_its_columns_in_the_list(void)
{
    static const struct sealing *const walked[] = {
        &account_sealing,  &attachment_sealing,          &event_sealing,
        &filing_sealing,   &judgement_sealing,           &kept_sealing,
        &product_sealing,  &product_kept_sealing,        &reply_sealing,
        &task_sealing,     &task_draft_sealing,          &version_sealing,
        &letter_sealing,   &matter_step_sealing,         &proposal_sealing,
        &takeover_sealing, &organization_contact_sealing};
    size_t n = 0;

    for (size_t i = 0; i < LEN(walked); i++)
        for (int k = 0; k < walked[i]->map->n; k++) {
            const struct column *c = &walked[i]->map->columns[k];
            if (c->type != COLUMN_SEALED || strcmp(c->cells->table, walked[i]->name) != 0 ||
                c->cells->of == NULL)
                continue;
            const char *name = arena_printf(a, "%s %s", c->cells->table, c->cell);
            bool is_listed = false;
            for (size_t x = 0; x < LEN(sealed); x++)
                is_listed = is_listed || strcmp(sealed[x], name) == 0;
            check_about("%s", name);
            CHECK(is_listed);
            n++;
        }
    CHECK_INT(n, LEN(sealed) - 2); /* audit is append-only, and factor began sealed */
}

static bool
file_holds(const char *suffix, const char *text)
{
    char *p = NULL;
    size_t n = 0;
    const char *path = arena_printf(a, "%s%s", rig_path, suffix);

    if (file_read(path, 64 << 20, &p, &n, &fault))
        return false;
    bool holds = memmem(p, n, text, strlen(text)) != NULL;
    free(p);
    return holds;
}

static void
what_was_written_is_found_in_no_file(void)
{
    static const char *const texts[] = {SECRET, "203.0.113.9", "张三", "13800000000",
                                        "a@example.com"};

    for (size_t i = 0; i < LEN(texts); i++) {
        check_about("%s", texts[i]);
        CHECK(!file_holds("", texts[i]));
        CHECK(!file_holds("-wal", texts[i]));
    }
    CHECK(file_holds("-wal", "Filer") || file_holds("", "Filer")); /* the look can find */
}

static void
what_is_shown_is_read(void)
{
    struct version v;

    GOOD(store_version_shown(s, a, filing.id, 1, &v, &fault));
    CHECK_STR(v.data, DATA);
    CHECK_STR(v.shown, "[" DATA "]\n{}");
}

static void
what_was_written_is_read(void)
{
    struct filing f;
    struct version v;
    struct judgement j;
    struct task t;
    struct task_draft d;
    struct account who;
    struct event *events;
    struct finding_counts counts;
    int n;

    GOOD(store_filing_load(s, a, filing.id, &f, &fault));
    CHECK_STR(f.data, DATA);
    GOOD(store_version_load(s, a, filing.id, 1, &v, &fault));
    CHECK_STR(v.data, DATA);
    CHECK_STR(v.products, "[" DATA "]");
    CHECK_STR(v.remote_addr, "203.0.113.9");
    what_is_shown_is_read();
    GOOD(store_judgement_newest(s, a, filing.id, &j, &fault));
    CHECK_STR(j.facts, DATA);
    CHECK_HAS(j.answer, SECRET);
    GOOD(store_finding_counts(s, filing.id, 1, &counts, &fault));
    CHECK_INT(counts.warning, 1);
    CHECK_INT(counts.error, 0);
    GOOD(store_task_load(s, a, task.id, &t, &fault));
    CHECK_STR(t.note, SECRET);
    CHECK_STR(t.claimed_by_contact, "张三"); /* a cell of another table, at its place there */
    GOOD(store_task_draft_load(s, a, task.id, rig_filer.id, &d, &fault));
    CHECK_STR(d.draft, DATA);
    GOOD(store_account_by_id(s, a, rig_filer.id, &who, &fault));
    CHECK_STR(who.mobile, "13800000000");
    GOOD(store_event_list(s, a, filing.id, &events, &n, &fault));
    CHECK_STR(events[n - 1].note, SECRET);
}

static void
lists_count_and_search_what_is_sealed(void)
{
    struct filing *filings;
    struct account *found;
    struct account_query q = {.roles = ~0u, .limit = 10, .text = "张"};
    struct filing_query open = {
        .organization_id = rig_org.id, .reasons = REASONS_OPEN, .limit = 10};
    int n;

    GOOD(store_filing_list(s, a, &open, &filings, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_INT(filings[0].open_reasons, 1);
    GOOD(store_account_list(s, a, &q, &found, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(found[0].id, rig_filer.id);
    q.text = "李";
    GOOD(store_account_list(s, a, &q, &found, &n, &fault));
    CHECK_INT(n, 0);
}

/* ---- violations ------------------------------------------------------------------------------ */

static void
no_statement_writes_a_text_where_something_is_sealed(void)
{
    static const char *const words[] = {
        "UPDATE filing SET data = '{}'",
        "UPDATE account SET mobile = '1'",
        "UPDATE version SET data = '{}'",
        "UPDATE version SET shown = '[]'",
        "UPDATE task SET note = 'x'",
        "INSERT INTO kept (id, filing_id, account_id, base_revision, data, at) "
        "SELECT 'x', filing_id, account_id, 1, '{}', 1 FROM kept",
        "INSERT INTO reply (scope, key, request_hash, status, headers, body, created_at) "
        "VALUES ('a', 'b', 'c', 200, '{}', '{}', 1)",
    };

    for (size_t i = 0; i < LEN(words); i++) {
        check_about("%s", words[i]);
        CHECK_INT(rig_sql(s, words[i]), SQLITE_CONSTRAINT_TRIGGER);
    }
}

static void
values_given_one_by_one_do_not_reach_a_sealed_column(void)
{
    GOOD(store_write_begin(s, &fault));
    CHECK_REFUSED(db_run(s, Q_PRODUCT_SAVE, NULL,
                         VALUES(T("产品"), T(DATA), N(0), N(0), N(1), T(product.id), N(1)), &fault),
                  ERR_BUG, "plain_text", &fault);
    store_write_rollback(s);
}

struct planted {
    const char *id, *data;
};
static const struct cells nowhere = {.table = "product", .id = {"nothing"}};

static void
a_map_that_forgets_what_is_sealed_reads_nothing(void)
{
    static const struct column plain[] = {COLUMN(planted, id),        COLUMN(planted, data),
                                          SKIPPED("organization_id"), SKIPPED("name"),
                                          SKIPPED("revision"),        SKIPPED("created_at"),
                                          SKIPPED("updated_at"),      SKIPPED("deleted_at"),
                                          SKIPPED("is_draft"),        SKIPPED("missing")};
    static const struct column nameless[] = {
        COLUMN(planted, id),        SEALED_OF(planted, data, nowhere, "data"),
        SKIPPED("organization_id"), SKIPPED("name"),
        SKIPPED("revision"),        SKIPPED("created_at"),
        SKIPPED("updated_at"),      SKIPPED("deleted_at"),
        SKIPPED("is_draft"),        SKIPPED("missing")};
    static const struct row_map plain_map = ROW_MAP(plain, planted);
    static const struct row_map nameless_map = ROW_MAP(nameless, planted);
    struct planted x;

    CHECK_REFUSED(db_one(s, Q_PRODUCT_BY_ID, ROW(a, &plain_map, &x), VALUES(T(product.id)), &fault),
                  ERR_BUG, "sealed_as_text", &fault);
    CHECK_REFUSED(
        db_one(s, Q_PRODUCT_BY_ID, ROW(a, &nameless_map, &x), VALUES(T(product.id)), &fault),
        ERR_BUG, "sealed_place", &fault);
}

static void
a_cell_that_was_moved_to_another_row_or_column_is_told(void)
{
    struct product x;
    struct account who;
    struct filing f;

    CHECK_INT(rig_sql(s, "SAVEPOINT moved; UPDATE product SET data = (SELECT data FROM product "
                         "WHERE id = 'product2') WHERE id = 'product1'"),
              SQLITE_OK);
    CHECK_REFUSED(store_product_load(s, a, "product1", &x, &fault), ERR_BUG, "cell_broken", &fault);
    GOOD(store_product_load(s, a, "product2", &x, &fault));
    CHECK_INT(rig_sql(s, "UPDATE account SET mobile = email WHERE email IS NOT NULL"), SQLITE_OK);
    CHECK_REFUSED(store_account_by_id(s, a, rig_filer.id, &who, &fault), ERR_BUG, "cell_broken",
                  &fault);
    CHECK_INT(rig_sql(s, "UPDATE filing SET data = (SELECT data FROM product WHERE id = "
                         "'product2')"),
              SQLITE_OK);
    CHECK_REFUSED(store_filing_load(s, a, filing.id, &f, &fault), ERR_BUG, "cell_broken", &fault);
    CHECK_INT(rig_sql(s, "UPDATE product SET data = x'0102' WHERE id = 'product1'"), SQLITE_OK);
    CHECK_ERR(store_product_load(s, a, "product1", &x, &fault), ERR_BUSY, &fault);
    CHECK_INT(rig_sql(s, "ROLLBACK TO moved; RELEASE moved"), SQLITE_OK);
    GOOD(store_product_load(s, a, "product1", &x, &fault));
}

static void
each_owner_has_a_key(void)
{
    CHECK_STR(rig_sql_text("SELECT group_concat(owner, ' ') FROM (SELECT owner FROM sealing_key "
                           "WHERE length(owner) < 20 ORDER BY owner)"),
              "audit audit_seed lookup system");
    CHECK_INT(rig_number(s, arena_printf(a, "SELECT count(*) FROM sealing_key WHERE owner = '%s'",
                                         rig_org.id)),
              1);
    CHECK_INT(rig_number(s, arena_printf(a, "SELECT count(*) FROM sealing_key WHERE owner = '%s'",
                                         rig_filer.id)),
              1);
}

static void
what_is_typed_as_a_name_is_kept_as_a_hash(void)
{
    struct attempts x = {.failures = 3, .first_at = 1, .last_at = 1};
    char one[SEAL_HASH_TEXT], two[SEAL_HASH_TEXT];

    WRITE(GOOD(store_attempts_save(s, "account:" SECRET, &x, &fault)));
    GOOD(store_attempts_load(s, "account:" SECRET, &x, &fault));
    CHECK_INT(x.failures, 3);
    GOOD(store_lookup_hash(s, "account:" SECRET, one, &fault));
    GOOD(store_lookup_hash(s, "account:" SECRET "x", two, &fault));
    CHECK_STR(rig_sql_text("SELECT key FROM attempt"), one);
    CHECK(strcmp(one, two) != 0);
    CHECK(!file_holds("-wal", SECRET));
}

/* ---- the key file ---------------------------------------------------------------------------- */

static const char *
key_path(void)
{
    return arena_printf(a, "%s/master.key", rig_folder);
}

static enum err
open_with(bool may_lack_key, struct store **out)
{
    struct store_options options = {
        .path = rig_path, .world = &rig_world, .may_lack_key = may_lack_key};
    return store_open(out, &options, &fault);
}

static char *
take_key_file(size_t *n)
{
    char *text;

    GOOD(file_read(key_path(), 4096, &text, n, &fault));
    return text;
}

static void
put_key_file(const char *text, size_t n)
{
    GOOD(file_write(key_path(), text, n, 0600, &fault));
}

static void
a_store_does_not_open_with_a_key_file_that_is_missing_or_wrong(void)
{
    struct masters other = {0};
    struct store *in;
    size_t n;
    char *text = take_key_file(&n);

    CHECK_INT(unlink(key_path()), 0);
    CHECK_REFUSED(open_with(false, &in), ERR_NOTFOUND, "master_key", &fault);
    CHECK_HAS(fault.text, "主密钥文件");
    CHECK(!file_exists(key_path())); /* a database with keys never begins with a new file */
    put_key_file(text, n - 1);
    CHECK_REFUSED(open_with(false, &in), ERR_INPUT, "master_key", &fault);
    put_key_file(text, n);
    CHECK_INT(chmod(key_path(), 0644), 0);
    CHECK_REFUSED(open_with(false, &in), ERR_INPUT, "master_key", &fault);
    GOOD(masters_add(&other, &world_real, &fault));
    GOOD(masters_write(key_path(), &other, &fault));
    CHECK_REFUSED(open_with(false, &in), ERR_BUSY, "key_missing", &fault);
    memcpy(other.keys[0].name, text + strlen("suanbei master keys 1\n"), MASTER_NAME_TEXT - 1);
    GOOD(masters_write(key_path(), &other, &fault)); /* the right name, another key */
    CHECK_REFUSED(open_with(false, &in), ERR_BUSY, "key_missing", &fault);
    put_key_file(text, n);
    GOOD(open_with(false, &in));
    store_close(in);
    free(text);
}

static void
a_worker_without_its_keys_answers_so_and_writes_nothing_until_they_are_back(void)
{
    struct masters other = {0};
    struct store *whole = s, *in;
    struct filing f;
    size_t n;
    char *text = take_key_file(&n);

    GOOD(masters_add(&other, &world_real, &fault));
    GOOD(masters_write(key_path(), &other, &fault));
    GOOD(open_with(true, &in));
    CHECK_REFUSED(store_filing_load(in, a, filing.id, &f, &fault), ERR_BUSY, "key_missing", &fault);
    CHECK_REFUSED(store_write_begin(in, &fault), ERR_BUSY, "key_missing", &fault);
    CHECK(fault.retry_after_s > 0);
    CHECK(store_is_idle(in));
    put_key_file(text, n);
    GOOD(store_filing_load(in, a, filing.id, &f, &fault));
    CHECK_STR(f.data, DATA);
    s = in;
    WRITE(GOOD(store_filing_save(s, &f, &fault)));
    s = whole;
    store_close(in);
    free(text);
}

/* The name that was typed, the address, the reply's and the recovery code's: what is looked up by a
 * hash is not looked up by one that everybody can make. */
static void
without_its_keys_nothing_is_hashed_and_nothing_is_found(void)
{
    struct masters other = {0};
    struct attempts tried = {.failures = 3, .first_at = 1, .last_at = 1};
    struct store *whole = s, *in;
    char hash[SEAL_HASH_TEXT] = "untouched";
    bool is = true;
    size_t n;
    char *text = take_key_file(&n);

    WRITE(GOOD(store_address_note(s, rig_filer.id, "203.0.113.9", 1, 9, &fault)));
    WRITE(GOOD(store_attempts_save(s, "keyless", &tried, &fault)));
    GOOD(masters_add(&other, &world_real, &fault));
    GOOD(masters_write(key_path(), &other, &fault));
    GOOD(open_with(true, &in));
    s = in;
    CHECK_REFUSED(store_attempts_load(s, "keyless", &tried, &fault), ERR_BUSY, "key_missing",
                  &fault);
    CHECK_REFUSED(store_attempts_save(s, "keyless", &tried, &fault), ERR_BUSY, "key_missing",
                  &fault);
    CHECK_REFUSED(store_attempts_clear(s, "keyless", &fault), ERR_BUSY, "key_missing", &fault);
    CHECK_REFUSED(store_address_known(s, rig_filer.id, "203.0.113.9", &is, &fault), ERR_BUSY,
                  "key_missing", &fault);
    CHECK_REFUSED(store_address_note(s, rig_filer.id, "203.0.113.9", 1, 9, &fault), ERR_BUSY,
                  "key_missing", &fault);
    CHECK_REFUSED(store_reply_hash(s, "request", hash, &fault), ERR_BUSY, "key_missing", &fault);
    CHECK_STR(hash, "untouched");
    CHECK_REFUSED(store_factor_code_use(s, rig_filer.id, "code", &is, &fault), ERR_BUSY,
                  "key_missing", &fault);
    put_key_file(text, n);
    GOOD(store_attempts_load(s, "keyless", &tried, &fault)); /* by the same hash as before */
    CHECK_INT(tried.failures, 3);
    GOOD(store_address_known(s, rig_filer.id, "203.0.113.9", &is, &fault));
    CHECK(is);
    s = whole;
    store_close(in);
    free(text);
}

static void
a_key_of_an_unknown_master_is_missing_and_the_others_are_not(void)
{
    struct product x;
    struct account who;

    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "UPDATE sealing_key SET master = '0000000000000000' "
                                      "WHERE owner = '%s'",
                                      rig_org.id)),
              SQLITE_OK);
    CHECK_REFUSED(store_product_load(s, a, product.id, &x, &fault), ERR_BUSY, "key_missing",
                  &fault);
    GOOD(store_account_by_id(s, a, rig_filer.id, &who, &fault));
    GOOD(store_write_begin(s, &fault));
    product.data = "{}";
    CHECK_REFUSED(store_product_save(s, &product, &fault), ERR_BUSY, "key_missing", &fault);
    store_write_rollback(s);
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "UPDATE sealing_key SET master = (SELECT master FROM "
                                      "sealing_key WHERE owner = 'system') WHERE owner = '%s'",
                                      rig_org.id)),
              SQLITE_OK);
    GOOD(store_product_load(s, a, product.id, &x, &fault));
}

/* ---- other keys ------------------------------------------------------------------------------ */

static void
another_master_key_wraps_and_whoever_is_there_goes_on(void)
{
    struct store *worker = rig_open(NULL);
    struct filing f;
    size_t n;
    char *was = take_key_file(&n);

    GOOD(store_filing_load(worker, a, filing.id, &f, &fault));
    rig_rotate(s, true);
    CHECK_INT(store_masters(s)->n, 1);
    CHECK(strstr(was, store_masters(s)->keys[0].name) == NULL);
    CHECK_INT(rig_number(s, "SELECT count(DISTINCT master) FROM sealing_key"), 1);
    GOOD(store_filing_load(worker, a, filing.id, &f, &fault)); /* it reads the file again */
    CHECK_STR(f.data, DATA);
    store_close(worker);
    worker = rig_open(NULL);
    GOOD(store_filing_load(worker, a, filing.id, &f, &fault));
    store_close(worker);
    free(was);
}

static void
another_key_of_an_owner_seals_all_that_is_the_owners(void)
{
    long old =
        rig_number(s, arena_printf(a, "SELECT n FROM sealing_key WHERE owner = '%s'", rig_org.id));
    struct resealing at = {.key_n = old};
    bool is_done = false;
    long n = 0, all = 0;
    struct version v;

    WRITE(GOOD(store_key_replace(s, rig_org.id, &fault)));
    while (!is_done) {
        WRITE(GOOD(store_reseal_some(s, &at, 2, &n, &is_done, &fault)));
        all += n;
    }
    CHECK_LEAST(all, 9);
    GOOD(store_version_load(s, a, filing.id, 1, &v, &fault));
    CHECK_STR(v.data, DATA);
    what_is_shown_is_read();
    for (size_t i = 0; i < LEN(sealed); i++) {
        char table[32], column[32];
        CHECK_INT(sscanf(sealed[i], "%31s %31s", table, column), 2);
        check_about("%s", sealed[i]);
        CHECK_INT(rig_number(s, arena_printf(a,
                                             "SELECT count(*) FROM %s WHERE hex(substr(%s, 2, "
                                             "1)) = '%02lX'",
                                             table, column, old)),
                  0);
    }
    WRITE(CHECK_REFUSED(store_key_replace(s, KEY_LOOKUP, &fault), ERR_INPUT, "key_fixed", &fault));
}

/* ---- erased ---------------------------------------------------------------------------------- */

static struct organization gone_org;
static struct account gone;
static struct filing gone_filing;

static void
gone_people(void)
{
    struct judgement x = {.version = 1,
                          .occasion = "submit",
                          .verdict = "acceptable",
                          .facts = DATA,
                          .facts_hash = "h",
                          .answer = "{}",
                          .rule_set = "r",
                          .engine = "e"};
    struct product p = {.id = "gone1", .name = "产品", .data = DATA};
    struct version v = {.n = 1,
                        .data = DATA,
                        .data_hash = "h",
                        .products = "[]",
                        .shown = "[" DATA "]\n{}",
                        .revisions = "{}",
                        .promise = "",
                        .text_hash = "",
                        .remote_addr = "",
                        .submitted_at = 5};

    gone_org = (struct organization){.name = "将销毁"};
    gone = (struct account){.username = "gone",
                            .password_hash = "h",
                            .roles = ROLE_SET(ROLE_FILER),
                            .contact_name = SECRET,
                            .mobile = SECRET};
    WRITE({
        GOOD(store_organization_add(s, &gone_org, &fault));
        gone.organization_id = p.organization_id = gone_org.id;
        GOOD(store_account_add(s, &gone, &fault));
        gone_filing = rig_new_filing("algorithm");
        gone_filing.organization_id = gone_org.id;
        gone_filing.data = DATA;
        GOOD(store_filing_add(s, &gone_filing, &fault));
        x.filing_id = v.filing_id = gone_filing.id;
        v.submitted_by = gone.id;
        GOOD(store_judgement_add(s, &x, &fault));
        GOOD(store_version_add(s, &v, &fault));
        GOOD(store_product_add(s, &p, &fault));
        GOOD(store_audit_add(s, gone.id, "filing.submit", gone_filing.id, NULL, &fault));
    });
}

static void
what_is_erased_is_read_by_nobody_and_the_rest_stays(void)
{
    struct store *worker = rig_open(NULL);
    struct erasure done;
    struct filing f, *filings;
    struct version v;
    struct product x, *products;
    struct account who;
    struct audit_verdict verdict;
    struct judgement_span span = {.through_ord = 1000, .limit = 100};
    struct judgement *judged;
    struct reset_use used = {.way = RESET_BY_LINK, .given_by = rig_reviewer.id}, *uses;
    int n, before;

    gone_people();
    used.account_id = gone.id;
    WRITE(GOOD(store_reset_use_add(s, &used, &fault)));
    GOOD(store_filing_load(worker, a, gone_filing.id, &f, &fault));
    GOOD(store_judgement_scan(s, a, &span, &judged, &before, &fault));
    GOOD(rig_sql(s, "UPDATE attachment SET stored_as = ''"));
    WRITE(CHECK_REFUSED(store_erase(s, gone_org.id, &done, &fault), ERR_CONFLICT,
                        "sealing_unfinished", &fault));
    GOOD(rig_sql(s, "UPDATE attachment SET stored_as = 'x' || id"));
    WRITE(CHECK_REFUSED(store_erase(s, "nobody", &done, &fault), ERR_NOTFOUND, "owner_unknown",
                        &fault));
    GOOD(rig_sql(s, "INSERT INTO queue_term (id, term) VALUES (1, '名称')"));
    GOOD(rig_sql(s, "INSERT INTO queue_posting (id, ords) VALUES (65536, x'0000')"));
    WRITE(GOOD(store_erase(s, gone_org.id, &done, &fault)));
    CHECK(done.is_organization);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM queue_term, queue_posting"), 0);
    CHECK_INT(done.keys, 2);
    CHECK_INT(done.accounts, 1);

    CHECK_REFUSED(store_filing_load(worker, a, gone_filing.id, &f, &fault), ERR_NOTFOUND,
                  "key_erased", &fault);
    CHECK_REFUSED(store_version_shown(worker, a, gone_filing.id, 1, &v, &fault), ERR_NOTFOUND,
                  "key_erased", &fault);
    CHECK_REFUSED(store_product_load(s, a, "gone1", &x, &fault), ERR_NOTFOUND, "key_erased",
                  &fault);
    GOOD(store_account_by_id(s, a, gone.id, &who, &fault));
    CHECK(who.contact_name == NULL);
    CHECK(who.is_disabled);
    GOOD(store_reset_use_list(s, a, gone.id, &uses, &n, &fault));
    CHECK_INT(n, 0);
    GOOD(store_filing_list(s, a, &(struct filing_query){.organization_id = gone_org.id, .limit = 9},
                           &filings, &n, &fault));
    CHECK_INT(n, 1); /* what is not sealed is still listed */
    GOOD(store_product_list(s, a, &(struct product_query){.organization_id = gone_org.id},
                            &products, &n, &fault));
    CHECK_INT(n, 0);
    GOOD(store_judgement_scan(s, a, &span, &judged, &n, &fault));
    CHECK_INT(n, before - 1); /* a replay passes over it */
    CHECK_INT(rig_number(s, arena_printf(a, "SELECT count(*) FROM deadline WHERE filing_id = '%s'",
                                         gone_filing.id)),
              0);
    GOOD(store_audit_verify(s, NULL, NULL, &verdict, &fault));
    CHECK_INT(verdict.broken_at, 0);

    GOOD(store_filing_load(worker, a, filing.id, &f, &fault)); /* of others nothing is lost */
    CHECK_STR(f.data, DATA);
    store_close(worker);
}

static void
administrator_is_added(const char *name, struct account *x)
{
    *x = (struct account){
        .username = name, .password_hash = "x", .roles = ROLE_SET(ROLE_SYSTEM_ADMIN)};
    WRITE(GOOD(store_account_add(s, x, &fault)));
}

static void
the_last_administrator_who_may_log_in_is_not_erased(void)
{
    struct account one, two;
    struct erasure done;

    administrator_is_added("admin1", &one);
    WRITE(CHECK_REFUSED(store_erase(s, one.id, &done, &fault), ERR_CONFLICT, "last_admin", &fault));
    administrator_is_added("admin2", &two);
    two.is_disabled = true;
    WRITE(GOOD(store_account_update(s, &two, &fault)));
    WRITE(CHECK_REFUSED(store_erase(s, one.id, &done, &fault), ERR_CONFLICT, "last_admin", &fault));
    WRITE(GOOD(store_erase(s, two.id, &done, &fault))); /* who may not log in is nobody's last */
    administrator_is_added("admin3", &two);
    WRITE(GOOD(store_erase(s, one.id, &done, &fault)));
}

static const struct check_test tests[] = {
    TEST(the_schema_has_these_sealed_columns_and_no_other),
    TEST(each_of_them_holds_what_is_sealed_and_no_text),
    TEST(each_table_that_is_walked_has_its_columns_in_the_list),
    TEST(what_was_written_is_found_in_no_file),
    TEST(what_was_written_is_read),
    TEST(lists_count_and_search_what_is_sealed),
    TEST(no_statement_writes_a_text_where_something_is_sealed),
    TEST(values_given_one_by_one_do_not_reach_a_sealed_column),
    TEST(a_map_that_forgets_what_is_sealed_reads_nothing),
    TEST(a_cell_that_was_moved_to_another_row_or_column_is_told),
    TEST(each_owner_has_a_key),
    TEST(what_is_typed_as_a_name_is_kept_as_a_hash),
    TEST(a_store_does_not_open_with_a_key_file_that_is_missing_or_wrong),
    TEST(a_worker_without_its_keys_answers_so_and_writes_nothing_until_they_are_back),
    TEST(without_its_keys_nothing_is_hashed_and_nothing_is_found),
    TEST(a_key_of_an_unknown_master_is_missing_and_the_others_are_not),
    TEST(another_master_key_wraps_and_whoever_is_there_goes_on),
    TEST(another_key_of_an_owner_seals_all_that_is_the_owners),
    TEST(what_is_erased_is_read_by_nobody_and_the_rest_stays),
    TEST(the_last_administrator_who_may_log_in_is_not_erased),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, begin, tests, LEN(tests));
}
