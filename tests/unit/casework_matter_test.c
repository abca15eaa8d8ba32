/* Who is told of the steps and of the term of a matter beside a filing: each once, nobody who must
 * not know of it, and nothing after its end. That a term is over is noted once for each day. */
#include "casework_rig.h"
#include "clock_rig.h"
#include "policy_rig.h"

#include <sys/wait.h>
#include <unistd.h>

static struct account maker; /* files, of an approved company */
static struct notice_rules said;
static const char *about; /* a filing of theirs */

/* ---- the clerk, as far as it tells ----------------------------------------------------------- */

static const char *
today(void)
{
    char on[DATE_TEXT];
    date_beijing(rig_time, on);
    return arena_strdup(a, on);
}

static struct teller
teller_of(struct store *in)
{
    struct teller t = {.store = in, .arena = a, .rules = &said, .now = rig_time};
    memcpy(t.today, today(), DATE_TEXT);
    return t;
}

/* In one transaction; how many. */
static int done(enum err (*what)(struct teller *t, int limit, int *n))
{
    struct teller t = teller_of(s);
    int n = -1;

    WRITE(CHECK_ERR(what(&t, 1000, &n), OK, &t.fault));
    return n;
}

/* → how many terms were noted as over. */
static int
clerk_works(void)
{
    int missed = done(matters_miss);
    done(notices_tell);
    done(notices_remind);
    return missed;
}

static void
begin(void)
{
    const char *answer;

    if (about == NULL) {
        maker = rig_approved_company();
        about = rig_submitted(&maker, "algorithm");
    }
    clock_today_is("2026-11-24");
    GOOD(policy_ask(rules, a, POLICY_DAYS, "{\"from\":\"2026-08-01\",\"days\":400}", &answer,
                    &fault));
    said = (struct notice_rules){policy_manifest(rules), policy_law(rules),
                                 json_object_get(rig_parse(answer), "counted")};
    clerk_works();
    CHECK_INT(rig_sql(s, "DELETE FROM notice"), SQLITE_OK);
}

/* ---- what is done ---------------------------------------------------------------------------- */

static enum err
stored(struct casework *w, struct matter_work *x, enum err err)
{
    if (!err)
        err = casework_root(w, x->matter.organization_id);
    store_read_end(s);
    if (err)
        return err;
    GOOD(store_write_begin(s, &fault));
    if (!(err = casework_settle(w, true)) && !(err = casework_matter_store(w, x)))
        return store_write_commit(s, &fault);
    store_write_rollback(s);
    return err;
}

static const char *
opened(const struct account *who, const struct matter_order *order)
{
    struct matter_work x;
    struct casework *w = as(who);

    GOOD(store_read_begin(s, &fault));
    DONE(stored(w, &x, casework_matter_open(w, about, order, &x)));
    return arena_strdup(a, x.matter.id);
}

static const char *
ordered(const struct account *who, const char *due_on)
{
    return opened(who, &(struct matter_order){.kind = "order", .text = "事由", .due_on = due_on});
}

static enum err
moved(const struct account *who, const char *id, const char *on, const char *due_on)
{
    struct matter_order order = {.on = on, .text = "所写", .due_on = due_on};
    struct matter_work x;
    struct casework *w = as(who);

    GOOD(store_read_begin(s, &fault));
    return stored(w, &x, casework_matter_move(w, id, &order, &x));
}

/* As somebody who is not logged in; its clock ends on that day. */
static const char *
complained(const char *due_on)
{
    struct entry entry = {.filing_id = about, .organization_id = maker.organization_id};
    struct matter_order order = {.kind = "complaint", .text = "事实"};
    struct matter_work x;
    struct casework *w = as(NULL);

    GOOD(store_read_begin(s, &fault));
    enum err err = casework_matter_complain(w, &entry, &order, &x);
    x.matter.due_on = due_on;
    DONE(stored(w, &x, err));
    return arena_strdup(a, x.matter.id);
}

/* ---- what became of it ----------------------------------------------------------------------- */

static long
told(const char *id, const char *code, const char *to)
{
    const char *whom = to ? arena_printf(a, "AND to_id = '%s'", to) : "";
    return rig_number(
        s, arena_printf(a, "SELECT count(*) FROM notice WHERE matter_id = '%s' AND code = '%s' %s",
                        id, code, whom));
}

static long
told_all(const char *id)
{
    return rig_number(s, arena_printf(a, "SELECT count(*) FROM notice WHERE matter_id = '%s'", id));
}

static const char *
text_of(const char *id, const char *code)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT title || '|' || text FROM notice WHERE matter_id = "
                                     "'%s' AND code = '%s' ORDER BY n DESC LIMIT 1",
                                     id, code));
}

static const char *
steps_of(const char *id)
{
    return rig_sql_text(arena_printf(a,
                                     "SELECT group_concat(event, ' ') FROM (SELECT event FROM "
                                     "matter_step WHERE matter_id = '%s' ORDER BY n)",
                                     id));
}

