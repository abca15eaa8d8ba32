/* One process: filings and what hangs on them, products, tasks, the register, rule sets, the audit
 * trail. */
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
    CHECK(x.version == 1 && x.revision == 1 && id_valid(x.id));
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
    CHECK(y.number == NULL && y.rule_set == NULL && y.submitted_at == 0 &&
          y.created_at == x.created_at && y.updated_at == x.created_at);
    CHECK_ERR(store_filing_load(s, a, "nothing", &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_STR(fault.where, "filing_by_id");
}

static void
save_grows_the_revision_and_a_stale_one_changes_nothing(void)
{
    struct filing x, old, y;

    GOOD(store_filing_load(s, a, rig_filing.id, &x, &fault));
    old = x;
    x.data = "{\"new\":1}";
    x.title = "新";
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
    CHECK_INT(x.revision, old.revision + 1);
    old.data = "{\"lost\":1}";
    struct filing missing = old;
    missing.id = "nothing";
    WRITE({
        CHECK_ERR(store_filing_save(s, &old, &fault), ERR_STALE, &fault);
        CHECK_ERR(store_filing_save(s, &missing, &fault), ERR_NOTFOUND, &fault);
        CHECK_ERR(store_filing_move(s, &old, &fault), ERR_AGAIN, &fault);
    });
    x.state = "returned"; /* another state goes the second way */
    x.version = 2;
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.data, "{\"new\":1}");
    CHECK_STR(y.state, "returned");
    CHECK(y.version == 2 && y.revision == x.revision && y.updated_at > y.created_at);
    x.state = "submitted";
    x.number = "n1";
    x.rule_set = x.checked_with = "set";
    x.submitted_at = 7;
    WRITE({
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_filing_checked(s, x.id, "later", &fault));
        CHECK_ERR(store_filing_delete(s, x.id, x.revision, &fault), ERR_AGAIN,
                  &fault); /* it was submitted */
    });
    GOOD(store_filing_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.state, "submitted");
    CHECK_STR(y.number, "n1");
    CHECK_STR(y.rule_set, "set");
    CHECK_STR(y.checked_with, "later");
    CHECK(y.submitted_at == 7 && y.revision == x.revision);
}

