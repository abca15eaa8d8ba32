/* One process: filing numbers, the public register and its search. */
#include "store_rig.h"

static enum err
take(const char *series, const char *counter, long n)
{
    struct number_serial x = {rig_org.id, series, counter, n};
    return store_number_take(s, &x, &fault);
}

static const char *
serials(const char *series)
{
    struct buf b = BUF(a);
    struct number_serial *rows;
    int n;

    GOOD(store_number_serials(s, a, rig_org.id, series, &rows, &n, &fault));
    for (int i = 0; i < n; i++)
        buf_puts(&b, arena_printf(a, "%s=%ld ", rows[i].counter, rows[i].n));
    return b.p ? b.p : "";
}

static void
number_is_taken_once_and_in_order(void)
{
    rig_store_new();
    CHECK_STR(serials("algorithm"), "");
    WRITE({
        CHECK_ERR(take("algorithm", "01", 2), ERR_AGAIN, &fault);
        GOOD(take("algorithm", "01", 1));
        CHECK_ERR(take("algorithm", "01", 1), ERR_AGAIN, &fault);
        GOOD(take("algorithm", "01", 2));
        CHECK_ERR(take("algorithm", "01", 4), ERR_AGAIN, &fault);
        GOOD(take("algorithm", "02", 1));
    });
    CHECK_STR(serials("algorithm"), "01=2 02=1 ");
}

static void
each_series_counts_for_itself(void)
{
    rig_store_new();
    WRITE({
        GOOD(take("algorithm", "01", 1));
        GOOD(take("model", "01", 1));
        GOOD(take("model", "", 1));
    });
    CHECK_STR(serials("algorithm"), "01=1 ");
    CHECK_STR(serials("model"), "=1 01=1 ");
}

/* As it was kept before series were counted apart. */
static void
a_serial_of_no_series_is_given_again_in_none(void)
{
    rig_store_new();
    rig_sql(s, "INSERT INTO number_serial (organization_id, class_code, n)"
               " SELECT id, '01', 7 FROM organization");
    CHECK_STR(serials("algorithm"), "01=7 ");
    WRITE({
        CHECK_ERR(take("algorithm", "01", 1), ERR_AGAIN, &fault);
        GOOD(take("algorithm", "01", 8));
        GOOD(take("algorithm", "01", 9));
        GOOD(take("model", "01", 8));
    });
    CHECK_STR(serials("algorithm"), "01=9 ");
    CHECK_STR(serials("model"), "01=8 ");
}

/* A column that is not of interest here is there all the same. */
#define OR_NOTHING(name, title, most) x.name = x.name ? x.name : "";
static struct entry
new_entry(int i)
{
    struct entry x = {
        .number = arena_printf(a, "网信算备1101081234567%05d号", i),
        .filing_id = rig_filing.id,
        .organization_id = rig_org.id,
        .algorithm_name = arena_printf(a, "%s推荐算法-%d", i % 100 ? "某某" : "ＡＢＣ ｄｅｆ", i),
        .digits = arena_printf(a, "1101081234567%05d", i),
        .algorithm_type = i % 2 ? "personalized_push" : "retrieval",
        .algorithm_type_label = i % 2 ? "个性化推送类" : "信息检索类",
        .organization = "北京某某科技有限公司",
        .area = i % 10 ? "110108" : "310115",
        .products = "某某(APP)",
        .purpose = "用于推荐内容",
        .status = "filed",
        .filed_on = "2026-11-24",
        .disclosure = "{\"purpose\":\"推荐\"}",
        .history = "[]",
    };

    ENTRY_PUBLISHED(OR_NOTHING)
    return x;
}

/* 10000 entries in a database of their own, made once; fewer with --quick. Every hundredth has a
 * name in other letters. */
static int entries;

