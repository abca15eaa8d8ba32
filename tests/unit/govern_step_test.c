/* Each step of a rule set's way: all of it or nothing, whatever statement fails, and a line in the
 * audit trail. */
#include "govern_rig.h"

static long
rows(void)
{
    return rig_number(s, "SELECT (SELECT count(*) FROM rule_set) + "
                         "(SELECT count(*) FROM activation) + (SELECT count(*) FROM rule_test) + "
                         "(SELECT count(*) FROM approval) + (SELECT count(*) FROM audit)");
}

/* The step with its first, second, … statement failing as on a full disk, until it passes. */
static void
fails_cleanly(govern_step *step, const char *hash, const char *words)
{
    long was = rows(), failures = 0;

    log_level_set(LOG_NONE_);
    for (long at = 1; at < 50; at++) {
        commit_seams.fail_at = at;
        enum err err = in_write(step, hash, words);
        bool is_over = commit_seams.fail_at > 0;
        commit_seams.fail_at = 0;
        if (is_over) {
            CHECK_ERR(err, OK, &fault);
            break;
        }
        failures++;
        REFUSED(err, ERR_BUSY, "storage_full");
        CHECK_INT(rows(), was);
        CHECK(store_is_idle(s));
    }

    log_level_set(LOG_ERROR_);
    CHECK_LEAST(failures, 3);
    CHECK_INT(rows(), was + 2); /* the row and its line of the audit trail */
}

static void
every_step_fails_cleanly_at_every_statement(void)
{
    const char *base = first_set(), *hash = arena_printf(a, "%064d", 900000);

    fails_cleanly(step_propose, hash, "proposal");
    fails_cleanly(step_trial, hash, "{}");
    replayed(hash, base, "report");
    fails_cleanly(step_approve, hash, "report");
    fails_cleanly(step_activate, hash, "理由");
    fails_cleanly(step_rollback, base, "理由");
    emergency_now = 1000;
    emergency_ends = 2000;
    fails_cleanly(step_emergency, hash, "急");
    CHECK_STR(due(2000), base);
    fails_cleanly(step_revert, base, NULL);
}

/* ---- the audit trail ------------------------------------------------------------------------- */

/* The step leaves one line: of that action, about that set, by somebody unless it comes of itself.
 */
static void
leaves_a_line(govern_step *step, const char *hash, const char *words, const char *action)
{
    long lines = rig_number(s, "SELECT count(*) FROM audit");
    struct audit_line *line;
    int n;

    check_about("%s", action);
    GOOD(in_write(step, hash, words));
    CHECK_INT(rig_number(s, "SELECT count(*) FROM audit"), lines + 1);

    GOOD(store_audit_list(s, a, &(struct audit_query){.limit = 1}, &line, &n, &fault));
    if (!CHECK_INT(n, 1))
        return;
    CHECK_STR(line->action, action);
    CHECK_STR(line->object, hash);
    CHECK_INT(line->detail[0], '{');
    CHECK_INT(line->actor_id != NULL, !str_is(action, "rule_set.revert"));
}

static void
every_step_leaves_a_line_in_the_audit_trail(void)
{
    const char *base = first_set(), *hash = arena_printf(a, "%064d", 900001);
    struct audit_verdict verdict;

    leaves_a_line(step_propose, hash, "proposal", "rule_set.propose");
    leaves_a_line(step_trial, hash, "{}", "rule_set.test");
    replayed(hash, base, "report");
    leaves_a_line(step_approve, hash, "report", "rule_set.approve");
    leaves_a_line(step_activate, hash, "理由", "rule_set.activate");
    leaves_a_line(step_rollback, base, "理由", "rule_set.rollback");
    leaves_a_line(step_emergency, hash, "急", "rule_set.activate");
    CHECK_STR(due(emergency_ends), base);
    leaves_a_line(step_revert, base, NULL, "rule_set.revert");

    GOOD(store_audit_verify(s, NULL, NULL, &verdict, &fault));
    CHECK_INT(verdict.lines, rig_number(s, "SELECT count(*) FROM audit"));
    CHECK_INT(verdict.broken_at, 0);
}

static void
a_trail_that_was_edited_or_cut_in_the_middle_is_told(void)
{
    struct audit_verdict x, whole;

    rig_store_new();
    govern_begin();
    for (int i = 0; i < 5; i++)
        proposed();
    GOOD(store_audit_verify(s, NULL, NULL, &whole, &fault));
    CHECK_INT(whole.broken_at, 0);

    CHECK_INT(rig_sql(s, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"), SQLITE_OK);
    CHECK_INT(rig_sql(s, "UPDATE audit SET actor_id = NULL WHERE n = 5"), SQLITE_OK);
    GOOD(store_audit_verify(s, NULL, NULL, &x, &fault));
    CHECK_INT(x.broken_at, 5);

    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n = 3"), SQLITE_OK);
    GOOD(store_audit_verify(s, NULL, NULL, &x, &fault));
    CHECK_INT(x.broken_at, 3);

    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n >= 3"), SQLITE_OK);
    GOOD(store_audit_verify(s, NULL, NULL, &x, &fault));
    CHECK_INT(x.broken_at, 0); /* its end cut off is seen by the head alone */
    CHECK(!str_is(x.head, whole.head));
}

static const struct check_test tests[] = {
    TEST(every_step_fails_cleanly_at_every_statement),
    TEST(every_step_leaves_a_line_in_the_audit_trail),
    TEST(a_trail_that_was_edited_or_cut_in_the_middle_is_told),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, govern_begin, tests, LEN(tests));
}
