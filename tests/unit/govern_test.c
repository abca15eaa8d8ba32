/* The life of a rule set: each step, each refusal, what voids a signature, and what is left when a
 * statement fails. */
#include "govern/govern.h"
#include "store_rig.h"

#include <sys/stat.h>

#define REFUSED(call, want, code) CHECK_REFUSED(call, want, code, &fault)

static struct account editor, approver;
static int serial;

static void
people(void)
{
    WRITE({
        editor =
            (struct account){.username = "editor", .password_hash = "h", .roles = ROLE_RULE_EDITOR};
        approver = (struct account){
            .username = "approver", .password_hash = "h", .roles = ROLE_RULE_APPROVER};
        GOOD(store_account_add(s, &editor, &fault));
        GOOD(store_account_add(s, &approver, &fault));
    });
    editor.id = arena_strdup(a, editor.id);
    approver.id = arena_strdup(a, approver.id);
}

/* A new set, proposed by the editor, under a hash of its own. */
static const char *
proposed(void)
{
    bool is_new = false;
    struct rule_set x = {.hash = arena_printf(a, "%064d", ++serial),
                         .files = "{\"a.lua\":\"\"}",
                         .origin = "proposal"};
    WRITE(GOOD(govern_propose(s, &editor, 5, &x, &is_new, &fault)));
    CHECK(is_new);
    return x.hash;
}

static void
tried(const char *hash, bool is_passed)
{
    struct trial t = {
        .is_loaded = true, .is_passed = is_passed, .report = "{}", .fault = {.code = "rule_case"}};
    WRITE(GOOD(govern_note_trial(s, &editor, hash, &t, &fault)));
}

static void
replayed(const char *hash, const char *base, const char *report)
{
    serial++;
    int rc = rig_sql(s, arena_printf(a,
                                     "INSERT INTO replay (id, rule_set, base, state, through, "
                                     "total, report, report_hash, asked_at) "
                                     "VALUES ('y%d', '%s', '%s', 'done', 0, 0, '{}', '%s', %d)",
                                     serial, hash, base, report, serial));
    CHECK_INT(rc, SQLITE_OK);
}

static const char *
active(void)
{
    struct activation last = {0};
    GOOD(store_activation_last(s, a, &last, &fault));
    return last.hash;
}

static const char *
kind(void)
{
    struct activation last = {0};
    GOOD(store_activation_last(s, a, &last, &fault));
    return last.kind;
}

static enum err
in_write(enum err (*step)(const char *hash, const char *words), const char *hash, const char *words)
{
    enum err err = store_write_begin(s, &fault);
    if (err)
        return err;
    if ((err = step(hash, words)))
        store_write_rollback(s);
    else
        err = store_write_commit(s, &fault);
    return err;
}

static enum err
step_approve(const char *hash, const char *report)
{
    return govern_approve(s, &approver, hash, report, NULL, &fault);
}
static enum err
step_approve_own(const char *hash, const char *report)
{
    return govern_approve(s, &editor, hash, report, NULL, &fault);
}
static enum err
step_activate(const char *hash, const char *reason)
{
    return govern_activate(s, &approver, hash, reason, &fault);
}
static enum err
step_watch(const char *hash, const char *words)
{
    struct activation x = {.hash = hash, .kind = "watch"};
    (void)words;
    return store_activation_add(s, &x, &fault);
}
static int64_t emergency_now = 1000, emergency_ends = 2000;
static enum err
step_emergency(const char *hash, const char *reason)
{
    return govern_activate_emergency(s, &approver, emergency_now, hash, reason, emergency_ends,
                                     &fault);
}
static enum err
step_rollback(const char *hash, const char *reason)
{
    return govern_rollback(s, &approver, hash, reason, &fault);
}
static enum err
step_propose(const char *hash, const char *words)
{
    bool is_new;
    struct rule_set x = {.hash = hash, .files = "{}", .origin = words};
    return govern_propose(s, &editor, 5, &x, &is_new, &fault);
}
static enum err
step_trial(const char *hash, const char *words)
{
    struct trial t = {.is_passed = true, .report = words};
    return govern_note_trial(s, &editor, hash, &t, &fault);
}
static long due_n;
static enum err
step_revert(const char *hash, const char *words)
{
    (void)words;
    return govern_revert(s, due_n, hash, &fault);
}