static void
fill(void)
{
    if (entries > 0)
        return;

    entries = check_is_quick ? 500 : 10000;
    rig_store_new();
    WRITE(for (int i = 0; i < entries; i++) {
        struct entry x = new_entry(i);
        GOOD(store_entry_add(s, &x, &fault));
    });
}

static void
entry_comes_back_and_a_number_exists_once(void)
{
    struct entry x = new_entry(0), y;

    fill();
    WRITE(CHECK_ERR(store_entry_add(s, &x, &fault), ERR_CONFLICT, &fault));
    GOOD(store_entry_load(s, a, x.number, &y, &fault));
    CHECK_STR(y.algorithm_name, x.algorithm_name);
    CHECK_STR(y.disclosure, x.disclosure);
    CHECK_STR(y.history, "[]");
    CHECK_STR(y.filed_on, "2026-11-24");
    CHECK_INT(y.ord, 1);
    CHECK_ERR(store_entry_load(s, a, "nothing", &y, &fault), ERR_NOTFOUND, &fault);
    CHECK_INT(rig_sql(s, "DELETE FROM entry"), SQLITE_CONSTRAINT_TRIGGER);
}

static int
found(const char *text, const char *area, long below, int limit, long *last)
{
    struct entry *rows;
    int n;
    struct entry_query q = {.text = text,
                            .area = area,
                            .cursor = below ? arena_printf(a, "%ld", below) : NULL,
                            .limit = limit};

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    for (int i = 1; i < n; i++)
        CHECK(rows[i].ord < rows[i - 1].ord);
    if (last != NULL && n > 0)
        *last = rows[n - 1].ord;
    return n;
}

static void
search_folds_case_width_and_space_and_needs_two_characters(void)
{
    /* The third is the end of one field and the beginning of the next. */
    static const struct {
        const char *text;
        int n;
    } cases[] = {{"算法", 20}, {"法算", 0}, {"司某", 0}, {"推荐算法推荐", 0},
                 {"%", 0},     {"算 ", 20}, {"  ", 20},  {NULL, 20}};

    fill();
    CHECK_INT(found("abcDEF", NULL, 0, 1000, NULL), entries / 100);
    CHECK_INT(found("ａｂ　Ｃ", NULL, 0, 1000, NULL), entries / 100);
    CHECK_INT(found(arena_printf(a, "-%d", entries - 1), NULL, 0, 20, NULL), 1);
    for (size_t i = 0; i < LEN(cases); i++) {
        check_about("%s", cases[i].text ? cases[i].text : "everything");
        CHECK_INT(found(cases[i].text, NULL, 0, 20, NULL), cases[i].n);
    }
}

static void
search_pages_through_all_with_filters(void)
{
    struct entry_query q = {.text = "推荐",
                            .algorithm_types = " retrieval_filtering retrieval ",
                            .status = "filed",
                            .roles = "  ",
                            .limit = 5};
    struct entry *rows;
    long last = 0;
    int seen = 0, n;

    fill();
    while ((n = found("推荐", "31", last, 300, &last)) > 0)
        seen += n;
    CHECK_INT(seen, entries / 10);

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 5);
    CHECK(rows[0].disclosure == NULL);
    CHECK(rows[0].history == NULL);
    q.status = "revoked";
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_INT(n, 0);
}

/* ---- names of before ------------------------------------------------------------------------- */

static struct entry
renamed(const struct entry *x, const char *organization, const char *name, const char *on)
{
    struct entry now = *x;

    now.organization = organization;
    now.algorithm_name = name;
    register_call(a, &now, x, on);
    WRITE(GOOD(store_entry_renew(s, &now, &fault)));
    GOOD(store_entry_load(s, a, x->number, &now, &fault));
    return now;
}

/* As which the one entry is found by the words, by the whole name: "" where by what it says today;
 * "none" where by nothing. */
static const char *
found_as(const char *text, const char *organization)
{
    struct entry *rows;
    int n;
    struct entry_query q = {.text = text, .organization = organization, .limit = 5};

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_MOST(n, 1);
    return n == 0 ? "none" : rows[0].found_as ? rows[0].found_as : "";
}