static void
one_live_subject_per_organization(void)
{
    struct filing x = rig_new_filing("subject"), second = x;

    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        CHECK_ERR(store_filing_add(s, &second, &fault), ERR_CONFLICT, &fault);
        x.state = "withdrawn"; /* may be edited again: still live */
        GOOD(store_filing_move(s, &x, &fault));
        CHECK_ERR(store_filing_add(s, &second, &fault), ERR_CONFLICT, &fault);
        x.state = "refused";
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_filing_add(s, &second, &fault));
        x.state = "draft"; /* and not back beside the new one */
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
    CHECK_INT(rig_number(s, "SELECT count(*) FROM filing WHERE data LIKE '%secret%'"), 0);
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
    const char *cursor = NULL, *before = "~";
    do {
        GOOD(store_filing_list(s, a, o.id, "algorithm", NULL, cursor, 3, &rows, &n, &fault));
        for (int i = 0; i < n; i++, seen++) {
            CHECK(strcmp(rows[i].id, before) < 0);
            CHECK(rows[i].data == NULL);
            before = cursor = rows[i].id;
        }
    } while (n > 0 && seen < 20);

    CHECK_INT(seen, 7);
    GOOD(store_filing_list(s, a, o.id, NULL, "returned", NULL, 50, &rows, &n, &fault));
    CHECK_INT(n, 3);
    CHECK_STR(rows[0].organization_name, "乙");
    GOOD(store_filing_list(s, a, o.id, "subject", NULL, NULL, 50, &rows, &n, &fault));
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
    CHECK(y.base_revision == 3 && y.at == 9);
    CHECK_ERR(store_kept_load(s, a, "other filing", k.id, &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM kept"), 20);
}

/* ---- append only ----------------------------------------------------------------------------- */

static enum err
activate(const char *hash)
{
    struct activation x = {.hash = hash, .kind = "watch"};
    return store_activation_add(s, &x, &fault);
}

static void
frozen_rows_come_back_and_cannot_be_changed(void)
{
    struct version v = {rig_filing.id, 1, "{\"a\":1}", "hash", rig_filer.id, "127.0.0.1", 5}, w;
    struct decision d = {.filing_id = rig_filing.id,
                         .version = 1,
                         .occasion = "submit",
                         .verdict = "acceptable",
                         .facts = "{}",
                         .facts_hash = "h",
                         .answer = "{}",
                         .rule_set = "r",
                         .engine = "e",
                         .decided_at = 6};
    struct event e = {.filing_id = rig_filing.id,
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
    struct rule_set r = {.hash = "r", .files = "{}", .origin = "folder", .added_at = 1};
    int n;

    WRITE({
        GOOD(store_version_add(s, &v, &fault));
        CHECK_ERR(store_version_add(s, &v, &fault), ERR_CONFLICT, &fault);
        GOOD(store_decision_add(s, &d, &fault));
        GOOD(store_event_add(s, &e, &fault));
        GOOD(store_rule_set_add(s, &r, &fault));
        GOOD(activate("r"));
        GOOD(store_audit_add(s, rig_filer.id, "filing.submit", rig_filing.id, NULL, &fault));
    });
    GOOD(store_version_load(s, a, rig_filing.id, 1, &w, &fault));
    CHECK_STR(w.data, "{\"a\":1}");
    CHECK_STR(w.data_hash, "hash");
    CHECK_STR(w.submitted_by, rig_filer.id);
    CHECK_STR(w.remote_addr, "127.0.0.1");
    CHECK_INT(w.submitted_at, 5);
    CHECK_ERR(store_version_load(s, a, rig_filing.id, 2, &w, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_event_list(s, a, rig_filing.id, &events, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(events[0].actor_name, "Filer");
    CHECK_STR(events[0].to_state, "submitted");
    CHECK_STR(events[0].note, "注");
    CHECK_INT(events[0].at, 7);
    static const char *const tables[] = {"version", "decision", "event", "audit", "activation"};
    for (size_t i = 0; i < LEN(tables); i++) {
        static const char *const words[] = {"UPDATE %s SET %s = %s", "DELETE FROM %s",
                                            "INSERT OR REPLACE INTO %s SELECT * FROM %s",
                                            "REPLACE INTO %s SELECT * FROM %s"};
        for (size_t k = 0; k < 2 * LEN(words); k++) {
            const char *column = i == 1 ? "verdict" : i == 3 ? "hash" : i == 4 ? "at" : "version";
            char *sql = k % 4 < 1
                            ? arena_printf(a, words[0], tables[i], i == 0 ? "data" : column, "'1'")
                            : arena_printf(a, words[k % 4], tables[i], tables[i]);
            /* Once as the program's connections are, once as a careless tool would be. */
            rig_sql(s,
                    k < 4 ? "PRAGMA recursive_triggers = ON" : "PRAGMA recursive_triggers = OFF");
            check_about("%s", sql);
            CHECK_INT(rig_sql(s, sql), SQLITE_CONSTRAINT_TRIGGER);
        }
    }
    rig_sql(s, "PRAGMA recursive_triggers = ON");
}

static void
audit_lines_are_chained(void)
{
    WRITE(for (int i = 0; i < 3; i++) GOOD(store_audit_add(
        s, NULL, "test", i ? "它" : NULL, i > 1 ? "{\"a\":\"\\n\"}" : NULL, &fault)));
    sqlite3_stmt *st;
    CHECK_INT(sqlite3_prepare_v2(s->db,
                                 "SELECT prev_hash || char(10) || json_array(n, at, actor_id, "
                                 "action, object, detail), prev_hash, hash FROM audit ORDER BY n",
                                 -1, &st, NULL),
              SQLITE_OK);
    char hash[SHA256_TEXT] = "0000000000000000000000000000000000000000000000000000000000000000";
    int lines = 0;
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(st, 0);
        CHECK_STR((const char *)sqlite3_column_text(st, 1), hash);
        sha256_hex(line, strlen(line), hash);
        CHECK_STR((const char *)sqlite3_column_text(st, 2), hash);
        lines++;
    }

    sqlite3_finalize(st);
    CHECK(lines >= 3);
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

    y.hash = "h2";
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
    CHECK(z.added_at == 11 && last.at > 11);
    CHECK_STR(last.kind, "watch");
}

/* ---- deadlines, products, attachments -------------------------------------------------------- */

static void
deadlines_are_replaced_whole(void)
{
    struct deadline x[2] = {{NULL, "review", "2026-11-24", "2027-01-05", "running", 30, true},
                            {NULL, "other", NULL, NULL, "paused", 10, false}},
                    *y;
    int n;

    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, x, 2, &fault)));
    GOOD(store_deadlines_list(s, a, rig_filing.id, &y, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(y[0].name, "review");
    CHECK_STR(y[0].from, "2026-11-24");
    CHECK_STR(y[0].due_on, "2027-01-05");
    CHECK_STR(y[0].state, "running");
    CHECK(y[0].days == 30 && y[0].is_provisional && y[1].due_on == NULL && !y[1].is_provisional);
    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, y + 1, 1, &fault)));
    GOOD(store_deadlines_list(s, a, rig_filing.id, &y, &n, &fault));
    CHECK_INT(n, 1);
    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, NULL, 0, &fault)));
}

