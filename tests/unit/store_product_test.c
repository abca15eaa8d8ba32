/* One process: deadlines, products and who covers them, attachments. */
#include "store_rig.h"

static void
deadlines_are_replaced_whole(void)
{
    struct deadline x[2] = {{.name = "review",
                             .from = "2026-11-24",
                             .due_on = "2027-01-05",
                             .state = "running",
                             .days = 30,
                             .is_provisional = true,
                             .label = "审核",
                             .unit = "day",
                             .waited = 3,
                             .is_rolling = true},
                            {.name = "other", .state = "paused", .days = 10}},
                    *y;
    int n;

    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, x, 2, &fault)));
    GOOD(store_deadlines_list(s, a, rig_filing.id, &y, &n, &fault));
    CHECK_INT(n, 2);
    CHECK_STR(y[0].name, "review");
    CHECK_STR(y[0].from, "2026-11-24");
    CHECK_STR(y[0].due_on, "2027-01-05");
    CHECK_STR(y[0].state, "running");
    CHECK_INT(y[0].days, 30);
    CHECK(y[0].is_provisional);
    CHECK(y[1].due_on == NULL);
    CHECK(!y[1].is_provisional);
    CHECK_STR(y[0].label, "审核");
    CHECK_STR(y[0].unit, "day");
    CHECK_INT(y[0].waited, 3);
    CHECK(y[0].is_rolling);
    CHECK_STR(y[1].unit, "workday");
    CHECK_INT(y[1].waited, 0);

    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, y + 1, 1, &fault)));
    GOOD(store_deadlines_list(s, a, rig_filing.id, &y, &n, &fault));
    CHECK_INT(n, 1);
    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, NULL, 0, &fault)));
}

static void
all_deadlines_of_a_filing_keep_their_order(void)
{
    struct deadline x[9], *y;
    int n;

    for (int i = 0; i < 9; i++)
        x[i] = (struct deadline){.name = "review", .state = "running", .days = 10 + i};
    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, x, 9, &fault)));
    GOOD(store_deadlines_list(s, a, rig_filing.id, &y, &n, &fault));
    CHECK_INT(n, 9);
    for (int i = 0; i < n; i++)
        CHECK_INT(y[i].days, 10 + i);
    WRITE(GOOD(store_deadlines_set(s, rig_filing.id, NULL, 0, &fault)));
}

#define P1 "01k0000000000000000000001p"
#define P2 "01k0000000000000000000002p"

/* A new product of that id. */
static struct product
product_added(const char *id)
{
    struct product p = {
        .id = id, .organization_id = rig_org.id, .name = "甲", .data = "{\"name\":\"甲\"}"};

    WRITE(GOOD(store_product_add(s, &p, &fault)));
    return p;
}

static void
product_saves_go_stale(void)
{
    struct product p = product_added("saved"), old = p, missing = p, found;

    p.name = "改";
    missing.id = "missing";
    WRITE({
        CHECK_ERR(store_product_add(s, &p, &fault), ERR_CONFLICT, &fault);
        GOOD(store_product_save(s, &p, &fault));
        CHECK_INT(p.revision, 2);
        CHECK_ERR(store_product_save(s, &old, &fault), ERR_STALE, &fault);
        CHECK_ERR(store_product_save(s, &missing, &fault), ERR_NOTFOUND, &fault);
    });
    GOOD(store_product_load(s, a, "saved", &found, &fault));
    CHECK_STR(found.name, "改");
    CHECK_STR(found.data, "{\"name\":\"甲\"}");
}