#define APPROVE(hash, report) in_write(step_approve, hash, report)
#define ACTIVATE(hash) in_write(step_activate, hash, "理由")

/* A set with everything that an activation asks for. */
static const char *
signed_set(void)
{
    const char *hash = proposed(), *report = arena_printf(a, "report-%d", ++serial);
    tried(hash, true);
    replayed(hash, active(), report);
    GOOD(APPROVE(hash, report));
    return hash;
}

static const char *
first_set(void)
{
    const char *hash = proposed();
    GOOD(in_write(step_watch, hash, NULL));
    return hash;
}

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

static const char *
due(int64_t now)
{
    struct activation emergency = {0};
    const char *to = NULL;
    GOOD(govern_due(s, a, now, &emergency, &to, &fault));
    due_n = emergency.n;
    return to;
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
    const char *base = first_set(), *hash = proposed(), *want;

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
    const char *before;
    GOOD(govern_before(s, a, &before, &fault));
    CHECK_STR(before, base);
}

/* ---- taking back ----------------------------------------------------------------------------- */

static const char *
before(void)
{
    const char *hash = NULL;
    enum err err = govern_before(s, a, &hash, &fault);
    return err ? fault.code : hash;
}

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
    struct store *mine = s;
    char keep[sizeof rig_path];

    memcpy(keep, rig_path, sizeof keep);
    snprintf(rig_path, sizeof rig_path, "%s/empty.db", rig_folder);
    s = rig_open(NULL);
    CHECK_STR(before(), "nothing_before");
    struct rule_set x = {.hash = "only", .files = "{}", .origin = "folder"};
    WRITE(GOOD(store_rule_set_add(s, &x, &fault)));
    GOOD(in_write(step_watch, "only", NULL));
    GOOD(in_write(step_watch, "only", NULL));
    CHECK_STR(before(), "nothing_before");
    store_close(s);
    unlink(rig_path);
    memcpy(rig_path, keep, sizeof keep);
    s = mine;
}

/* ---- failure --------------------------------------------------------------------------------- */

static long
rows(void)
{
    return rig_number(s, "SELECT (SELECT count(*) FROM rule_set) + (SELECT count(*) FROM "
                         "activation) + (SELECT count(*) FROM rule_test) + "
                         "(SELECT count(*) FROM approval) + (SELECT count(*) FROM audit)");
}

/* The step with its first, second, … statement failing as on a full disk, until it passes. */
static void
fails_cleanly(enum err (*step)(const char *, const char *), const char *hash, const char *words)
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
    CHECK(failures >= 3);
    CHECK(rows() >= was + 2); /* the row and its line of the audit trail */
}

