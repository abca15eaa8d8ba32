/* One process: any search with any filter finds what a look at every entry finds, and costs little.
 */
#include "store_rig.h"

#include <stdlib.h>

/* ---- a register of everything --------------------------------------------------------------- */

enum { CODES = 4 };
static const char *const types[CODES] = {"personalized_push", "retrieval", "filtering", ""};
static const char *const roles[3] = {"provider", "supporter", ""};
static const char *const areas[CODES] = {"110108", "310115", "310000", "11"};
static const char *const statuses[3] = {"filed", "deregistered", "revoked"};
static const char *const sources[2] = {NULL, "某清单"};
static const char *const days[9] = {"2022-03-01", "2023-12-31", "2024-01-01",
                                    "2024-02-01", "2024-02-15", "2024-02-29",
                                    "2024-03-31", "2025-07-09", "2026-11-24"};
static const char *const words[6] = {"推荐", "荐推", "个性化推荐", "化推荐个", "ABC", "北京某"};
static const char *const organizations[3] = {"北京某公司", "上海 某公司", "某（集团）公司"};

static struct entry *made;
static int made_n;
static unsigned seed = 1;

static unsigned
pick(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return seed >> 16 & 0x7fff ? (seed >> 16 & 0x7fff) % n : 0;
}

#define OR_NOTHING(name, title, most) x.name = x.name ? x.name : "";
static struct entry
any_entry(int i)
{
    struct entry x = {
        .number = arena_printf(a, "网信算备1101081234567%08d号", i),
        .digits = arena_printf(a, "1101081234567%08d", i),
        .algorithm_name = arena_printf(a, "%s%s算法-%u", words[pick(6)], words[pick(6)], pick(90)),
        .algorithm_type = types[pick(CODES)],
        .role = roles[pick(3)],
        .organization = organizations[pick(3)],
        .area = areas[pick(CODES)],
        .products = "某某(APP)",
        .purpose = words[pick(6)],
        .status = statuses[pick(5) < 3 ? 0 : pick(3)],
        .filed_on = days[pick(9)],
        .source = sources[pick(4) == 0],
        .disclosure = "{}",
        .history = "[]",
    };

    ENTRY_PUBLISHED(OR_NOTHING)
    return x;
}

/* Over three chunks, of which one is empty: ords have gaps. */
static void
fill(void)
{
    if (made_n > 0)
        return;

    rig_store_new();
    int n = check_is_quick ? 400 : 3000;
    made = calloc((size_t)n, sizeof *made);
    WRITE(for (int i = 0; i < n; i++) {
        if (i == n / 3)
            rig_sql(s, "INSERT INTO entry (ord, number, digits, algorithm_name, algorithm_type, "
                       "role, organization, area, products, purpose, status, filed_on, note, "
                       "search_text, disclosure, history) VALUES (16383, 'x', '1', 'x', 'x', 'x', "
                       "'x', '99', '', '', 'filed', '2020-01-01', '', '', '{}', '[]')");
        if (i == 2 * n / 3)
            rig_sql(s, "INSERT INTO entry (ord, number, digits, algorithm_name, algorithm_type, "
                       "role, organization, area, products, purpose, status, filed_on, note, "
                       "search_text, disclosure, history) VALUES (49150, 'y', '2', 'x', 'x', 'x', "
                       "'x', '99', '', '', 'filed', '2020-01-01', '', '', '{}', '[]')");
        made[i] = any_entry(i);
        GOOD(i % 2 ? store_entry_add(s, &made[i], &fault) : store_entry_put(s, &made[i], &fault));
        if (i % 2 == 0)
            GOOD(store_entries_index(s, made[i].ord, made[i].ord, &fault));
    });
    made_n = n;
}

/* ---- the same by a look at every entry ------------------------------------------------------ */

static bool
is_among(const char *codes, const char *code)
{
    const char *at = codes ? strstr(codes, arena_printf(a, " %s ", code)) : "";
    return *code == '\0' && codes ? strspn(codes, " ") == strlen(codes) : at != NULL;
}

static bool
holds(const struct entry *x, const char *text)
{
    const char *parts[] = {x->algorithm_name, x->organization, x->products, x->purpose, x->number};
    const char *all = "";

    for (size_t i = 0; i < LEN(parts); i++)
        all = arena_printf(a, "%s%s\n", all, text_fold(a, parts[i]));
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n > 0 && strstr(all, text_fold(a, arena_strndup(a, at, n))) == NULL)
            return false;
        at += n + (at[n] == ' ');
    }
    return true;
}

