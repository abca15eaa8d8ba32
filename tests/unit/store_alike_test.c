/* Filings that are called alike or say the same: the organization's own, and others'. */
#include "store_rig.h"

enum { MANY = 200 };

/* In review, with that title and those texts. */
static void
file(const char *organization_id, const char *title, const char *text_hash)
{
    struct filing x = rig_new_filing("algorithm");

    x.organization_id = organization_id;
    x.title = title;
    GOOD(store_filing_add(s, &x, &fault));
    x.state = "submitted";
    x.standing = "review";
    x.text_hash = text_hash;
    GOOD(store_filing_move(s, &x, &fault));
}

static const char *
another_organization(const char *name)
{
    struct organization o = {.name = name};
    GOOD(store_organization_add(s, &o, &fault));
    return arena_strdup(a, o.id);
}

static bool
title_elsewhere(const char *organization_id, const char *title)
{
    struct elsewhere_query q = {organization_id, "algorithm"};
    bool is = false;
    GOOD(store_title_elsewhere(s, &q, title, &is, &fault));
    return is;
}

static bool
text_elsewhere(const char *organization_id, const char *hash)
{
    struct elsewhere_query q = {organization_id, "algorithm"};
    bool is = false;
    GOOD(store_text_elsewhere(s, &q, hash, &is, &fault));
    return is;
}

/* Steps of SQLite's machine since they were asked last. */
static int
steps(enum query q)
{
    return sqlite3_stmt_status(sqlite_of(s)->statement[q], SQLITE_STMTSTATUS_VM_STEP, 1);
}

static void
others_are_found_on_either_side_of_ones_own(void)
{
    const char *first = NULL, *last = NULL;

    WRITE({
        first = another_organization("甲公司");
        last = another_organization("乙公司");
        file(first, "同名一", "same one");
        file(last, "同名二", "same two");
        file(rig_org.id, "独名", "one's own");
    });
    CHECK(title_elsewhere(last, "同名一"));
    CHECK(title_elsewhere(first, "同名二"));
    CHECK(title_elsewhere(last, "同 名一\u200b"));
    CHECK(!title_elsewhere(first, "同名一"));
    CHECK(!title_elsewhere(rig_org.id, "独名"));
    CHECK(!title_elsewhere(rig_org.id, ""));
    CHECK(text_elsewhere(last, "same one"));
    CHECK(text_elsewhere(first, "same two"));
    CHECK(!text_elsewhere(last, "same two"));
    CHECK(!text_elsewhere(rig_org.id, "one's own"));
    CHECK(!text_elsewhere(rig_org.id, ""));
}

static void
however_many_are_ones_own_the_answer_takes_as_long(void)
{
    const char *o = NULL;
    int few, many;

    WRITE({
        o = another_organization("丙公司");
        file(o, "重名", "repeated");
    });
    (void)steps(Q_TITLE_ELSEWHERE);
    (void)steps(Q_TEXT_ELSEWHERE);
    CHECK(!title_elsewhere(o, "重名") && !text_elsewhere(o, "repeated"));
    few = steps(Q_TITLE_ELSEWHERE) + steps(Q_TEXT_ELSEWHERE);

    WRITE(for (int i = 0; i < MANY; i++) file(o, "重名", "repeated"));
    CHECK(!title_elsewhere(o, "重名") && !text_elsewhere(o, "repeated"));
    many = steps(Q_TITLE_ELSEWHERE) + steps(Q_TEXT_ELSEWHERE);
    CHECK_INT(many, few);
}

static void
those_that_are_told_alike_are_one_row_with_their_number(void)
{
    struct beside *rows;
    const char *o = NULL;
    int n;

    WRITE({
        o = another_organization("丁公司");
        for (int i = 0; i < 3; i++)
            file(o, "甲", "texts");
        file(o, "甲", "others");
        file(o, "乙", "");
    });
    struct beside_query q = {o, NULL, "乙", "texts", 10};
    GOOD(store_filing_beside(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 3);
    CHECK_STR(rows[0].title, "乙"); /* called alike: first */
    CHECK(!rows[0].is_same_text);
    CHECK_INT(rows[0].n, 1);
    CHECK_STR(rows[1].title, "甲");
    CHECK(rows[1].is_same_text);
    CHECK_INT(rows[1].n, 3);
    CHECK(!rows[2].is_same_text);
    CHECK_INT(rows[2].n, 1);

    q.limit = 1;
    GOOD(store_filing_beside(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

/* How SQLite would go about it, a line each. */
static const char *
plan_of(enum query q)
{
    const char *plan = arena_printf(a, "EXPLAIN QUERY PLAN %s", query_texts[q].text);
    struct buf b = BUF(a);
    sqlite3_stmt *st = NULL;

    buf_puts(&b, "");
    CHECK_INT(sqlite3_prepare_v2(sqlite_of(s)->db, plan, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        buf_printf(&b, "%s\n", (const char *)sqlite3_column_text(st, 3));
    sqlite3_finalize(st);
    return b.p;
}

/* Rows are as long as a filing: hundreds of them are not read for a line of facts. */
static void
the_others_are_told_from_the_index_alone(void)
{
    CHECK_HAS(plan_of(Q_FILING_BESIDE), "USING COVERING INDEX filing_beside");
}

/* An index that is made for a question is made of all filings there are. */
static void
what_a_mandate_reaches_makes_no_index_of_all_filings(void)
{
    static const enum query asked[] = {Q_MANDATE_REACHES, Q_MANDATE_REACHES_FILE, Q_MANDATE_DRAFTS};

    for (size_t i = 0; i < LEN(asked); i++)
        CHECK(strstr(plan_of(asked[i]), "AUTOMATIC") == NULL);
}

static void
a_filing_is_not_beside_itself_nor_is_what_is_over(void)
{
    struct filing x = rig_new_filing("algorithm");
    struct beside *rows;
    const char *o = NULL;
    int n;

    WRITE({
        o = another_organization("戊公司");
        x.organization_id = o;
        GOOD(store_filing_add(s, &x, &fault));
        x.id = arena_strdup(a, x.id);
        struct filing y = x;
        GOOD(store_filing_add(s, &y, &fault));
        y.standing = "over";
        GOOD(store_filing_move(s, &y, &fault));
    });
    struct beside_query q = {.organization_id = o, .filing_id = x.id, .limit = 10};
    GOOD(store_filing_beside(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
    q.filing_id = NULL;
    GOOD(store_filing_beside(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 1);
}

/* While the same version is typed into, its texts stay those that were handed in. */
static void
texts_go_with_the_version_that_had_them(void)
{
    struct filing x = rig_added_filing();

    x.text_hash = "texts";
    WRITE(GOOD(store_filing_move(s, &x, &fault)));
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
    GOOD(store_filing_load(s, a, x.id, &x, &fault));
    CHECK_STR(x.text_hash, "texts");

    x.version++;
    WRITE(GOOD(store_filing_save(s, &x, &fault)));
    GOOD(store_filing_load(s, a, x.id, &x, &fault));
    CHECK(x.text_hash == NULL);
}

static const struct check_test tests[] = {
    TEST(others_are_found_on_either_side_of_ones_own),
    TEST(however_many_are_ones_own_the_answer_takes_as_long),
    TEST(those_that_are_told_alike_are_one_row_with_their_number),
    TEST(the_others_are_told_from_the_index_alone),
    TEST(what_a_mandate_reaches_makes_no_index_of_all_filings),
    TEST(a_filing_is_not_beside_itself_nor_is_what_is_over),
    TEST(texts_go_with_the_version_that_had_them),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