static void
product_saves_go_stale_and_deleted_ones_are_left_out(void)
{
    struct product p = {.id = "p1",
                        .organization_id = rig_org.id,
                        .name = "甲",
                        .data = "{\"name\":\"甲\"}"},
                   q, *rows;
    int n;

    WRITE({
        GOOD(store_product_add(s, &p, &fault));
        CHECK_ERR(store_product_add(s, &p, &fault), ERR_CONFLICT, &fault);
    });
    q = p;
    q.id = "p2";
    WRITE({
        GOOD(store_product_add(s, &q, &fault));
        p.name = "改";
        GOOD(store_product_save(s, &p, &fault));
        CHECK_INT(p.revision, 2);
        p.revision = 1;
        CHECK_ERR(store_product_save(s, &p, &fault), ERR_STALE, &fault);
        p.id = "p0";
        CHECK_ERR(store_product_save(s, &p, &fault), ERR_NOTFOUND, &fault);
    });
    GOOD(store_product_list(s, a, rig_org.id, NULL, 0, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(rows[0].name, "改");
    GOOD(store_product_list(s, a, rig_org.id, "p1", 1, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(rows[0].id, "p2");
    WRITE({
        GOOD(store_product_delete(s, "p2", &fault));
        CHECK_ERR(store_product_delete(s, "p2", &fault), ERR_NOTFOUND, &fault);
    });
    CHECK_ERR(store_product_load(s, a, "p2", &q, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_product_load(s, a, "p1", &q, &fault));
    CHECK_STR(q.data, "{\"name\":\"甲\"}");
    GOOD(store_product_list(s, a, rig_org.id, NULL, 0, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

static void
coverage_counts_only_for_filings_under_way(void)
{
    struct filing x = rig_new_filing("algorithm");
    struct coverage c[2] = {{NULL, "p1", NULL, NULL}, {NULL, "p1", "path", "function"}},
                    none = {NULL, "nothing", NULL, NULL}, *rows;
    int n;

    x.state = "submitted";
    WRITE({
        GOOD(store_filing_add(s, &x, &fault));
        GOOD(store_coverage_set(s, x.id, c, 2, &fault));
        CHECK_ERR(store_coverage_set(s, rig_filing.id, &none, 1, &fault), ERR_CONFLICT, &fault);
        CHECK_STR(fault.code, "reference_missing");
    });
    GOOD(store_coverage_of_product(s, a, "p1", &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK(rows[0].path_id == NULL);
    CHECK_STR(rows[1].function_id, "function");
    CHECK_STR(rows[1].filing_id, x.id);
    x.state = "refused";
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    GOOD(store_coverage_of_product(s, a, "p1", &rows, &n, &fault));
    CHECK_INT(n, 0);
    WRITE(GOOD(store_coverage_set(s, x.id, NULL, 0, &fault)));
}

static const char sha[] = "0123456789012345678901234567890123456789012345678901234567890123";

static void
attachment_is_named_by_content(void)
{
    struct attachment x = {.organization_id = rig_org.id,
                           .sha256 = sha,
                           .media_type = "application/pdf",
                           .filename = "承诺书.pdf",
                           .uploaded_by = rig_filer.id,
                           .size_bytes = 12},
                      y;
    bool has = true;

    GOOD(store_attachment_has(s, sha, &has, &fault));
    CHECK(!has);
    WRITE({
        GOOD(store_attachment_add(s, &x, &fault));
        CHECK_ERR(store_attachment_link(s, rig_filing.id, "nothing", &fault), ERR_NOTFOUND, &fault);
        GOOD(store_attachment_link(s, rig_filing.id, x.id, &fault));
        GOOD(store_attachment_link(s, rig_filing.id, x.id, &fault));
    });
    GOOD(store_attachment_has(s, sha, &has, &fault));
    CHECK(has);
    GOOD(store_attachment_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.filename, "承诺书.pdf");
    CHECK_STR(y.media_type, "application/pdf");
    CHECK_STR(y.sha256, sha);
    CHECK_STR(y.organization_id, rig_org.id);
    CHECK_STR(y.uploaded_by, rig_filer.id);
    CHECK(y.size_bytes == 12 && y.created_at == x.created_at);
}

static const struct check_test tests[] = {
    TEST(filing_comes_back_as_it_went),
    TEST(save_grows_the_revision_and_a_stale_one_changes_nothing),
    TEST(one_live_subject_per_organization),
    TEST(deleted_draft_is_gone_with_what_was_typed),
    TEST(filings_are_paged_newest_first_and_filtered),
    TEST(newest_twenty_lost_saves_stay),
    TEST(frozen_rows_come_back_and_cannot_be_changed),
    TEST(audit_lines_are_chained),
    TEST(rule_set_active_is_the_last_one_activated),
    TEST(deadlines_are_replaced_whole),
    TEST(product_saves_go_stale_and_deleted_ones_are_left_out),
    TEST(coverage_counts_only_for_filings_under_way),
    TEST(attachment_is_named_by_content),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
