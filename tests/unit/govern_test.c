/* The life of a rule set: each step of its way, each refusal, what voids a signature, emergencies,
 * and steps back. */
#include "govern_rig.h"

static const char *
state_of(const char *hash, bool *is_approved)
{
    struct rule_set x = {0};
    const char *state = NULL;
    GOOD(store_rule_set_load(s, a, hash, &x, &fault));
    GOOD(govern_state(s, a, &x, &state, is_approved, &fault));
    return state;
}

/* ---- the whole way, and its refusals --------------------------------------------------------- */

static void
a_set_needs_a_passed_test_a_replay_and_a_second_person(void)
{
    bool is_approved;
    const char *base = first_set(), *hash = proposed();

    REFUSED(APPROVE(hash, "r"), ERR_CONFLICT, "test_missing");
    tried(hash, false);
    REFUSED(APPROVE(hash, "r"), ERR_CONFLICT, "test_failed");
    tried(hash, true);
    REFUSED(APPROVE(hash, "r"), ERR_CONFLICT, "replay_missing");
    replayed(hash, base, "r");
    REFUSED(in_write(step_approve_own, hash, "r"), ERR_CONFLICT, "self_approval");
    REFUSED(APPROVE(hash, "other"), ERR_CONFLICT, "report_changed");
    REFUSED(ACTIVATE(hash), ERR_CONFLICT, "approval_missing");
    CHECK_STR(state_of(hash, &is_approved), "candidate");

    GOOD(APPROVE(hash, "r"));
    CHECK_STR(state_of(hash, &is_approved), "approved");
    CHECK_STR(active(), base);
    GOOD(ACTIVATE(hash));
    CHECK_STR(active(), hash);
    CHECK_STR(kind(), "approved");
    CHECK_STR(state_of(hash, &is_approved), "active");
    CHECK(is_approved);
    CHECK_STR(state_of(base, &is_approved), "retired");
}

static void
an_active_set_and_one_that_is_not_there_take_no_step(void)
{
    first_set();
    const char *hash = signed_set();
    GOOD(ACTIVATE(hash));
    REFUSED(ACTIVATE(hash), ERR_CONFLICT, "already_active");
    REFUSED(APPROVE(hash, "r"), ERR_CONFLICT, "already_active");
    REFUSED(APPROVE("nothing", "r"), ERR_NOTFOUND, "not_found");
    REFUSED(ACTIVATE("nothing"), ERR_NOTFOUND, "not_found");
}

static void
another_report_voids_the_signature(void)
{
    first_set();
    const char *hash = signed_set();
    replayed(hash, active(), "newer");
    REFUSED(ACTIVATE(hash), ERR_CONFLICT, "report_changed");
    GOOD(APPROVE(hash, "newer"));
    GOOD(ACTIVATE(hash));
}

static void
the_same_report_again_leaves_the_signature_good(void)
{
    first_set();
    const char *hash = proposed();
    tried(hash, true);
    replayed(hash, active(), "same");
    GOOD(APPROVE(hash, "same"));
    replayed(hash, active(), "same");
    GOOD(ACTIVATE(hash));
}

static void
another_active_set_voids_the_signature(void)
{
    bool is_approved = true;

    first_set();
    const char *one = signed_set(), *other = signed_set();
    GOOD(ACTIVATE(other));
    REFUSED(ACTIVATE(one), ERR_CONFLICT, "base_changed");
    CHECK_STR(state_of(one, &is_approved), "candidate");
    CHECK(!is_approved);
    replayed(one, other, "against-other");
    REFUSED(ACTIVATE(one), ERR_CONFLICT, "report_changed");
    GOOD(APPROVE(one, "against-other"));
    GOOD(ACTIVATE(one));
}

static void
the_same_set_twice_is_one_row_and_keeps_its_first_words(void)
{
    bool is_new = true;
    const char *hash = proposed();
    struct rule_set x = {.hash = hash, .files = "{}", .origin = "proposal", .note = "again"}, found;

    WRITE(GOOD(govern_propose(s, &approver, 9, &x, &is_new, &fault)));
    CHECK(!is_new);
    GOOD(store_rule_set_load(s, a, hash, &found, &fault));
    CHECK(found.note == NULL);
    CHECK_STR(found.added_by, editor.id);
    CHECK_STR(found.added_by_name, "editor");
}