static void
an_entry_is_found_by_every_name_that_it_had_and_says_by_which(void)
{
    int64_t organizations;

    rig_store_new();
    struct entry x = new_entry(1);
    x.organization = "晨星甲公司";
    x.algorithm_name = "老算法";
    WRITE(GOOD(store_entry_add(s, &x, &fault)));
    CHECK_STR(found_as("晨星甲", "晨星甲公司"), "");
    CHECK_STR(found_as("暮云", NULL), "none");

    x = renamed(&x, "暮云 乙公司", "老算法", "2026-11-26");
    x = renamed(&x, "暮云 乙公司", "新模型", "2026-11-27");
    CHECK_STR(found_as("晨星", NULL), "晨星甲公司");
    CHECK_STR(found_as("星甲公司", NULL), "晨星甲公司");
    CHECK_STR(found_as(NULL, "晨星 甲公司"), "晨星甲公司");
    CHECK_STR(found_as("老算法", NULL), "老算法");
    CHECK_STR(found_as("新模 老算 晨星", NULL), "晨星甲公司");
    CHECK_STR(found_as("暮云", NULL), "");
    CHECK_STR(found_as("公司", "暮云乙公司"), "");
    CHECK_STR(found_as("司老", NULL), "none"); /* the end of one name, the beginning of another */
    CHECK_STR(found_as(NULL, "老算法"), "none");
    CHECK_STR(x.former_names,
              "[{\"what\":\"organization\",\"name\":\"晨星甲公司\",\"until\":\"2026-11-26\"},"
              "{\"what\":\"algorithm_name\",\"name\":\"老算法\",\"until\":\"2026-11-27\"}]");
    GOOD(store_entry_organizations(s, &organizations, &fault));
    CHECK_INT(organizations, 1);

    x = renamed(&x, "晨星甲公司", "新模型", "2026-11-28"); /* and back */
    CHECK_STR(found_as("晨星", "晨星甲公司"), "");
    CHECK_STR(found_as("暮云", NULL), "暮云 乙公司");
    CHECK_LACKS(x.former_names, "晨星");

    x.status = register_statuses[1];
    WRITE(GOOD(store_entry_strike(s, &x, &fault)));
    CHECK_STR(found_as("老算法", NULL), "老算法");
}

static long
moment_now(void)
{
    struct entry *rows;
    int n;

    GOOD(store_entries_changed(s, a, 1, &rows, &n, &fault));
    return n ? rows[0].changed_at : 0;
}

/* Seconds are told: two changes in one are not of one moment. */
static void
each_change_has_a_later_moment_and_is_told_first(void)
{
    rig_store_new();
    struct entry x = new_entry(1), y = new_entry(2), old = new_entry(3), *rows;
    int n;

    old.source = "某清单";
    old.changed_on = "2025-01-02";
    WRITE({
        GOOD(store_entry_add(s, &x, &fault));
        GOOD(store_entry_add(s, &y, &fault));
        GOOD(store_entry_add(s, &old, &fault));
    });
    long at = moment_now();
    CHECK_LEAST(at, world_now(s->world) - 1000);
    x = renamed(&x, "丙公司", x.algorithm_name, "2026-11-24");
    CHECK_LEAST(moment_now(), at + 999);
    at = moment_now();
    x = renamed(&x, "丁公司", x.algorithm_name, "2026-11-24");
    CHECK_LEAST(moment_now(), at + 1000);
    at = moment_now();
    x.status = register_statuses[2];
    WRITE(GOOD(store_entry_strike(s, &x, &fault)));
    CHECK_LEAST(moment_now(), at + 1000);

    GOOD(store_entries_changed(s, a, 9, &rows, &n, &fault));
    if (!CHECK_INT(n, 3))
        return;
    CHECK_STR(rows[0].number, x.number);
    CHECK_STR(rows[1].number, y.number);
    CHECK_INT(rows[2].changed_at, INT64_C(1735747200000)); /* 2025-01-02T00:00:00+08:00 */
    at = rows[2].changed_at;
    old.ord = rows[2].ord;
    old.purpose = "另一个用途";
    WRITE(GOOD(store_entry_amend(s, &old, &fault)));
    GOOD(store_entries_changed(s, a, 9, &rows, &n, &fault));
    CHECK_INT(rows[2].changed_at, at + 1000);
}