static void
deleted_products_are_left_out(void)
{
    struct product *rows, found;
    int n;

    rig_store_new();
    struct product_query all = {.organization_id = rig_org.id},
                         second = {.organization_id = rig_org.id, .cursor = P1, .limit = 1};
    product_added(P1);
    product_added(P2);
    GOOD(store_product_list(s, a, &all, &rows, &n, &fault));
    CHECK_INT(n, 2);
    GOOD(store_product_list(s, a, &second, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(rows[0].id, P2);

    WRITE({
        GOOD(store_product_delete(s, P2, &fault));
        CHECK_ERR(store_product_delete(s, P2, &fault), ERR_NOTFOUND, &fault);
    });
    CHECK_ERR(store_product_load(s, a, P2, &found, &fault), ERR_NOTFOUND, &fault);
    GOOD(store_product_list(s, a, &all, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(rows[0].id, P1);
}

static void
coverage_counts_only_for_filings_under_way(void)
{
    struct filing x = rig_added_filing();
    struct product p = product_added("covered");
    struct coverage c[2] = {{NULL, p.id, NULL, NULL}, {NULL, p.id, "path", "function"}},
                    none = {NULL, "nothing", NULL, NULL}, *rows;
    int n;

    x.standing = "review";
    WRITE({
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_coverage_set(s, x.id, c, 2, &fault));
        CHECK_REFUSED(store_coverage_set(s, rig_filing.id, &none, 1, &fault), ERR_CONFLICT,
                      "reference_missing", &fault);
    });
    GOOD(store_coverage_of_product(s, a, p.id, &rows, &n, &fault));
    CHECK_INT(n, 2);
    CHECK(rows[0].path_id == NULL);
    CHECK_STR(rows[1].function_id, "function");
    CHECK_STR(rows[1].filing_id, x.id);

    x.standing = "over";
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    GOOD(store_coverage_of_product(s, a, p.id, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

/* Whoever names another's product covers nothing, whatever the rules let pass. */
static void
nobody_covers_the_product_of_another_organization(void)
{
    struct filing x = rig_added_filing();
    struct product own = product_added("own"),
                   foreign = {.id = "foreign", .name = "", .data = "{}"};
    struct coverage c[] = {{NULL, own.id, NULL, NULL}, {NULL, foreign.id, NULL, NULL}}, *rows;
    struct organization o = {.name = "别家公司"};
    int n;

    WRITE({
        GOOD(store_organization_add(s, &o, &fault));
        foreign.organization_id = o.id;
        GOOD(store_product_add(s, &foreign, &fault));
        GOOD(store_coverage_set(s, x.id, c, 1, &fault));
        CHECK_REFUSED(store_coverage_set(s, x.id, c, 2, &fault), ERR_CONFLICT, "reference_missing",
                      &fault);
        GOOD(store_coverage_set(s, x.id, c, 1, &fault));
        x.standing = "review";
        GOOD(store_filing_move(s, &x, &fault));
    });
    GOOD(store_coverage_of_product(s, a, own.id, &rows, &n, &fault));
    CHECK_INT(n, 1);
    GOOD(store_coverage_of_product(s, a, foreign.id, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static void
a_filed_product_tells_when_it_was_first_changed_after_the_submit(void)
{
    struct filing x = rig_added_filing();
    struct product p = product_added("filed");
    struct coverage c = {NULL, p.id, NULL, NULL};
    struct version v = {.filing_id = x.id,
                        .n = 1,
                        .data = "{}",
                        .data_hash = "h",
                        .products = "[1]",
                        .promise = "",
                        .text_hash = "",
                        .submitted_by = rig_filer.id,
                        .remote_addr = ""};
    struct filed_product *rows;
    int64_t first;
    int n;

    x.standing = "review";
    v.submitted_at = p.updated_at + 1;
    WRITE({
        GOOD(store_product_changed(s, &p, &fault)); /* before */
        GOOD(store_version_add(s, &v, &fault));
        GOOD(store_filing_move(s, &x, &fault));
        GOOD(store_coverage_set(s, x.id, &c, 1, &fault));
    });
    GOOD(store_product_filed(s, a, p.id, &rows, &n, &fault));
    CHECK_INT(n, 1);
    CHECK_STR(rows[0].products, "[1]");
    CHECK_INT(rows[0].changed_at, 0);

    p.updated_at = first = v.submitted_at + 5;
    WRITE(GOOD(store_product_changed(s, &p, &fault)));
    p.updated_at = first + 5;
    WRITE(GOOD(store_product_changed(s, &p, &fault)));
    GOOD(store_product_filed(s, a, p.id, &rows, &n, &fault));
    CHECK_INT(rows[0].changed_at, first);
    x.standing = "over";
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    GOOD(store_product_filed(s, a, p.id, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static const char sha[] = "0123456789012345678901234567890123456789012345678901234567890123";

static void
a_file_in_the_clear_is_named_by_its_content(void)
{
    struct attachment x = {.organization_id = rig_org.id,
                           .sha256 = sha,
                           .media_type = "application/pdf",
                           .filename = "承诺书.pdf",
                           .uploaded_by = rig_filer.id,
                           .size_bytes = 12},
                      y;
    bool has = true;

    GOOD(store_blob_has(s, sha, &has, &fault));
    CHECK(!has);
    WRITE({
        GOOD(store_attachment_add(s, &x, &fault));
        const char *ids[] = {x.id, "nothing"};
        CHECK_ERR(store_attachments_link(s, rig_filing.id, &(struct id_list){ids, 2}, &fault),
                  ERR_NOTFOUND, &fault);
        GOOD(store_attachments_link(s, rig_filing.id, &(struct id_list){ids, 1}, &fault));
        GOOD(store_attachments_link(s, rig_filing.id, &(struct id_list){ids, 1}, &fault));
    });
    GOOD(store_blob_has(s, sha, &has, &fault));
    CHECK(has);

    GOOD(store_attachment_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.filename, "承诺书.pdf");
    CHECK_STR(y.media_type, "application/pdf");
    CHECK_STR(y.sha256, sha);
    CHECK_STR(y.organization_id, rig_org.id);
    CHECK_STR(y.uploaded_by, rig_filer.id);
    CHECK_INT(y.size_bytes, 12);
    CHECK_INT(y.created_at, x.created_at);
}

/* The content's hash is no name of a sealed file, nor the other way round. */
static void
a_sealed_file_is_named_by_what_it_is_stored_as(void)
{
    static const char other[] = "abcdef6789012345678901234567890123456789012345678901234567890123",
                      name[] = "fedcba6789012345678901234567890123456789012345678901234567890123";
    struct attachment x = {.organization_id = rig_org.id,
                           .sha256 = other,
                           .media_type = "application/pdf",
                           .filename = "承诺书.pdf",
                           .uploaded_by = rig_filer.id,
                           .size_bytes = 12,
                           .stored_as = name,
                           .key_n = 3},
                      y;
    bool has = true;

    WRITE(GOOD(store_attachment_add(s, &x, &fault)));
    GOOD(store_blob_has(s, other, &has, &fault));
    CHECK(!has);
    GOOD(store_blob_has(s, name, &has, &fault));
    CHECK(has);
    GOOD(store_attachment_load(s, a, x.id, &y, &fault));
    CHECK_STR(y.stored_as, name);
    CHECK_INT(y.key_n, 3);
}

static void
attachments_are_looked_up_and_linked_together(void)
{
    enum { FILES = 30 };
    const char *ids[FILES + 1];
    struct id_list list = {ids, FILES + 1};
    struct attachment_query q = {.organization_id = rig_org.id, .ids = &list};
    struct attachment *rows;
    int n;

    WRITE({
        for (int i = 0; i < FILES; i++) {
            struct attachment x = {.organization_id = rig_org.id,
                                   .sha256 = sha,
                                   .media_type = "application/pdf",
                                   .filename = "一份.pdf",
                                   .uploaded_by = rig_filer.id,
                                   .size_bytes = 12};
            GOOD(store_attachment_add(s, &x, &fault));
            ids[i] = arena_strdup(a, x.id);
        }
        ids[FILES] = "nothing";
        (void)rig_statements();
        GOOD(store_attachment_own(s, a, &q, &rows, &n, &fault));
        CHECK_INT(n, FILES);
        CHECK_STR(rows[FILES - 1].id, ids[FILES - 1]);
        list.n = FILES;
        GOOD(store_attachments_link(s, rig_filing.id, &list, &fault));
        CHECK_INT(rig_statements(), 3);
    });
    q.organization_id = "another";
    GOOD(store_attachment_own(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

static void
coverage_of_many_is_kept_as_one_of_few(void)
{
    enum { ROWS_N = 40 };
    struct product x = {.organization_id = rig_org.id, .name = "甲", .data = "{}", .id = "broad"};
    struct coverage c[ROWS_N], *rows;
    int n;

    for (int i = 0; i < ROWS_N; i++)
        c[i] = (struct coverage){.product_id = "broad",
                                 .path_id = i % 2 ? "路径\"一\"" : NULL,
                                 .function_id = i % 4 == 3 ? "f" : NULL};
    WRITE({
        struct filing f = rig_new_filing("algorithm");
        GOOD(store_product_add(s, &x, &fault));
        GOOD(store_filing_add(s, &f, &fault));
        f.standing = "review";
        GOOD(store_filing_move(s, &f, &fault));
        (void)rig_statements();
        GOOD(store_coverage_set(s, f.id, c, ROWS_N, &fault));
        CHECK_INT(rig_statements(), 2);
    });
    GOOD(store_coverage_of_product(s, a, "broad", &rows, &n, &fault));
    CHECK_INT(n, ROWS_N);
    CHECK(rows[2].path_id == NULL && rows[2].function_id == NULL);
    CHECK_STR(rows[3].path_id, "路径\"一\"");
    CHECK_STR(rows[3].function_id, "f");
}

static const struct check_test tests[] = {
    TEST(deadlines_are_replaced_whole),
    TEST(all_deadlines_of_a_filing_keep_their_order),
    TEST(product_saves_go_stale),
    TEST(deleted_products_are_left_out),
    TEST(coverage_counts_only_for_filings_under_way),
    TEST(nobody_covers_the_product_of_another_organization),
    TEST(a_filed_product_tells_when_it_was_first_changed_after_the_submit),
    TEST(a_file_in_the_clear_is_named_by_its_content),
    TEST(a_sealed_file_is_named_by_what_it_is_stored_as),
    TEST(attachments_are_looked_up_and_linked_together),
    TEST(coverage_of_many_is_kept_as_one_of_few),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
