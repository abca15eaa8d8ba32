/* Two connections: what searches of the register ask for over and over is read once as long as
 * nobody commits, and never longer. */
#include "store/postings.h"
#include "store_rig.h"

#include <stdlib.h>

static struct store *other;
static int made;

#define OR_NOTHING(name, title, most) x.name = x.name ? x.name : "";
static void
add(struct store *in, const char *name)
{
    struct entry x = {
        .number = arena_printf(a, "网信算备1101081234567%08d号", made),
        .digits = arena_printf(a, "1101081234567%08d", made++),
        .algorithm_name = name,
        .area = "110108",
        .status = "filed",
        .filed_on = "2025-03-04",
        .disclosure = "{}",
        .history = "[]",
    };

    ENTRY_PUBLISHED(OR_NOTHING)
    GOOD(store_write_begin(in, &fault));
    GOOD(store_entry_add(in, &x, &fault));
    GOOD(store_write_commit(in, &fault));
}

static void
finish(void)
{
    store_close(other);
    other = NULL;
}

/* A store of its own, for each test. */
static void
begin(void)
{
    finish();
    rig_store_new();
    other = rig_open(NULL);
    made = 0;
    for (int i = 0; i < 5; i++)
        add(s, i % 2 ? "白鹭推荐" : "白鹭生成");
}

/* How many it finds, in the snapshot that is open. */
static int
found(const char *text, int *cost)
{
    struct entry_query q = {.text = text, .limit = 50};
    struct entry *rows;
    int n = 0;

    (void)rig_statements();
    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    *cost = rig_statements();
    return n;
}

static int
search(const char *text, int *cost)
{
    GOOD(store_read_begin(s, &fault));
    int n = found(text, cost);
    store_read_end(s);
    return n;
}

static void
a_search_asks_again_for_nothing_but_its_rows(void)
{
    int first, again, none;

    begin();
    CHECK_INT(search("推荐", &first), 2);
    CHECK_INT(search("推荐", &again), 2);
    CHECK_INT(again, 2);
    CHECK_LEAST(first, 5); /* a term, all, the last, a chunk */
    CHECK_INT(search("无人", &first), 0);
    CHECK_INT(search("无人", &none), 0);
    CHECK_INT(none, 0);
}

static void
what_another_committed_is_found_at_the_next_beginning(void)
{
    int cost;

    begin();
    CHECK_INT(search("推荐", &cost), 2);
    CHECK_INT(search("青鸟", &cost), 0);
    add(other, "青鸟推荐");
    CHECK_INT(search("推荐", &cost), 3);
    CHECK_INT(search("青鸟", &cost), 1);
    CHECK_INT(search("", &cost), 6);
}

static void
what_this_one_committed_is_found_too(void)
{
    int cost;

    begin();
    CHECK_INT(search("青鸟", &cost), 0);
    add(s, "青鸟推荐");
    CHECK_INT(search("青鸟", &cost), 1);
    CHECK_INT(search("推荐", &cost), 3);
}

/* What is read from a snapshot is of it, and is not taken into the next. */
static void
what_is_committed_under_a_snapshot_is_found_in_the_next_alone(void)
{
    int cost;

    begin();
    GOOD(store_read_begin(s, &fault));
    (void)found("白鹭", &cost);
    add(other, "青鸟推荐");
    CHECK_INT(found("推荐", &cost), 2);
    CHECK_INT(found("青鸟", &cost), 0);
    store_read_end(s);
    CHECK_INT(search("推荐", &cost), 3);
    CHECK_INT(search("青鸟", &cost), 1);
}

/* Nor is what was taken back. */
static void
within_a_write_all_is_read_as_it_stands(void)
{
    struct entry x;
    int cost;

    begin();
    CHECK_INT(search("推荐", &cost), 2);
    GOOD(store_write_begin(s, &fault));
    CHECK_INT(found("推荐", &cost), 2);
    GOOD(store_entry_load(s, a, "网信算备110108123456700000001号", &x, &fault));
    x.algorithm_name = "青鸟";
    GOOD(store_entry_renew(s, &x, &fault));
    CHECK_INT(found("推荐", &cost), 1);
    CHECK_INT(found("青鸟", &cost), 1);
    store_write_rollback(s);
    CHECK_INT(search("推荐", &cost), 2);
    CHECK_INT(search("青鸟", &cost), 0);
}

/* The next entry comes after ord, which none finds. */
static void
leave_gap(long ord)
{
    const char *text = arena_printf(
        a,
        "INSERT INTO entry (ord, number, digits, algorithm_name, algorithm_type, role, "
        "organization, area, products, purpose, status, filed_on, note, search_text, disclosure, "
        "history) VALUES (%ld, 'x%ld', '%ld', 'x', 'x', 'x', 'x', '99', '', '', 'filed', "
        "'2020-01-01', '', '', '{}', '[]')",
        ord, ord, ord);
    CHECK_INT(rig_sql(s, text), SQLITE_OK);
}