static long
missed_in_history(void)
{
    return rig_number(s, arena_printf(a,
                                      "SELECT count(*) FROM event WHERE filing_id = '%s' AND what "
                                      "= 'order.missed'",
                                      about));
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void
an_organization_is_told_of_an_order_and_reminded_of_its_term(void)
{
    begin();
    const char *id = ordered(&first, "2026-12-08"), *theirs = maker.organization_id;

    clerk_works();
    CHECK_INT(told(id, "order_issued", theirs), 1);
    CHECK_HAS(text_of(id, "order_issued"), "责令限期改正：发出|");
    CHECK_HAS(text_of(id, "order_issued"), "请在 2026-12-08 前改正并答复");
    CHECK_INT(told_all(id), 1);

    /* Six working days are left, then five, then one, then none. */
    clock_today_is("2026-11-30");
    clerk_works();
    CHECK_INT(told(id, "order_soon", NULL), 0);
    clock_today_is("2026-12-01");
    clerk_works();
    clerk_works();
    CHECK_INT(told(id, "order_soon", theirs), 1);
    CHECK_HAS(text_of(id, "order_soon"), "还有 5 个工作日，到期日为 2026-12-08");
    clock_today_is("2026-12-07");
    clerk_works();
    CHECK_INT(told(id, "order_soon", theirs), 2);
    CHECK_INT(told(id, "term_soon", first.id), 1);
    CHECK_INT(told(id, "term_soon", NULL), 1);
    clock_today_is("2026-12-08");
    CHECK_INT(clerk_works(), 0);
    CHECK_INT(told(id, "order_soon", theirs), 2);
    DONE(moved(&first, id, "lift", NULL));
}

static void
a_term_that_is_over_is_noted_once_and_told_once(void)
{
    begin();
    const char *id = ordered(&first, "2026-12-08"), *theirs = maker.organization_id;
    long before = missed_in_history();

    clock_today_is("2026-12-08");
    CHECK_INT(clerk_works(), 0);
    clock_today_is("2026-12-09");
    CHECK_INT(clerk_works(), 1);
    CHECK_INT(clerk_works(), 0);
    clock_today_is("2026-12-10");
    CHECK_INT(clerk_works(), 0);
    CHECK_STR(steps_of(id), "issue missed");
    CHECK_INT(missed_in_history(), before + 1);
    CHECK_INT(told(id, "order_missed", theirs), 1);
    CHECK_INT(told(id, "term_missed", first.id), 1);
    CHECK_INT(told(id, "term_missed", NULL), 1);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM audit WHERE action = "
                                         "'matter.missed' AND object = '%s'",
                                         id)),
              1);

    /* The fifth working day after it. */
    CHECK_INT(told(id, "term_over", NULL), 0);
    clock_today_is("2026-12-15");
    clerk_works();
    CHECK_LEAST(told(id, "term_over", second.id), 1);
    CHECK_INT(told(id, "term_over", theirs), 0);
    CHECK_INT(told(id, "term_over", first.id), 0);
    CHECK_HAS(text_of(id, "term_over"), "已逾期 5 个工作日");

    /* Another term: it may be missed again. What is answered late goes on. */
    DONE(moved(&first, id, "extend", "2026-12-21"));
    clerk_works();
    CHECK_INT(told(id, "order_issued", theirs), 2);
    clock_today_is("2026-12-22");
    CHECK_INT(clerk_works(), 1);
    CHECK_INT(told(id, "order_missed", theirs), 2);
    DONE(moved(&maker, id, "reply", NULL));
    CHECK_INT(clerk_works(), 0);
    CHECK_INT(told(id, "order_replied", first.id), 1);
    DONE(moved(&second, id, "confirm", NULL));
    CHECK_STR(steps_of(id), "issue missed extend missed reply confirm");
}

static void
nothing_is_told_after_the_end(void)
{
    begin();
    const char *id = ordered(&first, "2026-12-08"), *theirs = maker.organization_id;

    DONE(moved(&maker, id, "reply", NULL));
    DONE(moved(&second, id, "confirm", NULL));
    clerk_works();
    CHECK_INT(told(id, "order_ended", theirs), 1);
    CHECK_HAS(text_of(id, "order_ended"), "责令限期改正：已改正|");
    long n = told_all(id);
    for (int i = 0; i < 40; i++) {
        rig_days_pass(1);
        CHECK_INT(clerk_works(), 0);
    }
    CHECK_INT(told_all(id), n);
    REFUSED(moved(&maker, id, "reply", NULL), ERR_CONFLICT, "state_conflict");
}

