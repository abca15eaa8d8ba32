/* A request that goes on as another one: what nobody may write, whoever has the database open. */
#include "store_rig.h"

static const char *code = "91110000600037341L", *other_code = "91110108MA01C8RL5C";
static struct organization asks, wrong, right;
static int known; /* requests so far: their ids */

static struct organization
an_organization(const char *name)
{
    struct organization o = {.name = name};
    GOOD(store_organization_add(s, &o, &fault));
    o.id = arena_strdup(a, o.id);
    return o;
}

static void
begin(void)
{
    rig_store_new();
    WRITE({
        asks = an_organization("甲公司");
        wrong = an_organization("乙公司");
        right = an_organization("丙公司");
    });
}

struct request {
    const char *of, *credit_code, *by, *by_organization;
    bool is_declined;
};

/* Written by hand: one that waits, or that was declined. */
static const char *
a_request(const struct request *x)
{
    const char *id = arena_printf(a, "takeover%d", ++known);
    const char *end = x->is_declined
                          ? arena_printf(a, "'declined', x'00', '%s', 2", rig_reviewer.id)
                          : "'waiting', NULL, NULL, 0";

    CHECK_INT(rig_sql(s, arena_printf(a,
                                      "INSERT INTO takeover (id, organization_id, filing_id,"
                                      " credit_code, by_id, by_organization_id, reason, at,"
                                      " due_on, state, grounds, ended_by, ended_at) VALUES "
                                      "('%s', '%s', '%s', '%s', '%s', '%s', x'00', 1,"
                                      " '2026-03-16', %s)",
                                      id, x->of, rig_filing.id, x->credit_code, x->by,
                                      x->by_organization, end)),
              SQLITE_OK);
    return id;
}

static const char *
from_wrong(void)
{
    return a_request(&(struct request){wrong.id, code, rig_filer.id, asks.id, true});
}

static const char *
to_right(void)
{
    return a_request(&(struct request){right.id, code, rig_filer.id, asks.id, false});
}

static int
redirect(const char *from, const char *to)
{
    return rig_sql(s, arena_printf(a,
                                   "INSERT INTO takeover_redirect (takeover_id, to_id) "
                                   "VALUES ('%s', '%s')",
                                   from, to));
}

/* A trigger says so, or a constraint. */
static void
refused(int code_)
{
    CHECK_INT(code_ & 0xff, SQLITE_CONSTRAINT);
}

static void
a_declined_one_goes_on_as_the_same_request_for_another_organization(void)
{
    begin();
    CHECK_INT(redirect(from_wrong(), to_right()), SQLITE_OK);
    CHECK_INT(rig_number(s, "SELECT count(*) FROM takeover_redirect"), 1);
}

static void
one_that_waits_does_not_go_on_as_another(void)
{
    begin();
    const char *waits = a_request(&(struct request){wrong.id, code, rig_filer.id, asks.id, false});

    refused(redirect(waits, to_right()));
}

/* Whose it is, for whom, by which code and about whom: one differs in each. */
static void
it_goes_on_as_no_request_that_is_not_its_own(void)
{
    begin();
    const struct request others[] = {
        {right.id, code, rig_reviewer.id, asks.id, false},
        {asks.id, code, rig_filer.id, wrong.id, false},
        {right.id, other_code, rig_filer.id, asks.id, false},
        {wrong.id, code, rig_filer.id, asks.id, false},
    };
    const char *from = from_wrong();

    for (size_t i = 0; i < LEN(others); i++) {
        const char *to = a_request(&others[i]);
        check_about("row %zu", i);
        refused(redirect(from, to));
        CHECK_INT(rig_sql(s, arena_printf(a,
                                          "UPDATE takeover SET state = 'taken_back',"
                                          " ended_by = by_id, ended_at = 3 WHERE id = '%s'",
                                          to)),
                  SQLITE_OK);
    }
    refused(redirect(from, from));
    refused(redirect(from, "nobody"));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM takeover_redirect"), 0);
}

static void
neither_end_is_of_two(void)
{
    begin();
    const char *from = from_wrong(), *to = to_right();
    const char *third =
        a_request(&(struct request){rig_org.id, code, rig_filer.id, asks.id, false});

    CHECK_INT(redirect(from, to), SQLITE_OK);
    refused(redirect(from, third));
    refused(redirect(from_wrong(), to));
    refused(rig_sql(s, arena_printf(a,
                                    "INSERT OR REPLACE INTO takeover_redirect "
                                    "VALUES ('%s', '%s')",
                                    from, third)));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM takeover_redirect"), 1);
}

static void
it_is_neither_changed_nor_removed(void)
{
    begin();
    CHECK_INT(redirect(from_wrong(), to_right()), SQLITE_OK);
    refused(rig_sql(s, "UPDATE takeover_redirect SET to_id = to_id"));
    refused(rig_sql(s, "DELETE FROM takeover_redirect"));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM takeover_redirect"), 1);
}

static const struct check_test tests[] = {
    TEST(a_declined_one_goes_on_as_the_same_request_for_another_organization),
    TEST(one_that_waits_does_not_go_on_as_another),
    TEST(it_goes_on_as_no_request_that_is_not_its_own),
    TEST(neither_end_is_of_two),
    TEST(it_is_neither_changed_nor_removed),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, NULL, tests, LEN(tests));
}