/* One that comes into an empty chunk is found. */
static void
chunks_far_apart_are_walked_as_they_stand(void)
{
    int cost;

    begin();
    for (int k = 0; k < 4; k++) {
        leave_gap((k + 1L) * 3 * CHUNK);
        CHECK_INT(search("推荐", &cost), 2 + k);
        add(other, "青鸟推荐");
        CHECK_INT(search("推荐", &cost), 3 + k);
        CHECK_INT(search("青鸟 推荐", &cost), 1 + k);
        CHECK_INT(search("青鸟 白鹭", &cost), 0);
    }
}

/* ---- more than there is room for ------------------------------------------------------------- */

enum { FIRST_TERM = 1000, TERMS = 100, CHUNKS = 3 };

/* A dense row, another for each. */
static void
fill_chunk(struct chunk *c, int term, int chunk)
{
    memset(c, 0, sizeof *c);
    for (unsigned place = (unsigned)(term + chunk) % 7; place < CHUNK; place += 2 + place % 3)
        chunk_set(c, place);
    chunk_set(c, (unsigned)(term * CHUNKS + chunk));
}

static void
put_chunk(int term, int chunk)
{
    unsigned char row[CHUNK_BYTES];
    struct chunk c;
    struct buf hex = BUF(a);

    fill_chunk(&c, term, chunk);
    size_t n = posting_write(&c, row);
    for (size_t i = 0; i < n; i++)
        buf_printf(&hex, "%02x", row[i]);
    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "INSERT INTO register_posting (id, ords) "
                                      "VALUES (%lld, x'%s')",
                                      (FIRST_TERM + term) * (long long)TERM_CHUNKS + chunk, hex.p)),
              SQLITE_OK);
}

static void
of_many_chunks_each_is_its_own(void)
{
    struct chunk c, want;
    long near;

    begin();
    WRITE(for (int i = 0; i < TERMS * CHUNKS; i++) put_chunk(i / CHUNKS, i % CHUNKS));
    GOOD(store_read_begin(s, &fault));
    for (int i = 0; i < 4 * TERMS * CHUNKS; i++) {
        int k = i * 7 % (TERMS * CHUNKS);
        int64_t term = FIRST_TERM + k / CHUNKS;
        for (int twice = 0; twice < 2; twice++) {
            memset(&c, 0, sizeof c);
            GOOD(postings_chunk(s, term, k % CHUNKS, &c, &fault));
            fill_chunk(&want, k / CHUNKS, k % CHUNKS);
            CHECK(memcmp(&c, &want, sizeof c) == 0);
            CHECK_ERR(postings_chunk(s, term, CHUNKS, &c, &fault), ERR_NOTFOUND, &fault);
            GOOD(postings_near(s, term, CHUNKS + 5, false, &near, &fault));
            CHECK_INT(near, CHUNKS - 1);
            GOOD(postings_near(s, term, 0, true, &near, &fault));
            CHECK_INT(near, 1);
            CHECK_ERR(postings_near(s, term, 0, false, &near, &fault), ERR_NOTFOUND, &fault);
        }
    }
    store_read_end(s);
}

static void
of_many_terms_each_is_its_own(void)
{
    enum { N = 2000 };
    struct term x;

    begin();
    WRITE(for (int i = 0; i < N; i++) CHECK_INT(
        rig_sql(s, arena_printf(a, "INSERT INTO register_term (term, n) VALUES ('t:%d', %d)", i,
                                i + 1)),
        SQLITE_OK));
    GOOD(store_read_begin(s, &fault));
    for (int i = 0; i < 4 * N; i++) {
        int k = i / 2 * 7 % N;
        GOOD(postings_term(s, arena_printf(a, "t:%d", k), &x, &fault));
        CHECK_INT(x.n, k + 1);
        GOOD(postings_term(s, arena_printf(a, "none:%d", k), &x, &fault));
        CHECK_INT(x.id, 0);
        CHECK_INT(x.n, 0);
    }
    store_read_end(s);
}

int
main(int argc, char **argv)
{
    static const struct check_test tests[] = {
        TEST(a_search_asks_again_for_nothing_but_its_rows),
        TEST(what_another_committed_is_found_at_the_next_beginning),
        TEST(what_this_one_committed_is_found_too),
        TEST(what_is_committed_under_a_snapshot_is_found_in_the_next_alone),
        TEST(within_a_write_all_is_read_as_it_stands),
        TEST(chunks_far_apart_are_walked_as_they_stand),
        TEST(of_many_chunks_each_is_its_own),
        TEST(of_many_terms_each_is_its_own),
    };

    atexit(finish);
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