static void
who_proposes_a_known_set_again_may_not_sign_it_either(void)
{
    bool is_new;
    const char *base = first_set(), *hash = proposed();
    struct rule_set x = {.hash = hash, .files = "{}", .origin = "proposal"};
    tried(hash, true);
    replayed(hash, base, "r");
    WRITE(GOOD(govern_propose(s, &approver, 9, &x, &is_new, &fault)));
    REFUSED(APPROVE(hash, "r"), ERR_CONFLICT, "self_approval");
}

/* ---- emergencies ----------------------------------------------------------------------------- */

static void
an_emergency_needs_a_reason_and_an_end_within_seven_days(void)
{
    first_set();
    const char *hash = proposed();
    emergency_now = 1000;
    emergency_ends = 2000;
    REFUSED(in_write(step_emergency, hash, NULL), ERR_INPUT, "reason_missing");
    REFUSED(in_write(step_emergency, hash, " \n"), ERR_INPUT, "reason_missing");
    emergency_ends = 1000;
    REFUSED(in_write(step_emergency, hash, "急"), ERR_INPUT, "ends_at_invalid");
    emergency_ends = 1001 + GOVERN_EMERGENCY_MS;
    REFUSED(in_write(step_emergency, hash, "急"), ERR_INPUT, "ends_at_invalid");
    emergency_ends = 1000 + GOVERN_EMERGENCY_MS;
    GOOD(in_write(step_emergency, hash, "急"));
    CHECK_STR(active(), hash);
    CHECK_STR(kind(), "emergency");
    REFUSED(in_write(step_emergency, hash, "再急"), ERR_CONFLICT, "already_active");
}

static void
an_emergency_reverts_at_its_end_to_what_was_regular(void)
{
    const char *base = first_set(), *one = proposed(), *two = proposed();

    emergency_now = 1000;
    emergency_ends = 2000;
    GOOD(in_write(step_emergency, one, "急"));
    GOOD(in_write(step_emergency, two, "更急"));
    CHECK(due(1999) == NULL);
    CHECK_STR(due(2000), base);
    GOOD(in_write(step_revert, base, NULL));
    CHECK_STR(active(), base);
    CHECK_STR(kind(), "revert");
    CHECK(due(3000) == NULL);
}

static void
an_emergency_that_another_activation_ended_is_not_reverted(void)
{
    const char *base = first_set(), *one = proposed();

    emergency_now = 1000;
    emergency_ends = 2000;
    GOOD(in_write(step_emergency, one, "急"));
    CHECK_STR(due(9000), base);
    const char *saved = first_set();
    GOOD(in_write(step_revert, base, NULL)); /* the clerk had found it due before that */
    CHECK_STR(active(), saved);
    CHECK(due(9000) == NULL);
}

static void
an_emergency_becomes_permanent_by_two_signatures_against_what_it_would_fall_back_to(void)
{
    const char *base = first_set(), *hash = proposed(), *want = NULL;

    GOOD(in_write(step_emergency, hash, "急"));
    GOOD(govern_base(s, a, hash, &want, &fault));
    CHECK_STR(want, base);
    tried(hash, true);
    replayed(hash, hash, "against itself");
    REFUSED(APPROVE(hash, "against itself"), ERR_CONFLICT, "base_changed");
    replayed(hash, base, "r");
    GOOD(APPROVE(hash, "r"));
    GOOD(ACTIVATE(hash));
    CHECK_STR(kind(), "approved");
    CHECK(due(INT64_MAX) == NULL);
    CHECK_STR(before(), base);
}

/* ---- taking back ----------------------------------------------------------------------------- */

