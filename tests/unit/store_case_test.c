/* One process: filings and their drafts, what is only ever appended, rule sets. */
#include "store_rig.h"

/* ---- filings --------------------------------------------------------------------------------- */

static void
filing_comes_back_as_it_went(void)
{
    struct filing x = rig_new_filing("algorithm"), y;

    x.of = rig_filing.id;
    x.title = "标题";
    x.checked_with = "set";
    WRITE(GOOD(store_filing_add(s, &x, &fault)));
    CHECK_INT(x.version, 1);
    CHECK_INT(x.revision, 1);
    CHECK(id_valid(x.id));

    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.id, x.id);
    CHECK_STR(y.organization_id, rig_org.id);
    CHECK_STR(y.organization_name, rig_org.name);
    CHECK_STR(y.kind, "algorithm");
    CHECK_STR(y.action, "initial");
    CHECK_STR(y.state, "draft");
    CHECK_STR(y.of, rig_filing.id);
    CHECK_STR(y.title, "标题");
    CHECK_STR(y.checked_with, "set");
    CHECK_STR(y.data, x.data);
    CHECK(y.number == NULL);
    CHECK(y.rule_set == NULL);
    CHECK_INT(y.submitted_at, 0);
    CHECK_INT(y.created_at, x.created_at);
    CHECK_INT(y.updated_at, x.created_at);

    CHECK_ERR(store_filing_load(s, a, "nothing", &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_STR(fault.where, "filing_by_id");
}

static void
save_grows_the_revision_and_a_stale_one_changes_nothing(void)
{
    struct filing x = rig_added_filing(), old = x, missing = x, y;

    x.data = "{\"new\":1}";
    x.title = "新";
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
    CHECK_INT(x.revision, old.revision + 1);

    old.data = "{\"lost\":1}";
    missing.id = "nothing";
    WRITE({
        CHECK_ERR(store_filing_save(s, &old, &fault), ERR_STALE, &fault);
        CHECK_ERR(store_filing_save(s, &missing, &fault), ERR_NOTFOUND, &fault);
        CHECK_ERR(store_filing_move(s, &old, &fault), ERR_AGAIN, &fault);
    });
    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.data, "{\"new\":1}");
    CHECK_STR(y.title, "新");
}

static void
save_moves_nothing_and_does_not_come_after_a_move(void)
{
    struct filing x = rig_added_filing(), y;

    x.data = "{\"new\":1}";
    x.state = "returned";
    x.version = 2;
    WRITE(CHECK_ERR(store_filing_save(s, &x, &fault), ERR_STALE, &fault));
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    x.saved_by = NULL;
    WRITE(GOOD(store_filing_save(s, &x, &fault)));

    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.data, "{\"new\":1}");
    CHECK_STR(y.state, "returned");
    CHECK_INT(y.version, 2);
    CHECK_INT(y.revision, x.revision);
    CHECK(y.updated_at > y.created_at);
}

static void
move_keeps_what_the_filing_became_and_it_is_no_draft_to_delete(void)
{
    struct filing x = rig_added_filing(), y;

    x.state = "submitted";
    x.standing = "review";
    x.number = "n1";
    x.rule_set = x.checked_with = "set";
    x.submitted_at = 7;
    WRITE({
        GOOD(store_filing_move(s, &x, &fault));
        x.checked_with = "later";
        GOOD(store_filing_checked(s, &x, &fault));
        CHECK_ERR(store_filing_delete(s, x.id, x.revision, &fault), ERR_AGAIN, &fault);
    });
    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.state, "submitted");
    CHECK_STR(y.standing, "review");
    CHECK_STR(y.number, "n1");
    CHECK_STR(y.rule_set, "set");
    CHECK_STR(y.checked_with, "later");
    CHECK_INT(y.submitted_at, 7);
    CHECK_INT(y.revision, x.revision);
}

static void
of_a_single_kind_an_organization_has_one_that_is_live(void)
{
    struct filing x = rig_new_filing("subject"), second;

    x.is_single = true;
    second = x;
    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        CHECK_ERR(store_filing_add(s, &second, &fault), ERR_CONFLICT, &fault);
        x.state = "withdrawn"; /* may be edited again: still live */
        GOOD(store_filing_move(s, &x, &fault));
        CHECK_ERR(store_filing_add(s, &second, &fault), ERR_CONFLICT, &fault);
        x.standing = "over";
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_filing_add(s, &second, &fault));
        x.standing = "editable"; /* and not back beside the new one */
        CHECK_ERR(store_filing_move(s, &x, &fault), ERR_CONFLICT, &fault);
        GOOD(store_filing_delete(s, second.id, second.revision, &fault));
        GOOD(store_filing_move(s, &x, &fault));
    });
}