static void
an_organization_hears_nothing_of_complaints_and_of_penalties_that_wait(void)
{
    begin();
    const char *theirs = maker.organization_id, *complaint = complained("2026-12-08");
    const char *penalty = opened(
        &first,
        &(struct matter_order){.kind = "penalty", .text = "事由", .type = "fine", .amount = 10000});

    clock_today_is("2026-12-07");
    clerk_works();
    CHECK_LEAST(told(complaint, "term_soon", NULL), 2); /* nobody has taken it: all who might */
    clock_today_is("2026-12-09");
    CHECK_INT(clerk_works(), 1);
    CHECK_LEAST(told(complaint, "term_missed", first.id), 1);
    clock_today_is("2026-12-30");
    clerk_works();
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM notice WHERE to_id = '%s' AND "
                                         "matter_id IN ('%s', '%s')",
                                         theirs, complaint, penalty)),
              0);
    CHECK_INT(rig_number(s, arena_printf(a,
                                         "SELECT count(*) FROM event WHERE filing_id = '%s' AND "
                                         "what LIKE 'complaint.%%'",
                                         about)),
              0);
    DONE(moved(&second, penalty, "record", NULL));
    clerk_works();
    CHECK_INT(told(penalty, "penalty_recorded", theirs), 1);
    DONE(moved(&first, complaint, "reject", NULL));
}

static void
whoever_has_lost_the_role_is_no_longer_told_and_others_are(void)
{
    begin();
    struct account leaver = rig_account(first.roles, NULL, "");
    const char *id = ordered(&leaver, "2026-12-08");

    clock_today_is("2026-12-07");
    clerk_works();
    CHECK_INT(told(id, "term_soon", leaver.id), 1);
    CHECK_INT(told(id, "term_soon", NULL), 1);
    CHECK_INT(rig_sql(s, arena_printf(a, "UPDATE account SET is_disabled = 1 WHERE id = '%s'",
                                      leaver.id)),
              SQLITE_OK);
    clock_today_is("2026-12-09");
    clerk_works();
    CHECK_INT(told(id, "term_missed", leaver.id), 0);
    CHECK_INT(told(id, "term_missed", first.id), 1);
    CHECK_INT(told(id, "term_missed", second.id), 1);
    DONE(moved(&first, id, "lift", NULL));
}

static void
who_decides_while_the_term_ends_decides_anew(void)
{
    begin();
    const char *id = ordered(&first, "2026-12-08");
    struct matter_order order = {.on = "extend", .text = "再宽限", .due_on = "2026-12-20"};
    struct matter_work x;

    clock_today_is("2026-12-09");
    struct casework mine = *as(&first);
    GOOD(store_read_begin(s, &fault));
    CHECK_ERR(casework_matter_move(&mine, id, &order, &x), OK, &mine.fault);
    store_read_end(s);
    CHECK_INT(clerk_works(), 1);
    GOOD(store_write_begin(s, &fault));
    CHECK_ERR(casework_settle(&mine, true), ERR_AGAIN, &mine.fault);
    store_write_rollback(s);
    DONE(moved(&first, id, "extend", "2026-12-20"));
    CHECK_STR(steps_of(id), "issue missed extend");
    DONE(moved(&first, id, "lift", NULL));
}

static pid_t
another_clerk(struct store_shared *shared)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;

    struct store *mine = rig_open(shared);
    struct teller t = teller_of(mine);
    int n = 1;
    while (n > 0) {
        if (store_write_begin(mine, &fault) || matters_miss(&t, 1, &n))
            _exit(1);
        if (store_write_commit(mine, &fault))
            _exit(1);
    }
    store_close(mine);
    _exit(0);
}

static void
two_clerks_note_each_term_once(void)
{
    begin();
    struct store_shared *shared = rig_shared();
    const char *id[6];
    int status;

    for (size_t i = 0; i < LEN(id); i++)
        id[i] = ordered(&first, "2026-12-08");
    clock_today_is("2026-12-09");
    pid_t one = another_clerk(shared), other = another_clerk(shared);
    waitpid(one, &status, 0);
    CHECK_INT(status, 0);
    waitpid(other, &status, 0);
    CHECK_INT(status, 0);
    CHECK_INT(clerk_works(), 0);
    for (size_t i = 0; i < LEN(id); i++) {
        CHECK_STR(steps_of(id[i]), "issue missed");
        CHECK_INT(told(id[i], "order_missed", NULL), 1);
        DONE(moved(&first, id[i], "lift", NULL));
    }
}

static const struct check_test tests[] = {
    TEST(an_organization_is_told_of_an_order_and_reminded_of_its_term),
    TEST(a_term_that_is_over_is_noted_once_and_told_once),
    TEST(nothing_is_told_after_the_end),
    TEST(an_organization_hears_nothing_of_complaints_and_of_penalties_that_wait),
    TEST(whoever_has_lost_the_role_is_no_longer_told_and_others_are),
    TEST(who_decides_while_the_term_ends_decides_anew),
    TEST_LONG(two_clerks_note_each_term_once),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