static bool
fits(const struct entry *x, const struct entry_query *q)
{
    const char *source = x->source ? x->source : "";
    if ((q->status && !str_is(q->status, x->status)) ||
        !is_among(q->algorithm_types, x->algorithm_type))
        return false;
    if (!is_among(q->roles, x->role) || (q->area && !str_starts(x->area, q->area)))
        return false;
    if ((q->year && strncmp(q->year, x->filed_on, 4) != 0) ||
        (q->source && !str_is(q->source, source)))
        return false;
    if ((q->filed_from && strcmp(x->filed_on, q->filed_from) < 0) ||
        (q->filed_to && strcmp(x->filed_on, q->filed_to) > 0))
        return false;
    if (q->organization && !str_is(text_fold(a, q->organization), text_fold(a, x->organization)))
        return false;
    return holds(x, q->text);
}

static const char *
any_of(const char *const *list, unsigned n)
{
    return pick(2) ? list[pick(n)] : NULL;
}

static struct entry_query
any_query(void)
{
    static const char *const texts[] = {"推荐",     "荐推荐",   "abc 推荐",  "推荐 个性",
                                        "化推荐个", "算法-1",   "某公司 AB", "荐个性化 化推",
                                        "(app)",    "查无此物", "司 推荐",   "网信算备1101"};
    static const char *const type_lists[] = {" retrieval ", " retrieval filtering ", "  ", " no "};
    static const char *const role_lists[] = {" provider ", "  ", " supporter "};
    static const char *const begins[] = {"1", "11", "3101", "310115", "9", "310000x"};
    static const char *const spans[] = {"2022-03-01", "2022-03-02", "2023-01-01", "2023-12-31",
                                        "2024-01-01", "2024-02-01", "2024-02-14", "2024-02-28",
                                        "2024-02-29", "2024-03-01", "2024-03-30", "2024-12-31",
                                        "2025-07-09", "1960-01-01", "2199-12-31"};
    static const char *const years[] = {"2022", "2024", "2021"};
    static const char *const lists[] = {"", "某清单", "无"};
    return (struct entry_query){
        .text = any_of(texts, LEN(texts)),
        .algorithm_types = any_of(type_lists, LEN(type_lists)),
        .roles = pick(3) ? NULL : role_lists[pick(3)],
        .area = pick(3) ? NULL : begins[pick(LEN(begins))],
        .status = pick(3) ? NULL : statuses[pick(3)],
        .year = pick(4) ? NULL : years[pick(3)],
        .filed_from = pick(2) ? NULL : spans[pick(LEN(spans))],
        .filed_to = pick(2) ? NULL : spans[pick(LEN(spans))],
        .organization = pick(5) ? NULL : organizations[pick(3)],
        .source = pick(5) ? NULL : lists[pick(3)],
    };
}

/* ---- the same ------------------------------------------------------------------------------- */

static int
by_name(const void *x, const void *y)
{
    const struct entry *const *p = x, *const *q = y;
    int n = strcmp((*p)->algorithm_name, (*q)->algorithm_name);
    return n ? n : (*p)->ord < (*q)->ord ? -1 : 1;
}

static int
expected(const struct entry_query *q, const char *sort, const struct entry **out)
{
    int n = 0;

    for (int i = 0; i < made_n; i++) {
        const struct entry *x = &made[str_is(sort, "newest") ? made_n - 1 - i : i];
        if (fits(x, q))
            out[n++] = x;
    }
    if (str_is(sort, "name"))
        qsort(out, (size_t)n, sizeof *out, by_name);
    return n;
}

/* Page after page; a page that was ended early says where the next begins. */
static int
walked(struct entry_query q, long *out)
{
    int n = 0;

    for (int pages = 0; pages < 10000; pages++) {
        struct entry *rows;
        long stopped = 0;
        int k;
        q.stopped = &stopped;
        if (!GOOD(store_entry_search(s, a, &q, &rows, &k, &fault)))
            return -1;
        for (int i = 0; i < k; i++)
            out[n++] = rows[i].ord;
        if (k < q.limit && stopped == 0)
            return n;
        q.cursor = arena_printf(a, "%ld", k == q.limit ? rows[k - 1].ord : stopped);
    }
    return -1;
}