static void
two_steps_back_are_two_and_not_there_and_back_again(void)
{
    const char *one = first_set(), *two = signed_set();
    GOOD(ACTIVATE(two));
    const char *three = signed_set();
    GOOD(ACTIVATE(three));

    REFUSED(in_write(step_rollback, two, " "), ERR_INPUT, "reason_missing");
    REFUSED(in_write(step_rollback, one, "坏了"), ERR_AGAIN, "busy");
    GOOD(in_write(step_rollback, two, "坏了"));
    CHECK_STR(active(), two);
    CHECK_STR(kind(), "rollback");
    CHECK_STR(before(), one);
    GOOD(in_write(step_rollback, one, "还是坏"));
    CHECK_STR(active(), one);
    GOOD(ACTIVATE(two)); /* its base is live again and its report the same */
    CHECK_STR(before(), one);
}

static void
a_step_back_from_an_emergency_ends_it(void)
{
    const char *one = first_set(), *two = proposed();
    GOOD(in_write(step_emergency, two, "急"));
    CHECK_STR(before(), one);
    GOOD(in_write(step_rollback, one, "不急了"));
    CHECK_STR(active(), one);
    CHECK(due(INT64_MAX) == NULL);
}

static void
nothing_is_before_the_first_set(void)
{
    rig_store_new();
    CHECK_STR(before(), "nothing_before");

    struct rule_set x = {
        .hash = "only", .files = "{}", .manifest = rig_quoted(govern_manifest), .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    GOOD(in_write(step_watch, "only", NULL));
    GOOD(in_write(step_watch, "only", NULL));
    CHECK_STR(before(), "nothing_before");
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void
sets_are_paged_newest_first_and_found_by_their_first_digits(void)
{
    struct rule_set_query q = {.limit = 2};
    struct rule_set *page, *rest;
    int n, m;
    const char *hash = NULL;

    rig_store_new();
    govern_begin();
    for (int i = 0; i < 5; i++)
        first_set();
    GOOD(store_rule_set_list(s, a, &q, &page, &n, &fault));
    CHECK_INT(n, 2);
    q = (struct rule_set_query){.cursor = store_rule_set_cursor(a, &page[1]), .limit = 1000};
    GOOD(store_rule_set_list(s, a, &q, &rest, &m, &fault));
    CHECK_INT(m + 2, rig_number(s, "SELECT count(*) FROM rule_set"));
    CHECK(page[0].added_at > page[1].added_at ||
          (page[0].added_at == page[1].added_at && strcmp(page[0].hash, page[1].hash) > 0));
    CHECK(page[0].files == NULL);
    CHECK(page[0].manifest == NULL);
    q.cursor = "x";
    REFUSED(store_rule_set_list(s, a, &q, &page, &n, &fault), ERR_INPUT, "cursor_invalid");

    GOOD(store_rule_set_find(s, a, page[0].hash, &hash, &fault));
    CHECK_STR(hash, page[0].hash);
    REFUSED(store_rule_set_find(s, a, "0000", &hash, &fault), ERR_CONFLICT, "hash_ambiguous");
    REFUSED(store_rule_set_find(s, a, "zz", &hash, &fault), ERR_NOTFOUND, "not_found");
}

static const struct check_test tests[] = {
    TEST(a_set_needs_a_passed_test_a_replay_and_a_second_person),
    TEST(an_active_set_and_one_that_is_not_there_take_no_step),
    TEST(another_report_voids_the_signature),
    TEST(the_same_report_again_leaves_the_signature_good),
    TEST(another_active_set_voids_the_signature),
    TEST(the_same_set_twice_is_one_row_and_keeps_its_first_words),
    TEST(who_proposes_a_known_set_again_may_not_sign_it_either),
    TEST(an_emergency_needs_a_reason_and_an_end_within_seven_days),
    TEST(an_emergency_reverts_at_its_end_to_what_was_regular),
    TEST(an_emergency_that_another_activation_ended_is_not_reverted),
    TEST(an_emergency_becomes_permanent_by_two_signatures_against_what_it_would_fall_back_to),
    TEST(two_steps_back_are_two_and_not_there_and_back_again),
    TEST(a_step_back_from_an_emergency_ends_it),
    TEST(nothing_is_before_the_first_set),
    TEST(sets_are_paged_newest_first_and_found_by_their_first_digits),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, govern_begin, tests, LEN(tests));
}