static void
every_step_fails_cleanly_at_every_statement(void)
{
    const char *base = first_set(), *hash = arena_printf(a, "%064d", ++serial);

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

static void
every_step_leaves_a_line_in_the_audit_trail(void)
{
    static const char *const actions[] = {"rule_set.propose",  "rule_set.test",
                                          "rule_set.approve",  "rule_set.activate",
                                          "rule_set.rollback", "rule_set.revert"};
    struct audit_line *lines;
    struct audit_verdict verdict;
    int n;

    GOOD(store_audit_list(s, a, 0, 1000, &lines, &n, &fault));
    for (size_t i = 0; i < LEN(actions); i++) {
        const struct audit_line *found = NULL;
        for (int k = 0; k < n && found == NULL; k++)
            if (str_is(lines[k].action, actions[i]))
                found = &lines[k];
        CHECK(found != NULL);
        CHECK(found != NULL && strlen(found->object) == 64 && found->detail[0] == '{');
        CHECK(found != NULL &&
              (found->actor_id != NULL) == !str_is(found->action, "rule_set.revert"));
    }

    GOOD(store_audit_verify(s, &verdict, &fault));
    CHECK_INT(verdict.lines, n);
    CHECK_INT(verdict.broken_at, 0);
    CHECK_STR(verdict.head, lines[0].hash);
}

static void
a_trail_that_was_edited_or_cut_in_the_middle_is_told(void)
{
    struct audit_verdict x, whole;

    GOOD(store_audit_verify(s, &whole, &fault));
    CHECK_INT(rig_sql(s, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete"), SQLITE_OK);
    CHECK_INT(rig_sql(s, "UPDATE audit SET actor_id = NULL WHERE n = 5"), SQLITE_OK);
    GOOD(store_audit_verify(s, &x, &fault));
    CHECK_INT(x.broken_at, 5);
    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n = 3"), SQLITE_OK);
    GOOD(store_audit_verify(s, &x, &fault));
    CHECK_INT(x.broken_at, 3);
    CHECK_INT(rig_sql(s, "DELETE FROM audit WHERE n >= 3"), SQLITE_OK);
    GOOD(store_audit_verify(s, &x, &fault));
    CHECK_INT(x.broken_at, 0); /* its end cut off is seen by the head alone */
    CHECK(strcmp(x.head, whole.head) != 0);
}

/* ---- the folder ------------------------------------------------------------------------------ */

static char rules[128];

static void
rules_write(const char *file, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", rules, file);
    FILE *to = fopen(path, "w");
    CHECK(to != NULL && fputs(text, to) >= 0);
    if (to != NULL)
        fclose(to);
}

static struct govern_folder
folder(void)
{
    static struct policy_limits limits;
    limits = policy_limits_default;
    limits.load_wall_ms = 60000;
    return (struct govern_folder){rules, NULL, &limits, &rig_world};
}

static enum err
watch(char hash[SHA256_TEXT])
{
    struct govern_folder g = folder();
    return govern_watch(s, &g, hash, &fault);
}

static void
a_rolled_back_folder_stays_away_until_it_holds_something_else(void)
{
    char one[SHA256_TEXT] = "", two[SHA256_TEXT] = "", hash[SHA256_TEXT] = "";
    struct govern_folder g = folder();
    struct fault why;

    GOOD(watch(one));
    CHECK_STR(active(), one);
    rules_write("cases/a_comment.lua", "-- 第二版。\n");
    GOOD(watch(two));
    CHECK(strcmp(one, two) != 0);
    CHECK_STR(active(), two);
    GOOD(in_write(step_rollback, one, "坏了"));
    REFUSED(watch(hash), ERR_CONFLICT, "folder_held");
    GOOD(govern_start(s, &g, true, &why)); /* nor at a restart */
    CHECK_STR(why.code, "folder_held");
    CHECK_STR(active(), one);
    rules_write("cases/a_comment.lua", "-- 第三版。\n");
    GOOD(watch(hash));
    CHECK_STR(active(), hash);
    rules_write("cases/a_comment.lua", "-- 第二版。\n");
    GOOD(watch(hash)); /* put there again: an edit like any other */
    CHECK_STR(active(), two);
}

static void
a_folder_that_comes_to_agree_with_a_rollback_is_watched_again(void)
{
    char two[SHA256_TEXT] = "", three[SHA256_TEXT] = "", hash[SHA256_TEXT] = "";

    GOOD(watch(two));
    rules_write("cases/a_comment.lua", "-- 第四版。\n");
    GOOD(watch(three));
    GOOD(in_write(step_rollback, two, "坏了"));
    rules_write("cases/a_comment.lua", "-- 第二版。\n");
    GOOD(watch(hash));
    CHECK_STR(hash, two);
    rules_write("cases/a_comment.lua", "-- 第四版。\n");
    GOOD(watch(hash));
    CHECK_STR(active(), three);
}

static void
a_folder_that_fails_changes_nothing_and_is_named(void)
{
    char hash[SHA256_TEXT] = "";
    const char *was = active();
    long n = rows();
    rules_write("cases/a_comment.lua", "oops oops\n");
    CHECK_ERR(watch(hash), ERR_RULE, &fault);
    CHECK_HAS(fault.where, "a_comment.lua:1");
    CHECK_STR(active(), was);
    CHECK_INT(rows(), n);
}

static void
governed_mode_reads_the_folder_only_when_there_is_no_set(void)
{
    struct govern_folder g = folder();
    struct fault why;
    char hash[SHA256_TEXT] = "";

    rules_write("cases/a_comment.lua", "-- 第五版。\n");
    const char *was = active();
    GOOD(govern_start(s, &g, false, &why));
    CHECK_ERR(why.err, OK, &why);
    CHECK_STR(active(), was);
    GOOD(govern_start(s, &g, true, &why));
    CHECK(strcmp(active(), was) != 0);
    struct rule_set x = {0};
    struct rule_test test = {0};
    GOOD(store_rule_set_load(s, a, active(), &x, &fault));
    CHECK_STR(x.base, was);
    CHECK_HAS(x.manifest, "\"forms\"");
    GOOD(store_rule_test_newest(s, a, x.hash, &test, &fault));
    CHECK(test.is_passed && strstr(test.report, "\"fault\":null") != NULL);
    (void)hash;
}

static void
a_start_with_an_active_set_that_does_not_load_says_why(void)
{
    struct govern_folder g = folder();
    struct fault why;
    const char *hash = first_set(); /* {"a.lua":""}: no set that loads */
    CHECK_ERR(govern_start(s, &g, false, &why), ERR_RULE, &why);
    CHECK(why.text[0] != '\0');
    CHECK_STR(active(), hash);
}

static void
the_mode_stands_beside_the_database(void)
{
    char path[160];

    snprintf(path, sizeof path, "%s/suanbei.db", rules);
    CHECK(!govern_mode_is_watching(path));
    GOOD(govern_mode_write(path, true, &fault));
    CHECK(govern_mode_is_watching(path));
    GOOD(govern_mode_write(path, false, &fault));
    CHECK(!govern_mode_is_watching(path));
    REFUSED(govern_signs(true, &fault), ERR_CONFLICT, "rules_watched");
    GOOD(govern_signs(false, &fault));
}

/* ---- candidates, differences ----------------------------------------------------------------- */

static enum err
merge(const char *changes, struct bundle **out)
{
    json_t *map = json_loads(changes, 0, NULL);
    enum err err = govern_merge(a, "{\"a.lua\":\"1\\n\",\"b.lua\":\"2\\n\"}", map, out, &fault);
    json_decref(map);
    return err;
}

static void
a_candidate_is_a_map_of_changes_on_a_base(void)
{
    struct bundle *b = NULL;

    GOOD(merge("{\"a.lua\":null,\"c.lua\":\"3\\n\",\"b.lua\":\"4\\n\"}", &b));
    CHECK_STR(bundle_text(b, a), "{\"b.lua\":\"4\\n\",\"c.lua\":\"3\\n\"}");
    bundle_free(b);
    GOOD(merge("{}", &b));
    CHECK_STR(bundle_text(b, a), "{\"a.lua\":\"1\\n\",\"b.lua\":\"2\\n\"}");
    bundle_free(b);
    REFUSED(merge("{\"x.lua\":null}", &b), ERR_RULE, "rule_bundle");
    CHECK_STR(fault.where, "x.lua");
    REFUSED(merge("{\"x.lua\":5}", &b), ERR_RULE, "rule_bundle");
    REFUSED(merge("{\"../x.lua\":\"\"}", &b), ERR_RULE, "rule_bundle");
    REFUSED(merge("{\"a.lua\":null,\"b.lua\":null}", &b), ERR_RULE, "rule_bundle");
}

static void
a_fault_names_its_file_as_the_bundle_does(void)
{
    static const struct {
        const char *where, *file;
        long line;
    } rows_[] = {{"rules/checks/x.lua:12", "checks/x.lua", 12},
                 {"rules.local/limits.lua:3", "local/limits.lua", 3},
                 {"checks/x.lua", "checks/x.lua", 0},
                 {"", "", 0}};

    for (size_t i = 0; i < LEN(rows_); i++) {
        struct fault f = {0};
        long line;
        snprintf(f.where, sizeof f.where, "%s", rows_[i].where);
        CHECK_STR(govern_fault_file(a, &f, &line), rows_[i].file);
        CHECK_INT(line, rows_[i].line);
    }
}

static const char *
diff(const char *old, const char *new)
{
    struct buf b = BUF(a);
    govern_diff(&b, old, new);
    return b.p;
}

static void
differences_are_shown_as_diff_shows_them(void)
{
    CHECK_STR(diff("a\nb\n", "a\nb\n"), "");
    CHECK_STR(diff(NULL, "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
    CHECK_STR(diff("a\nb\n", NULL), "@@ -1,2 +0,0 @@\n-a\n-b\n");
    CHECK_STR(diff("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n"),
              "@@ -1,7 +1,7 @@\n 1\n 2\n 3\n-4\n+x\n 5\n 6\n 7\n");
    CHECK_STR(diff("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n"), "@@ -3,3 +3,4 @@\n 3\n 4\n 5\n+6\n");
    CHECK_STR(diff("a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n"),
              "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-b\n+B\n");
    CHECK_STR(diff("x\ny\nz\n", "y\nx\nz\n"), "@@ -1,3 +1,3 @@\n-x\n y\n+x\n z\n");
}

static void
long_texts_with_nothing_in_common_are_taken_out_and_put_in_whole(void)
{
    struct buf old = BUF(a), new = BUF(a);
    for (int i = 0; i < 3000; i++) {
        buf_printf(&old, "o%d\n", i);
        buf_printf(&new, "n%d\n", i);
    }
    const char *text = diff(old.p, new.p);
    CHECK(strncmp(text, "@@ -1,3000 +1,3000 @@\n-o0\n", 26) == 0);
    CHECK_HAS(text, "-o2999\n+n0\n");
}

static void
files_are_told_as_added_modified_and_removed(void)
{
    struct file_change *x;
    int n;

    GOOD(govern_changes(a, "{\"a\":\"1\",\"c\":\"3\",\"d\":\"4\"}",
                        "{\"a\":\"1\",\"b\":\"2\",\"c\":\"2\"}", &x, &n, &fault));
    CHECK_INT(n, 4);
    CHECK_STR(x[0].path, "a");
    CHECK(x[0].change == NULL);
    CHECK_STR(x[1].change, "removed");
    CHECK(x[1].text == NULL);
    CHECK_STR(x[2].change, "modified");
    CHECK_STR(x[2].base_text, "2");
    CHECK_STR(x[3].change, "added");
}

static void
sets_are_paged_newest_first_and_found_by_their_first_digits(void)
{
    struct rule_set *page, *rest;
    int n, m;
    const char *hash;

    GOOD(store_rule_set_list(s, a, NULL, 2, &page, &n, &fault));
    CHECK_INT(n, 2);
    GOOD(store_rule_set_list(s, a, store_rule_set_cursor(a, &page[1]), 1000, &rest, &m, &fault));
    CHECK_INT(m + 2, rig_number(s, "SELECT count(*) FROM rule_set"));
    CHECK(page[0].added_at > page[1].added_at ||
          (page[0].added_at == page[1].added_at && strcmp(page[0].hash, page[1].hash) > 0));
    CHECK(page[0].files == NULL && page[0].manifest == NULL);
    REFUSED(store_rule_set_list(s, a, "x", 2, &page, &n, &fault), ERR_INPUT, "cursor_invalid");
    GOOD(store_rule_set_find(s, a, page[0].hash, &hash, &fault));
    CHECK_STR(hash, page[0].hash);
    REFUSED(store_rule_set_find(s, a, "0000", &hash, &fault), ERR_CONFLICT, "hash_ambiguous");
    REFUSED(store_rule_set_find(s, a, "zz", &hash, &fault), ERR_NOTFOUND, "not_found");
}

static void
begin(void)
{
    people();
    snprintf(rules, sizeof rules, "%s/rules", rig_folder);
    CHECK_INT(system(arena_printf(a, "cp -R tests/hostile/set %s", rules)), 0);
}

static const struct check_test tests[] = {
    TEST(a_set_needs_a_passed_test_a_replay_and_a_second_person),
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
    TEST(every_step_fails_cleanly_at_every_statement),
    TEST(every_step_leaves_a_line_in_the_audit_trail),
    TEST(a_rolled_back_folder_stays_away_until_it_holds_something_else),
    TEST(a_folder_that_comes_to_agree_with_a_rollback_is_watched_again),
    TEST(a_folder_that_fails_changes_nothing_and_is_named),
    TEST(governed_mode_reads_the_folder_only_when_there_is_no_set),
    TEST(a_start_with_an_active_set_that_does_not_load_says_why),
    TEST(the_mode_stands_beside_the_database),
    TEST(a_candidate_is_a_map_of_changes_on_a_base),
    TEST(a_fault_names_its_file_as_the_bundle_does),
    TEST(differences_are_shown_as_diff_shows_them),
    TEST(long_texts_with_nothing_in_common_are_taken_out_and_put_in_whole),
    TEST(files_are_told_as_added_modified_and_removed),
    TEST(sets_are_paged_newest_first_and_found_by_their_first_digits),
    TEST(a_trail_that_was_edited_or_cut_in_the_middle_is_told),
};

int
main(int argc, char **argv)
{
    return rig_store_main(argc, argv, begin, tests, LEN(tests));
}