/* ---- what it costs --------------------------------------------------------------------------- */

/* Steps that SQLite has taken for our statements since it was asked last: the same on every
 * machine. */
static long
steps(void)
{
    long n = 0;
    for (sqlite3_stmt *st = sqlite3_next_stmt(sqlite_of(s)->db, NULL); st;
         st = sqlite3_next_stmt(sqlite_of(s)->db, st))
        n += sqlite3_stmt_status(st, SQLITE_STMTSTATUS_VM_STEP, 1);
    return n;
}

struct search {
    const char *name, *text;
};
static const struct search searches[] = {
    {"a word that all have", "算法"},
    {"a word that none has", "法算"},
    {"a word that one in a hundred has", "abcdef"},
    {"a long word that all have", "北京某某科技有限公司"},
    {"a word of rare letters", "查无此物"},
    {"everything", NULL},
};

/* A page of twenty takes some hundred steps, a look at all entries at least ten each. */
enum { PAGE_STEPS_MOST = 2000, ROW_STEPS_MOST = 250 };

static void
search_over_ten_thousand_entries_looks_at_few(const void *row)
{
    const struct search *x = row;
    struct entry_query q = {.text = x->text, .limit = 20};
    struct entry *rows;
    int n;

    fill();
    steps();
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    CHECK_MOST(steps(), PAGE_STEPS_MOST);
}

static void
session_and_filing_are_read_in_few_steps(void)
{
    struct live_session who;
    struct filing x;

    fill();
    struct session session = {"token", rig_filer.id, 1, 1000, false};
    for (int i = 0; i < 100; i++)
        rig_added_filing();
    WRITE({
        GOOD(store_session_add(s, &session, &fault));
        for (int i = 0; i < 100; i++) {
            struct session more = {arena_printf(a, "t%d", i), rig_filer.id, 1, 1000, false};
            GOOD(store_session_add(s, &more, &fault));
        }
    });

    steps();
    GOOD(store_read_begin(s, &fault));
    GOOD(store_session_account(s, a, "token", 1, &who, &fault));
    GOOD(store_filing_load(s, a, rig_filing.id, &x, &fault));
    store_read_end(s);
    CHECK_MOST(steps(), ROW_STEPS_MOST);
}

/* The entry, the style of its number, and all its terms with their counts. */
static void
an_entry_is_indexed_in_as_many_statements_however_long_its_texts_are(void)
{
    fill();
    struct entry x = new_entry(entries), y = new_entry(entries + 1);
    long terms = rig_number(s, "SELECT sum(n) FROM register_term");

    y.purpose = "一二三四五六七八九十百千万\"亿\\兆京垓秭穰沟涧正载极";
    WRITE({
        (void)rig_statements();
        GOOD(store_entry_add(s, &x, &fault));
        int few = rig_statements();
        GOOD(store_entry_add(s, &y, &fault));
        CHECK_INT(rig_statements(), few);
    });
    CHECK_LEAST(rig_number(s, "SELECT sum(n) FROM register_term"), terms + 40);
    CHECK_INT(rig_number(s, "SELECT n FROM register_term WHERE term = '万\"'"), 1);
    CHECK_INT(rig_number(s, "SELECT n FROM register_term WHERE term = '亿\\'"), 1);
}

