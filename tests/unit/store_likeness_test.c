/* One process: which filings share marks, whatever everybody writes. */
#include "store_rig.h"

enum { MANY = 230, OWN = 20, COMMON = 60, MARKS = OWN + COMMON };

static const char *ids[MANY];

/* Some that all have, and some from `own` on. */
static struct marks
marks_of(int common, int own_from, int own)
{
    struct marks x = {.rows = arena_alloc(a, MARKS * sizeof *x.rows)};

    for (int i = 0; i < common; i++)
        x.rows[x.n++] = i + 1;
    for (int i = 0; i < own; i++)
        x.rows[x.n++] = own_from + i;
    return x;
}

static void
mark(const char *id, struct marks x)
{
    struct likeness_due due = {.filing_id = id, .version = 1};
    WRITE(GOOD(store_likeness_set(s, a, &due, "texts", &x, &fault)));
}

static const char *
found_for(const char *id, struct marks x)
{
    struct likeness_like *found;
    struct buf b = BUF(a);
    int n;

    GOOD(store_likeness_like(s, a, id, &x, 3, &found, &n, &fault));
    buf_puts(&b, "");
    for (int i = 0; i < n; i++)
        buf_printf(&b, "%s%s", i > 0 ? " " : "", found[i].filing_id);
    return b.p;
}

/* Everybody has the same phrases, and texts of their own beside them. */
static void
fill(int common, int own)
{
    rig_store_new();
    for (int i = 0; i < MANY; i++) {
        ids[i] = arena_strdup(a, rig_added_filing().id);
        mark(ids[i], marks_of(common, 1000 * (i + 1), own));
    }
}

static void
a_copy_is_first_however_much_everybody_writes_alike(void)
{
    fill(COMMON, OWN);
    const char *copy = arena_strdup(a, rig_added_filing().id);
    struct marks of_copy = marks_of(COMMON, 1000 * (MANY - 4), OWN);

    CHECK_STR(found_for(copy, of_copy), ids[MANY - 5]);
    mark(copy, of_copy);
    CHECK_STR(found_for(copy, of_copy), ids[MANY - 5]);
    CHECK_STR(found_for(ids[MANY - 5], of_copy), copy);
    CHECK_STR(found_for(ids[3], marks_of(COMMON, 4000, OWN)), "");
}

static void
what_few_have_counts_more_than_what_some_have(void)
{
    fill(0, 0);
    for (int i = 0; i < 50; i++)
        mark(ids[i], marks_of(30, 0, 0));
    mark(ids[60], marks_of(0, 7000, 10));
    CHECK_STR(found_for(ids[70], (struct marks){(int64_t[]){1, 2, 3, 4, 7000}, 5}),
              arena_printf(a, "%s %s %s", ids[60], ids[0], ids[1]));
}

static void
a_template_that_very_many_hand_in_is_still_told_of(void)
{
    fill(COMMON, 2);
    CHECK_STR(found_for(ids[MANY - 1], marks_of(COMMON, 1000 * MANY, 2)),
              arena_printf(a, "%s %s %s", ids[0], ids[1], ids[2]));
    CHECK_INT(rig_number(s, "SELECT max(length(held_by)) FROM mark"), 800);
}

static void
marks_go_with_a_new_version_and_with_an_organization(void)
{
    fill(2, 3);
    mark(ids[0], marks_of(0, 555000, 3));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM mark WHERE mark BETWEEN 1000 AND 1002"), 0);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM mark WHERE mark BETWEEN 555000 AND 555002"), 3);
    CHECK_INT(rig_number(s, "SELECT length(held_by) FROM mark WHERE mark = 1"), 796);
    CHECK_STR(found_for(ids[5], marks_of(0, 555000, 3)), ids[0]);

    WRITE(GOOD(store_likeness_forget(s, rig_org.id, &fault)));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM likeness"), 0);
    CHECK_STR(found_for(ids[5], marks_of(2, 555000, 3)), "");
    CHECK_INT(rig_number(s, "SELECT count(*) FROM mark"), 0);
}

static const struct check_test tests[] = {
    TEST(a_copy_is_first_however_much_everybody_writes_alike),
    TEST(what_few_have_counts_more_than_what_some_have),
    TEST(a_template_that_very_many_hand_in_is_still_told_of),
    TEST(marks_go_with_a_new_version_and_with_an_organization),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
