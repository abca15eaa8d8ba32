/* What an algorithm was called before changes of a time when entries had no former names: its
 * versions say so. */
#include "casework/called.h"
#include "casework_rig.h"

static const char *id;
static struct entry entry;

/* The version after that one, which calls it so, as a change made it; approved that day. */
static void
amended_to(const char *name, const char *on)
{
    struct version v;
    long last =
        rig_number(s, arena_printf(a, "SELECT max(n) FROM version WHERE filing_id = '%s'", id));

    GOOD(store_version_load(s, a, id, last, &v, &fault));
    json_t *data = rig_parse(v.data);
    rig_put(data, "basic", "name", name);
    v.n = last + 1;
    v.data = json_canonical(a, data);
    GOOD(store_entry_load(s, a, entry.number, &entry, &fault));
    entry.algorithm_name = name;
    entry.history = arena_printf(
        a, "%.*s,{\"on\":\"%s\",\"what\":\"amended\",\"label\":\"变更\",\"version\":%ld}]",
        (int)strlen(entry.history) - 1, entry.history, on, v.n);
    WRITE({
        GOOD(store_version_add(s, &v, &fault));
        GOOD(store_entry_renew(s, &entry, &fault));
    });
}

static const char *
former(void)
{
    return rig_sql_text(
        arena_printf(a, "SELECT former_names FROM entry WHERE filing_id = '%s'", id));
}

/* An entry of before that is to be read, of an algorithm that is in force. */
static void
begin(void)
{
    struct account who = rig_approved_company();

    id = rig_approved(&who);
    GOOD(store_entry_load(s, a, rig_filing_now(id).number, &entry, &fault));
}

static int
filled(void)
{
    int n = 0;

    CHECK_INT(rig_sql(s, arena_printf(a, "INSERT OR IGNORE INTO entry_uncalled VALUES ('%s')",
                                      entry.number)),
              SQLITE_OK);
    WRITE(GOOD(called_fill(s, a, json_object_get(policy_manifest(rules), "forms"), 5, &n, &fault)));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM entry_uncalled"), 0);
    return n;
}

static const char *
found_as(const char *text)
{
    struct entry_query q = {.text = text, .sort = "oldest", .limit = 9};
    struct entry *rows;
    int n = 0;

    GOOD(store_entry_search(s, a, &q, &rows, &n, &fault));
    return n == 1 ? rows[0].found_as : "none, or several";
}

static void
each_name_is_read_from_the_version_that_was_approved_with_it(void)
{
    begin();
    const char *begun = entry.algorithm_name;

    amended_to("曾用名乙", "2026-01-09");
    amended_to("曾用名乙", "2026-01-20"); /* something else was changed */
    amended_to("现用名丙", "2026-02-02");
    CHECK_STR(former(), "[]");
    CHECK_INT(filled(), 1);
    const char *all = arena_printf(
        a,
        "[{\"what\":\"algorithm_name\",\"name\":\"%s\",\"until\":\"2026-01-09\"},"
        "{\"what\":\"algorithm_name\",\"name\":\"曾用名乙\",\"until\":\"2026-02-02\"}]",
        begun);
    CHECK_STR(former(), all);
    CHECK_STR(found_as("曾用名乙"), "曾用名乙");
    CHECK_INT(filled(), 1); /* again: the same */
    CHECK_STR(former(), all);
}

static void
an_entry_that_its_versions_do_not_call_so_stays_as_it_is(void)
{
    begin();
    amended_to("另名丁", "2026-01-09");
    GOOD(store_entry_load(s, a, entry.number, &entry, &fault));
    entry.algorithm_name = "名单上的名戊";
    WRITE(GOOD(store_entry_renew(s, &entry, &fault)));
    CHECK_INT(filled(), 1);
    CHECK_STR(former(), "[]");
}

static long
changed_at(void)
{
    return rig_number(s,
                      arena_printf(a, "SELECT changed_at FROM entry WHERE filing_id = '%s'", id));
}

/* Nothing has become of it: whoever follows the register is told nothing. */
static void
the_moment_of_its_last_change_stays(void)
{
    begin();
    amended_to("改名己", "2026-01-09");
    long before = changed_at();
    CHECK_INT(filled(), 1);
    CHECK_HAS(former(), "2026-01-09");
    CHECK_INT(changed_at(), before);
}

static void
what_left_the_register_is_found_by_its_former_names_too(void)
{
    begin();
    amended_to("曾用名庚", "2026-01-09");
    amended_to("末名辛", "2026-02-02");
    GOOD(store_entry_load(s, a, entry.number, &entry, &fault));
    entry.status = "revoked";
    WRITE(GOOD(store_entry_strike(s, &entry, &fault)));
    long before = changed_at();
    CHECK_INT(filled(), 1);
    CHECK_HAS(former(), "曾用名庚");
    CHECK_STR(found_as("曾用名庚"), "曾用名庚");
    CHECK_INT(changed_at(), before);
}

static const struct check_test tests[] = {
    TEST(each_name_is_read_from_the_version_that_was_approved_with_it),
    TEST(an_entry_that_its_versions_do_not_call_so_stays_as_it_is),
    TEST(the_moment_of_its_last_change_stays),
    TEST(what_left_the_register_is_found_by_its_former_names_too),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