/* The sum of the groups in which a column is that; every group has it where is NULL. */
static long
counted(const struct entry_group *groups, int n, const char *type, const char *area)
{
    long sum = 0;

    for (int i = 0; i < n; i++)
        if ((type == NULL || str_is(groups[i].algorithm_type, type)) &&
            (area == NULL || str_is(groups[i].area, area)))
            sum += groups[i].n;
    return sum;
}

static void
entries_are_counted_by_what_narrows_a_search(void)
{
    struct entry_group *groups;
    int n;

    fill();
    GOOD(store_entry_groups(s, a, &groups, &n, &fault));
    CHECK_MOST(n, 4); /* two types in two provinces, however many entries */
    CHECK_INT(counted(groups, n, NULL, NULL), entries);
    CHECK_INT(counted(groups, n, "retrieval", NULL), entries / 2);
    CHECK_INT(counted(groups, n, NULL, "31"), entries / 10);
    CHECK_STR(groups[0].year, "2026");
}

static int
page_of(struct entry_query q, struct entry **rows)
{
    int n;
    GOOD(store_entry_page(s, a, &q, rows, &n, &fault));
    return n;
}

static void
a_page_by_number_goes_on_where_the_one_before_ended(void)
{
    struct entry *first, *second, *rows;

    fill();
    CHECK_INT(page_of((struct entry_query){.limit = 10}, &first), 10);
    CHECK_INT(first[0].ord, entries);
    CHECK_INT(page_of((struct entry_query){.limit = 10, .skip = 10}, &second), 10);
    CHECK_INT(second[0].ord, first[9].ord - 1);
    CHECK_INT(page_of((struct entry_query){.limit = 10, .skip = entries - 3}, &rows), 3);
    CHECK_INT(page_of((struct entry_query){.limit = 10, .skip = entries}, &rows), 0);

    CHECK_INT(page_of((struct entry_query){.text = "ＡＢＣ", .skip = 1, .limit = 10}, &rows),
              entries / 100 - 1 < 10 ? entries / 100 - 1 : 10);
    CHECK_INT(page_of((struct entry_query){.year = "2026", .area = "31", .limit = 2}, &rows), 2);
    CHECK_STR(rows[0].area, "310115");
    CHECK_INT(page_of((struct entry_query){.year = "2025", .limit = 2}, &rows), 0);
    CHECK_INT(page_of((struct entry_query){.text = "没有的词", .limit = 2}, &rows), 0);
}

static void
months_and_organizations_are_counted(void)
{
    struct entry_count *months;
    int64_t organizations;
    int n;

    fill();
    GOOD(store_entry_months(s, a, 24, &months, &n, &fault));
    if (CHECK_INT(n, 1)) {
        CHECK_STR(months[0].code, "2026-11");
        CHECK_INT(months[0].n, entries);
    }
    GOOD(store_entry_organizations(s, &organizations, &fault));
    CHECK_INT(organizations, 1);
}

static const struct check_test tests[] = {
    TEST(number_is_taken_once_and_in_order),
    TEST(each_series_counts_for_itself),
    TEST(a_serial_of_no_series_is_given_again_in_none),
    TEST(an_entry_is_found_by_every_name_that_it_had_and_says_by_which),
    TEST(each_change_has_a_later_moment_and_is_told_first),
    TEST(entry_comes_back_and_a_number_exists_once),
    TEST(search_folds_case_width_and_space_and_needs_two_characters),
    TEST(search_pages_through_all_with_filters),
    TEST_EACH(search_over_ten_thousand_entries_looks_at_few, searches),
    TEST(entries_are_counted_by_what_narrows_a_search),
    TEST(a_page_by_number_goes_on_where_the_one_before_ended),
    TEST(months_and_organizations_are_counted),
    TEST(an_entry_is_indexed_in_as_many_statements_however_long_its_texts_are),
    TEST(session_and_filing_are_read_in_few_steps),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
