/* One process: every list refuses a cursor that is none, and takes one that some row could have. */
#include "store_rig.h"

#define ID "01k0000000000000000000000a"
#define HASH "000000000000000000000000000000000000000000000000000000000000000f"

/* ---- the lists, each asked with one cursor --------------------------------------------------- */

#define LISTS(name_, row_, query_, ...) LISTS_AS(name_, name_, row_, query_, ##__VA_ARGS__)
#define LISTS_AS(as_, name_, row_, query_, ...)                                                    \
    static enum err ask_##as_(const char *cursor)                                                  \
    {                                                                                              \
        struct row_ *rows;                                                                         \
        struct query_ q = {.cursor = cursor, .limit = 5, ##__VA_ARGS__};                           \
        int n;                                                                                     \
        return store_##name_(s, a, &q, &rows, &n, &fault);                                         \
    }

LISTS(account_list, account, account_query, .roles = ROLE__ALL)
LISTS(filing_list, filing, filing_query, .organization_id = "o")
LISTS(recovery_list, recovery, recovery_query)
LISTS(product_list, product, product_query, .organization_id = "o")
LISTS(task_list, task, task_query, .account_id = "p")
LISTS_AS(task_list_done, task_list, task, task_query, .account_id = "p", .is_done = true)
LISTS(judgement_list, judgement, judgement_query, .filing_id = "f")
LISTS(deadline_moves, deadline_move, deadline_moves_query, .groups = "[]", .paused = "[]")
LISTS(replay_hits, replay_hit, replay_hits_query, .replay_id = "y")
LISTS(entry_search, entry, entry_query)
LISTS(rule_set_list, rule_set, rule_set_query)
LISTS(audit_list, audit_line, audit_query)

enum { GOOD_MAX = 6, BAD_MAX = 12 };
struct list {
    const char *name;
    enum err (*ask)(const char *cursor);
    const char *good[GOOD_MAX], *bad[BAD_MAX];
};
static const struct list lists[] = {
#define NUMBERS                                                                                    \
    {"1", "7", "10", "999999999999999999"},                                                        \
    {                                                                                              \
        "", "0", "-1", "+1", " 1", "1 ", "01", "1.0", "0x1", "1e3", "9999999999999999999"          \
    }
#define IDS                                                                                        \
    {ID},                                                                                          \
    {                                                                                              \
        "", "1", ID "a", "01k0000000000000000000000", "01K0000000000000000000000A", ID ".",        \
            ID ".1"                                                                                \
    }
    {"accounts", ask_account_list, IDS},
    {"filings",
     ask_filing_list,
     {"1." ID, "1795708800000." ID},
     {"", ".", ID, "1", "1.", "." ID, "0." ID, "01." ID, "-1." ID, "x." ID, "1." ID ".", "1.." ID}},
    {"recoveries", ask_recovery_list, IDS},
    {"products", ask_product_list, IDS},
    {"judgements", ask_judgement_list, NUMBERS},
    {"replay hits", ask_replay_hits, NUMBERS},
    {"entries", ask_entry_search, NUMBERS},
    {"audit lines", ask_audit_list, NUMBERS},
    {"tasks",
     ask_task_list,
     {"." ID, "2026-12-01." ID},
     {"", ".", "." ID "a", ID, "2026-12-01", "2026-12-01.", "2026-02-30." ID, "2026-12-1." ID,
      "x." ID, "2026-12-01." ID ".", ".." ID}},
    {"tasks done",
     ask_task_list_done,
     {"1." ID, "1764000000000." ID},
     {"", ".", "1", "1.", "." ID, "0." ID, "x." ID, "2026-12-01." ID, "1." ID "a", "1.." ID}},
    {"deadline moves",
     ask_deadline_moves,
     {ID ".0", ID ".12"},
     {"", ".", ID, ID ".", ID ".-1", ID ".x", ID ".1.", ".1", "x.1", ID ".01"}},
    {"rule sets",
     ask_rule_set_list,
     {"0." HASH, "1764000000000." HASH},
     {"", ".", "1", "1.", "." HASH, "x." HASH, "-1." HASH, "1." HASH "0", "1.abc",
      "1.000000000000000000000000000000000000000000000000000000000000000F"}},
};

static void
a_list_takes_a_cursor_that_a_row_could_have(const void *row)
{
    const struct list *list = row;

    GOOD(list->ask(NULL));
    for (size_t k = 0; k < GOOD_MAX && list->good[k]; k++) {
        check_about("%s", list->good[k]);
        GOOD(list->ask(list->good[k]));
    }
}

static void
a_list_refuses_a_cursor_that_is_none(const void *row)
{
    const struct list *list = row;

    for (size_t k = 0; k < BAD_MAX && list->bad[k]; k++) {
        check_about("\"%s\"", list->bad[k]);
        fault = (struct fault){0};
        CHECK_REFUSED(list->ask(list->bad[k]), ERR_INPUT, "cursor_invalid", &fault);
        CHECK_STR(fault.where, "/cursor");
    }
}

static const struct check_test tests[] = {
    TEST_EACH(a_list_takes_a_cursor_that_a_row_could_have, lists),
    TEST_EACH(a_list_refuses_a_cursor_that_is_none, lists),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