static void
any_search_finds_what_a_look_at_every_entry_finds(void)
{
    static const char *const sorts[] = {"newest", "oldest", "name"};

    fill();
    const struct entry **want = calloc((size_t)made_n, sizeof *want);
    long *got = calloc((size_t)made_n + 1000, sizeof *got);
    for (int i = 0; i < (check_is_quick ? 60 : 250); i++) {
        struct entry_query q = any_query();
        q.sort = sorts[pick(3)];
        q.limit = pick(2) ? 7 : 200;
        int n = expected(&q, q.sort, want), k = walked(q, got);
        check_about("query %d: %s, types %s, area %s, %s to %s, %s", i, q.text ? q.text : "-",
                    q.algorithm_types ? q.algorithm_types : "-", q.area ? q.area : "-",
                    q.filed_from ? q.filed_from : "-", q.filed_to ? q.filed_to : "-", q.sort);
        if (!CHECK_INT(k, n))
            break;
        for (int j = 0; j < n; j++)
            if (!CHECK_INT(got[j], want[j]->ord))
                break;
    }
    free(got);
    free(want);
}

static void
a_page_by_number_and_counts_agree_with_a_look_at_every_entry(void)
{
    fill();
    const struct entry **want = calloc((size_t)made_n, sizeof *want);
    for (int i = 0; i < (check_is_quick ? 30 : 100); i++) {
        struct entry_query q = any_query(), other;
        struct entry_tally tallies[] = {{FACET_TYPE, "retrieval", 0},
                                        {FACET_AREA, "31", 0},
                                        {FACET_ROLE, "provider", 0},
                                        {FACET_YEAR, "2024", 0}};
        struct entry_total total;
        struct entry *rows;
        int n = expected(&q, "newest", want), k;
        GOOD(store_entry_count(s, a, &q, tallies, LEN(tallies), &total, &fault));
        check_about("query %d: %s", i, q.text ? q.text : "-");
        if (total.is_most) {
            CHECK_LEAST(total.n, n);
            continue;
        }
        CHECK_INT(total.n, n);
        other = q;
        other.algorithm_types = " retrieval ";
        CHECK_INT(tallies[0].n, expected(&other, "newest", want));
        other = q;
        other.area = "31";
        CHECK_INT(tallies[1].n, expected(&other, "newest", want));
        other = q;
        other.roles = " provider ";
        CHECK_INT(tallies[2].n, expected(&other, "newest", want));
        other = q;
        other.year = "2024";
        CHECK_INT(tallies[3].n, expected(&other, "newest", want));

        n = expected(&q, "newest", want);
        q.skip = n / 2;
        q.limit = 10;
        GOOD(store_entry_page(s, a, &q, &rows, &k, &fault));
        CHECK_INT(k, n - n / 2 < 10 ? n - n / 2 : 10);
        for (int j = 0; j < k; j++)
            CHECK_INT(rows[j].ord, want[n / 2 + j]->ord);
    }
    free(want);
}

static void
an_entry_that_is_struck_changes_its_place_in_every_filter(void)
{
    struct entry_query filed = {.text = "推荐", .status = "filed", .limit = 1}, revoked = filed;
    struct entry *rows, x;
    struct entry_total before, after;
    int n;

    fill();
    revoked.status = "revoked";
    GOOD(store_entry_search(s, a, &filed, &rows, &n, &fault));
    CHECK_INT(n, 1);
    GOOD(store_entry_count(s, a, &filed, NULL, 0, &before, &fault));
    GOOD(store_entry_load(s, a, rows[0].number, &x, &fault));
    x.status = "revoked";
    x.history = "[{\"on\":\"2027-01-01\",\"what\":\"revoked\"}]";
    WRITE({
        GOOD(store_entry_strike(s, &x, &fault));
        CHECK_ERR(store_entry_strike(s, &x, &fault), ERR_AGAIN, &fault);
    });
    GOOD(store_entry_count(s, a, &filed, NULL, 0, &after, &fault));
    CHECK_INT(after.n, before.n - 1);
    GOOD(store_entry_load(s, a, x.number, &x, &fault));
    CHECK_STR(x.changed_on, "2027-01-01");
    for (int i = 0; i < made_n; i++)
        if (made[i].ord == x.ord)
            made[i].status = "revoked";
    revoked.limit = made_n;
    GOOD(store_entry_search(s, a, &revoked, &rows, &n, &fault));
    bool is_there = false;
    for (int i = 0; i < n; i++)
        is_there = is_there || rows[i].ord == x.ord;
    CHECK(is_there);
    CHECK_INT(rig_number(s, "SELECT sum(n) FROM register_group"),
              rig_number(s, "SELECT count(*) FROM entry"));
    any_search_finds_what_a_look_at_every_entry_finds();
}

static const struct check_test tests[] = {
    TEST(any_search_finds_what_a_look_at_every_entry_finds),
    TEST(a_page_by_number_and_counts_agree_with_a_look_at_every_entry),
    TEST(an_entry_that_is_struck_changes_its_place_in_every_filter),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