static void
deleted_draft_is_gone_with_what_was_typed(void)
{
    struct filing x = rig_new_filing("algorithm"), y;
    struct kept k = {.account_id = rig_filer.id, .base_revision = 1, .data = "{}", .at = 1}, kept;

    x.data = "{\"secret\":1}";
    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        k.filing_id = x.id;
        GOOD(store_kept_add(s, &k, &fault));
        struct event e = {
            .filing_id = x.id, .version = 1, .actor_role = "system", .what = "create", .at = 1};
        GOOD(store_event_add(s, &e, &fault));
        CHECK_ERR(store_filing_delete(s, x.id, x.revision + 1, &fault), ERR_AGAIN, &fault);
        GOOD(store_filing_delete(s, x.id, x.revision, &fault));
        CHECK_ERR(store_filing_delete(s, x.id, x.revision, &fault), ERR_NOTFOUND, &fault);
    });
    CHECK_ERR(store_filing_load(s, a, x.id, &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_ERR(store_kept_load(s, a, x.id, k.id, &kept, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM filing WHERE deleted_at > 0 AND data = x''"), 2);
}

static void
filings_are_paged_newest_first_and_filtered(void)
{
    struct organization o = {.name = "乙"};
    struct filing *rows;
    int n, seen = 0;

    WRITE({
        GOOD(store_organization_add(s, &o, &fault));
        for (int i = 0; i < 7; i++) {
            struct filing x = rig_new_filing("algorithm");
            x.organization_id = o.id;
            x.state = i % 2 ? "returned" : "draft";
            GOOD(store_filing_add(s, &x, &fault));
        }
    });

    struct filing_query q = {.organization_id = o.id, .kind = "algorithm", .limit = 3};
    int64_t before = INT64_MAX;
    do {
        GOOD(store_filing_list(s, a, &q, &rows, &n, &fault));
        for (int i = 0; i < n; i++, seen++) {
            CHECK_MOST(rows[i].updated_at, before);
            CHECK(rows[i].data == NULL);
            before = rows[i].updated_at;
            q.cursor = store_filing_cursor(a, &rows[i]);
        }
    } while (n > 0 && seen < 20);

    CHECK_INT(seen, 7);

    q = (struct filing_query){
        .organization_id = o.id, .states = (const char *const[]){"returned", NULL}, .limit = 50};
    GOOD(store_filing_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 3);
    CHECK_STR(rows[0].organization_name, "乙");
    q = (struct filing_query){.organization_id = o.id, .kind = "subject", .limit = 50};
    GOOD(store_filing_list(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static void
newest_twenty_lost_saves_stay(void)
{
    struct kept k = {.filing_id = rig_filing.id,
                     .account_id = rig_filer.id,
                     .base_revision = 3,
                     .data = "{\"x\":1}",
                     .at = 9},
                y;
    char first[ID_TEXT];

    for (int i = 0; i < 25; i++) {
        WRITE(GOOD(store_kept_add(s, &k, &fault)));
        if (i == 0)
            memcpy(first, k.id, ID_TEXT);
    }

    CHECK_ERR(store_kept_load(s, a, rig_filing.id, first, &y, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_kept_load(s, a, rig_filing.id, k.id, &y, &fault));
    CHECK_STR(y.data, "{\"x\":1}");
    CHECK_STR(y.account_id, rig_filer.id);
    CHECK_INT(y.base_revision, 3);
    CHECK_INT(y.at, 9);
    CHECK_ERR(store_kept_load(s, a, "other filing", k.id, &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_number(s, arena_printf(a, "SELECT count(*) FROM kept WHERE filing_id = '%s'",
                                         rig_filing.id)),
              20);
}

/* ---- append only ----------------------------------------------------------------------------- */

static enum err
activate(const char *hash)
{
    struct activation x = {.hash = hash, .kind = "watch"};
    return store_activation_add(s, &x, &fault);
}

static void
version_comes_back_as_it_was_frozen(void)
{
    struct filing x = rig_added_filing();
    struct version v = {.filing_id = x.id,
                        .n = 1,
                        .data = "{\"a\":1}",
                        .data_hash = "hash",
                        .products = "[{\"covers\":[{}],\"tree\":{\"id\":\"p\"}}]",
                        .promise = "属实",
                        .text_hash = "texts",
                        .submitted_by = rig_filer.id,
                        .remote_addr = "127.0.0.1",
                        .submitted_at = 5},
                   w;

    WRITE({
        GOOD(store_version_add(s, &v, &fault));
        CHECK_ERR(store_version_add(s, &v, &fault), ERR_CONFLICT, &fault);
    });
    GOOD(store_version_load(s, a, x.id, 1, &w, &fault));
    CHECK_STR(w.data, "{\"a\":1}");
    CHECK_STR(w.data_hash, "hash");
    CHECK_STR(w.products, v.products);
    CHECK_STR(w.promise, "属实");
    CHECK_STR(w.text_hash, "texts");
    CHECK_STR(w.submitted_by, rig_filer.id);
    CHECK_STR(w.remote_addr, "127.0.0.1");
    CHECK_INT(w.submitted_at, 5);
    CHECK_ERR(store_version_load(s, a, x.id, 2, &w, &fault), ERR_NOTFOUND, &fault);
}

static void
event_comes_back_with_its_actor(void)
{
    struct filing x = rig_added_filing();
    struct event e = {.filing_id = x.id,
                      .version = 1,
                      .actor_id = rig_filer.id,
                      .actor_role = "filer",
                      .what = "submit",
                      .from_state = "draft",
                      .to_state = "submitted",
                      .reasons = "[]",
                      .note = "注",
                      .data_hash = "hash",
                      .at = 7},
                 *events;
    int n;

    WRITE(GOOD(store_event_add(s, &e, &fault)));
    GOOD(store_event_list(s, a, x.id, &events, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(events[0].actor_name, "Filer");
    CHECK_STR(events[0].to_state, "submitted");
    CHECK_STR(events[0].note, "注");
    CHECK_INT(events[0].at, 7);
}

/* A row in each of the tables that are appended to. */
static void
append_to_all(void)
{
    struct filing x = rig_added_filing();
    struct version v = {.filing_id = x.id,
                        .n = 1,
                        .data = "{}",
                        .data_hash = "hash",
                        .products = "[]",
                        .promise = "",
                        .text_hash = "",
                        .submitted_by = rig_filer.id,
                        .remote_addr = "127.0.0.1",
                        .submitted_at = 5};
    struct judgement d = {.filing_id = x.id,
                          .version = 1,
                          .occasion = "submit",
                          .verdict = "acceptable",
                          .facts = "{}",
                          .facts_hash = "h",
                          .answer = "{}",
                          .rule_set = "r",
                          .engine = "e",
                          .judged_at = 6};
    struct event e = {
        .filing_id = x.id, .version = 1, .actor_role = "system", .what = "create", .at = 1};
    struct rule_set r = {.hash = "r", .files = "{}", .origin = "folder", .added_at = 1};

    WRITE({
        GOOD(store_version_add(s, &v, &fault));
        GOOD(store_judgement_add(s, &d, &fault));
        GOOD(store_event_add(s, &e, &fault));
        GOOD(store_rule_set_add(s, &r, &fault));
        GOOD(activate("r"));
        GOOD(store_audit_add(s, rig_filer.id, "filing.submit", x.id, NULL, &fault));
    });
}

struct appended {
    const char *name, *column; /* a table; one of its columns */
};
static const struct appended tables[] = {{"version", "data"},
                                         {"judgement", "verdict"},
                                         {"event", "version"},
                                         {"audit", "hash"},
                                         {"activation", "at"}};

/* Once as the program's connections are, once as a careless tool would be. */
static void
rows_of_a_table_cannot_be_changed_by_any_word(const void *row)
{
    static const char *const pragmas[] = {"PRAGMA recursive_triggers = OFF",
                                          "PRAGMA recursive_triggers = ON"};
    const struct appended *table = row;
    const char *name = table->name;
    const char *const words[] = {
        arena_printf(a, "UPDATE %s SET %s = '1'", name, table->column),
        arena_printf(a, "DELETE FROM %s", name),
        arena_printf(a, "INSERT OR REPLACE INTO %s SELECT * FROM %s", name, name),
        arena_printf(a, "REPLACE INTO %s SELECT * FROM %s", name, name)};

    append_to_all();
    for (size_t k = 0; k < LEN(pragmas); k++)
        for (size_t i = 0; i < LEN(words); i++) {
            CHECK_INT(rig_sql(s, pragmas[k]), SQLITE_OK);
            check_about("%s, %s", words[i], pragmas[k]);
            CHECK_INT(rig_sql(s, words[i]), SQLITE_CONSTRAINT_TRIGGER);
        }
}

/* As the schema tells whoever verifies. */
static void
audit_lines_are_chained(void)
{
    static const char lines[] =
        "SELECT prev_hash || char(10) || CASE WHEN held IS NULL "
        "THEN json_array(n, at, actor_id, action, object, detail, address_hash, request_id) "
        "ELSE json_array(n, at, actor_id, action, object, detail, address_hash, request_id, held) "
        "END, prev_hash, hash FROM audit ORDER BY n";
    char hash[SHA256_TEXT] = "0000000000000000000000000000000000000000000000000000000000000000";
    sqlite3_stmt *st;
    int n = 0;

    WRITE({
        GOOD(store_audit_add(s, NULL, "test", NULL, NULL, &fault));
        store_audit_asker(s, "192.0.2.1", "r1");
        GOOD(store_audit_add(s, NULL, "test", "它", NULL, &fault));
        store_audit_asker(s, NULL, NULL);
        GOOD(store_audit_add(s, NULL, "test", "它", "{\"a\":\"\\n\"}", &fault));
    });
    CHECK_INT(sqlite3_prepare_v2(sqlite_of(s)->db, lines, -1, &st, NULL), SQLITE_OK);
    for (; sqlite3_step(st) == SQLITE_ROW; n++) {
        const char *line = (const char *)sqlite3_column_text(st, 0);
        CHECK_STR((const char *)sqlite3_column_text(st, 1), hash);
        seal_mac_hash(&s->audit_key, line, strlen(line), hash);
        CHECK_STR((const char *)sqlite3_column_text(st, 2), hash);
    }
    sqlite3_finalize(st);
    CHECK_LEAST(n, 4);
}

static void
rule_set_active_is_the_last_one_activated(void)
{
    struct rule_set x = {.hash = "h1",
                         .files = "{\"a.lua\":\"\"}",
                         .origin = "folder",
                         .added_at = 11},
                    y = x, z;
    struct activation last;

    y.hash = "h2"; /* of the same files */
    WRITE({
        GOOD(store_rule_set_add(s, &x, &fault));
        GOOD(store_rule_set_add(s, &x, &fault));
        GOOD(store_rule_set_add(s, &y, &fault));
        GOOD(activate("h1"));
        GOOD(activate("h2"));
        GOOD(activate("h1"));
        CHECK_ERR(activate("h3"), ERR_NOTFOUND, &fault);
    });
    GOOD(store_rule_set_active(s, a, &z, &fault));
    CHECK_STR(z.hash, "h1");
    CHECK_STR(z.files, "{\"a.lua\":\"\"}");
    GOOD(store_activation_last(s, a, &last, &fault));
    CHECK_INT(z.added_at, 11);
    CHECK_LEAST(last.at, 12);
    CHECK_STR(last.kind, "watch");
}

static const struct check_test tests[] = {
    TEST(filing_comes_back_as_it_went),
    TEST(save_grows_the_revision_and_a_stale_one_changes_nothing),
    TEST(save_moves_nothing_and_does_not_come_after_a_move),
    TEST(move_keeps_what_the_filing_became_and_it_is_no_draft_to_delete),
    TEST(of_a_single_kind_an_organization_has_one_that_is_live),
    TEST(deleted_draft_is_gone_with_what_was_typed),
    TEST(filings_are_paged_newest_first_and_filtered),
    TEST(newest_twenty_lost_saves_stay),
    TEST(version_comes_back_as_it_was_frozen),
    TEST(event_comes_back_with_its_actor),
    TEST_EACH(rows_of_a_table_cannot_be_changed_by_any_word, tables),
    TEST(audit_lines_are_chained),
    TEST(rule_set_active_is_the_last_one_activated),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
