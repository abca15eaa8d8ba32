/* One process: rows become structs by the names of their columns. */
#include "store_rig.h"

struct little {
    const char *id, *name;
    long revision;
    int version;
};
static const struct column little_columns[] = {COLUMN(little, id), EMPTY(little, name),
                                               COLUMN(little, revision), COLUMN(little, version)};
static const struct row_map little_map = ROW_MAP(little_columns, little);

static void
a_column_that_the_struct_does_not_know_is_a_bug(void)
{
    struct little x = {.name = "as it was"};

    CHECK_REFUSED(db_one(s, Q_PRODUCT_BY_ID, ROW(a, &little_map, &x), VALUES(T("p")), &fault),
                  ERR_BUG, "column_unknown", &fault);
    CHECK_STR(fault.where, "product_by_id");
    CHECK_STR(x.name, "as it was");
    CHECK(store_is_idle(s));
}

static void
columns_come_in_any_order_and_what_is_not_selected_is_zero(void)
{
    struct judgement x = {.filing_id = rig_filing.id,
                          .version = 3,
                          .occasion = "submit",
                          .verdict = "acceptable",
                          .facts = "{\"f\":1}",
                          .facts_hash = "fh",
                          .answer = "{\"a\":1}",
                          .rule_set = "r",
                          .engine = "e",
                          .judged_at = 7},
                     *rows, whole;
    struct judgement_query q = {.filing_id = rig_filing.id, .limit = 1};
    int n;

    WRITE(GOOD(store_judgement_add(s, &x, &fault)));
    GOOD(store_judgement_list(s, a, &q, &rows, &n, &fault));
    CHECK_STR(rows[0].facts_hash, "fh");
    CHECK_STR(rows[0].engine, "e");
    CHECK(rows[0].facts == NULL);
    CHECK(rows[0].answer == NULL);
    CHECK(rows[0].outcome_hash == NULL);

    GOOD(store_judgement_newest(s, a, rig_filing.id, &whole, &fault));
    CHECK_STR(whole.facts, "{\"f\":1}");
    CHECK_STR(whole.answer, "{\"a\":1}");
    CHECK_INT(whole.ord, x.ord);
    CHECK_INT(whole.n, x.n);
    CHECK_INT(whole.version, 3);
    CHECK_INT(whole.judged_at, 7);
}

/* As while workers of the program before still run beside one that is newer. */
static void
a_column_that_is_added_under_an_open_store_is_passed_over(void)
{
    struct account x;
    struct kept k = {.filing_id = rig_filing.id,
                     .account_id = rig_filer.id,
                     .base_revision = 4,
                     .data = "{}",
                     .at = 5},
                y;
    struct store *newer = rig_open(NULL);

    WRITE(GOOD(store_kept_add(s, &k, &fault)));
    GOOD(store_kept_load(s, a, k.filing_id, k.id, &y, &fault));
    GOOD(store_account_by_id(s, a, rig_filer.id, &x, &fault));
    CHECK_INT(rig_sql(newer, "ALTER TABLE kept ADD COLUMN why TEXT NOT NULL DEFAULT 'x'"),
              SQLITE_OK);
    CHECK_INT(rig_sql(newer, "ALTER TABLE account ADD COLUMN title TEXT NOT NULL DEFAULT 'x'"),
              SQLITE_OK);
    store_close(newer);

    GOOD(store_kept_load(s, a, k.filing_id, k.id, &y, &fault));
    CHECK_INT(y.base_revision, 4);
    CHECK_INT(y.at, 5);
    CHECK_STR(y.data, "{}");
    GOOD(store_account_by_id(s, a, rig_filer.id, &x, &fault));
    CHECK_STR(x.username, "Filer");
    CHECK_STR(x.organization_name, rig_org.name);
    CHECK_STR(x.email, "a@example.com");
}

static const struct check_test tests[] = {
    TEST(a_column_that_the_struct_does_not_know_is_a_bug),
    TEST(columns_come_in_any_order_and_what_is_not_selected_is_zero),
    TEST(a_column_that_is_added_under_an_open_store_is_passed_over),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
