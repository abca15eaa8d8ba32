/* The clerk: the schedule under a clock that the test moves, each job against a database of its
 * own, and the notes that the processes of a pool leave each other. */
#include "clerk/jobs.h"
#include "rig.h"

#include <sqlite3.h>
#include <utime.h>

/* ---- the schedule ---------------------------------------------------------------------------- */

static int64_t mono;
static char ran[64]; /* a letter for each run, in order */
static enum err slow_err;
static int next_of_odd;
static struct schedule schedule;

static int64_t
test_clock(void)
{
    return mono;
}

static void
note(char letter)
{
    size_t n = strlen(ran);
    if (n + 1 < sizeof ran)
        ran[n] = letter;
}

static enum err
run_quick(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)c, (void)next_ms, (void)f;
    note('q');
    return OK;
}

static enum err
run_slow(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)c, (void)next_ms;
    note('s');
    return slow_err ? fail(f, slow_err, "planned", "here", "planned") : OK;
}

/* Takes a while, and says itself when it comes again. */
static enum err
run_odd(struct clerk *c, int *next_ms, struct fault *f)
{
    (void)c, (void)f;
    note('o');
    mono += 5;
    if (next_of_odd >= 0)
        *next_ms = next_of_odd;
    return OK;
}

static const struct job three[] = {
    {"slow", 300, LOG_DEBUG_, run_slow},
    {"quick", 100, LOG_DEBUG_, run_quick},
    {"odd", 200, LOG_DEBUG_, run_odd},
};

static void
begin(void)
{
    mono = 1000;
    slow_err = OK;
    next_of_odd = -1;
    schedule_start(&schedule, three, LEN(three), test_clock);
}

/* Turns the clock to ms after the start and runs a round; what ran goes to ran. The answer is when
 * the next round is wanted, in milliseconds after the start. */
static int64_t
round_at(int64_t ms)
{
    memset(ran, 0, sizeof ran);
    mono = 1000 + ms;
    int wait = schedule_run(&schedule, NULL);
    return mono + wait - 1000;
}

static void
each_job_runs_when_it_is_due_and_not_before(void)
{
    begin();
    CHECK_INT(round_at(0), 100);
    CHECK_STR(ran, "");
    CHECK_INT(round_at(99), 119); /* a millisecond left, and the pause between two rounds */
    CHECK_STR(ran, "");
    CHECK_INT(round_at(100), 200);
    CHECK_STR(ran, "q");
    CHECK_INT(round_at(200), 300);
    CHECK_STR(ran, "qo");
    CHECK_INT(round_at(300), 400);
    CHECK_STR(ran, "sq");
    CHECK_INT(round_at(2000),
              2100); /* a clerk that was held up does each once, not for each time */
    CHECK_STR(ran, "sqo");
    CHECK_INT(round_at(2100), 2200);
    CHECK_STR(ran, "q");
}

static void
a_job_that_fails_stops_no_other_and_comes_again(void)
{
    begin();
    slow_err = ERR_BUG;
    CHECK_INT(round_at(300), 400);
    CHECK_STR(ran, "sqo");
    round_at(500);
    CHECK_STR(ran, "qo");
    slow_err = OK;
    round_at(600);
    CHECK_STR(ran, "sq");
}

static void
a_job_may_say_when_it_wants_to_come_again_this_once(void)
{
    begin();
    next_of_odd = 30;
    CHECK_INT(round_at(200), 230);
    CHECK_STR(ran, "qo");
    next_of_odd = -1;
    CHECK_INT(round_at(230), 300);
    CHECK_STR(ran, "o");
    round_at(429);
    CHECK_STR(ran, "sq");
    round_at(430);
    CHECK_STR(ran, "o");
}

static void
there_is_a_pause_however_much_is_due(void)
{
    begin();
    next_of_odd = 0;
    for (int64_t at = 200; at < 300;) {
        int64_t again = round_at(at);
        CHECK_INT(again, at + 5 + SCHEDULE_PAUSE_MS);
        at = again;
    }
}

static void
a_job_that_is_woken_comes_then_and_not_at_its_own_time(void)
{
    begin();
    schedule_wake(&schedule, run_odd, 40);
    round_at(39);
    CHECK_STR(ran, "");
    round_at(40);
    CHECK_STR(ran, "o");
    mono = 1000 + 230;
    schedule_wake(&schedule, run_odd, 500);
    round_at(240);
    CHECK_STR(ran, "q");
    round_at(729);
    CHECK_STR(ran, "sq");
    round_at(730);
    CHECK_STR(ran, "o");
}

/* ---- the notes of a pool --------------------------------------------------------------------- */

static struct govern_shared shared;

static void
a_refusal_is_read_as_it_was_noted_until_it_is_cleared(void)
{
    struct govern_refusal r;
    struct fault f = {.where = "rules/x.lua:3", .text = "错"};

    CHECK(!govern_refusal_read(NULL, &r));
    CHECK(!govern_refusal_read(&shared, &r));
    govern_refusal_note(&shared, 77, &f);
    CHECK(govern_refusal_read(&shared, &r));
    CHECK_INT(r.at, 77);
    CHECK_STR(r.where, "rules/x.lua:3");
    CHECK_STR(r.text, "错");
    govern_refusal_note(&shared, 78, NULL);
    CHECK(!govern_refusal_read(&shared, &r));
}

/* It died after it had written half of the next one. */
static void
a_clerk_that_was_killed_while_it_wrote_leaves_the_note_of_before(void)
{
    struct govern_refusal r;
    struct fault f = {.where = "rules/y.lua:1", .text = "后"};

    govern_refusal_note(&shared, 79, &f);
    memset(&shared.refusal[(atomic_load(&shared.refusal_seq) + 1) % 2], 'x', 100);
    CHECK(govern_refusal_read(&shared, &r));
    CHECK_INT(r.at, 79);
    CHECK_STR(r.text, "后");
    govern_refusal_note(&shared, 80, &f);
    CHECK(govern_refusal_read(&shared, &r));
    CHECK_INT(r.at, 80);
    CHECK_STR(r.where, "rules/y.lua:1");
    govern_refusal_note(&shared, 81, NULL);
}

/* ---- jobs ------------------------------------------------------------------------------------ */

static char folder[] = RIG_TEMP, rules[64], blobs[64], db_path[64];
static int64_t now_ms = 1790000000000LL; /* 2026-09-21 in Beijing */
static struct clerk *clerk;
static struct fault fault;

static int64_t
test_now(void *ctx)
{
    (void)ctx;
    return now_ms;
}

static void
test_random(void *ctx, void *out, size_t n)
{
    world_real.random(ctx, out, n);
}

static const struct world test_world = {test_now, test_random, NULL};

/* Runs one job once. Its wish for the next time goes to *next_ms, -1 for none. */
static enum err
do_job(job_run *run, int *next_ms)
{
    int wish = -1;

    fault = (struct fault){0};
    enum err err = run(clerk, &wish, &fault);
    arena_reset(clerk->arena);
    CHECK(store_is_idle(clerk->store));
    if (next_ms != NULL)
        *next_ms = wish;
    return err;
}

static void
every_job_is_content_with_a_new_database(void)
{
    static const struct job all[] = {JOBS(JOB_ROW)};
    unsigned long before = atomic_load(&shared.generation);

    for (size_t i = 0; i < LEN(all); i++)
        CHECK_ERR(do_job(all[i].run, NULL), OK, NULL);
    CHECK_INT(atomic_load(&shared.generation), before);
}

static void
a_clerk_that_starts_lets_the_workers_look_what_was_made_active_meanwhile(void)
{
    struct clerk *next = NULL;
    unsigned long before = atomic_load(&shared.generation);

    CHECK_ERR(clerk_open(&next, &clerk->options, &fault), OK, &fault);
    CHECK_INT(atomic_load(&shared.generation), before + 1);
    clerk_close(next);
}

static void
a_round_of_the_real_table_asks_to_be_called_again_soon(void)
{
    for (int i = 0; i < 3; i++) {
        int ms = clerk_tick(clerk);
        CHECK(ms > 0 && ms <= 100);
    }
}

/* As a worker would: stored and made active. */
static void
activate(const char *hash, const char *kind, int64_t ends_at)
{
    struct rule_set x = {.hash = hash, .files = "{}", .origin = "proposal"};
    struct activation step = {.hash = hash, .kind = kind, .ends_at = ends_at};

    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_rule_set_add(clerk->store, &x, &fault), OK, &fault);
    CHECK_ERR(store_activation_add(clerk->store, &step, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
}

#define SET_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SET_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void
another_active_set_is_announced_once_and_deadlines_are_counted_again(void)
{
    unsigned long before = atomic_load(&shared.generation);

    activate(SET_A, "approved", 0);
    clerk->recounts = 0;
    CHECK_ERR(do_job(activation_announce, NULL), OK, NULL);
    CHECK_INT(atomic_load(&shared.generation), before + 1);
    CHECK_INT(clerk->recounts, 2);
    CHECK_ERR(do_job(activation_announce, NULL), OK, NULL);
    CHECK_INT(atomic_load(&shared.generation), before + 1);
    CHECK_ERR(do_job(deadlines_recount, NULL), OK, NULL);
    CHECK_ERR(do_job(deadlines_recount, NULL), OK, NULL);
    CHECK_INT(clerk->recounts, 0);
}

/* The regularly active set is empty here, so nobody can go back to it. */
static void
an_emergency_that_cannot_be_reverted_stays_and_is_tried_again_later(void)
{
    struct activation last;
    int next_ms;

    activate(SET_A, "approved", 0);
    activate(SET_B, "emergency", now_ms + 1000);
    CHECK_ERR(do_job(emergency_revert, &next_ms), OK, &fault);
    CHECK_INT(next_ms, -1);
    now_ms += 1000;
    CHECK_ERR(do_job(emergency_revert, &next_ms), ERR_RULE, &fault);
    CHECK_INT(next_ms, 60 * 1000);
    CHECK_HAS(fault.text, "the emergency set bbbbbbbbbbbb is over");
    CHECK_ERR(store_activation_last(clerk->store, clerk->arena, &last, &fault), OK, &fault);
    CHECK_STR(last.hash, SET_B);
}

static void
put_file(const char *in, const char *name, const char *text, int age_s)
{
    char path[256];
    struct utimbuf old = {.actime = now_ms / 1000 - age_s, .modtime = now_ms / 1000 - age_s};

    snprintf(path, sizeof path, "%s/%s", in, name);
    CHECK_ERR(file_write(path, text, strlen(text), 0640, &fault), OK, &fault);
    CHECK_INT(utime(path, &old), 0);
}

static bool
has_file(const char *in, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", in, name);
    return file_exists(path);
}

static void
a_folder_is_tried_once_when_it_holds_still_and_again_when_it_changes(void)
{
    struct govern_refusal r;
    int next_ms;

    govern_refusal_note(&shared, 0, NULL);
    put_file(rules, "set.lua", "no rules\n", 10);
    CHECK_ERR(do_job(folder_watch, &next_ms), OK, &fault); /* it moved */
    CHECK(next_ms > 0 && next_ms < 100);
    CHECK(!govern_refusal_read(&shared, &r));
    CHECK_ERR(do_job(folder_watch, &next_ms), ERR_RULE, &fault);
    CHECK_INT(next_ms, -1);
    CHECK(govern_refusal_read(&shared, &r));
    CHECK_INT(r.at, now_ms);
    CHECK_STR(r.text, fault.text);
    CHECK_ERR(do_job(folder_watch, &next_ms), OK, &fault); /* and not again */

    put_file(rules, "set.lua", "still none\n", 10);
    CHECK_ERR(do_job(folder_watch, &next_ms), OK, &fault);
    put_file(rules, "set.lua", "still moving\n", 10);
    CHECK_ERR(do_job(folder_watch, &next_ms), OK, &fault);
    CHECK(next_ms > 0);
    CHECK_ERR(do_job(folder_watch, &next_ms), ERR_RULE, &fault);
}

static void
a_folder_is_left_alone_in_governed_mode(void)
{
    clerk->options.is_watching = false;
    put_file(rules, "set.lua", "another\n", 10);
    CHECK_ERR(do_job(folder_watch, NULL), OK, NULL);
    CHECK_ERR(do_job(folder_watch, NULL), OK, NULL);
    clerk->options.is_watching = true;
}

/* An upload that a row names. */
static void
attach(const char *sha256)
{
    struct organization o = {.name = "示例单位"};
    struct account who = {
        .username = "somebody", .password_hash = "x", .roles = ROLE_SET(ROLE_FILER)};
    struct attachment x = {
        .sha256 = sha256, .media_type = "application/pdf", .filename = "a.pdf", .size_bytes = 1};

    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_organization_add(clerk->store, &o, &fault), OK, &fault);
    who.organization_id = x.organization_id = o.id;
    CHECK_ERR(store_account_add(clerk->store, &who, &fault), OK, &fault);
    x.uploaded_by = who.id;
    CHECK_ERR(store_attachment_add(clerk->store, &x, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
}

static void
a_sweep_removes_what_no_row_names_after_an_hour_and_nothing_else(void)
{
    char below[128];

    snprintf(below, sizeof below, "%s/bb", blobs);
    CHECK_ERR(file_make_folder(below, 0750, &fault), OK, &fault);
    attach(SET_A);
    put_file(blobs, SET_A, "x", 7200);
    put_file(below, SET_B, "x", 7200);
    put_file(blobs, "one.part", "x", 3601);
    put_file(blobs, "two.part", "x", 3599);
    put_file(blobs, "README", "x", 7200);
    CHECK_ERR(do_job(blobs_sweep, NULL), OK, NULL);
    CHECK(has_file(blobs, SET_A));
    CHECK(!has_file(below, SET_B));
    CHECK(!has_file(blobs, "one.part"));
    CHECK(has_file(blobs, "two.part"));
    CHECK(has_file(blobs, "README"));
}

/* A filing whose deadline is due that day. */
static const char *
due_on(const char *day)
{
    struct organization o = {.name = "示例单位"};
    struct filing x = {.kind = "algorithm",
                       .action = "initial",
                       .state = "submitted",
                       .standing = "review",
                       .data = "{}",
                       .title = ""};

    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_organization_add(clerk->store, &o, &fault), OK, &fault);
    x.organization_id = o.id;
    CHECK_ERR(store_filing_add(clerk->store, &x, &fault), OK, &fault);
    struct deadline d = {.name = "review", .due_on = day, .state = "running", .days = 1};
    CHECK_ERR(store_deadlines_set(clerk->store, x.id, &d, 1, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
    return arena_strdup(a, x.id);
}

static const char *
clock_state(const char *id)
{
    struct deadline *rows;
    int n;

    CHECK_ERR(store_deadlines_list(clerk->store, a, id, &rows, &n, &fault), OK, &fault);
    return n == 1 ? rows[0].state : NULL;
}

static void
at_the_turn_of_the_day_in_beijing_clocks_are_missed_and_not_before(void)
{
    int64_t was = now_ms;
    const char *id = due_on("2026-10-20");

    CHECK(time_parse("2026-10-20T23:59:59+08:00", &now_ms));
    clerk->missed_on[0] = '\0'; /* as a clerk that starts */
    CHECK_ERR(do_job(deadlines_miss, NULL), OK, &fault);
    CHECK_STR(clock_state(id), "running");
    CHECK_ERR(do_job(deadlines_miss, NULL), OK, &fault);
    now_ms += 1000;
    CHECK_ERR(do_job(deadlines_miss, NULL), OK, &fault);
    CHECK_STR(clock_state(id), "missed");
    CHECK_STR(clerk->missed_on, "2026-10-21");

    /* Another that was counted again and lies in the past now. */
    id = due_on("2026-10-01");
    CHECK_ERR(do_job(deadlines_miss, NULL), OK, &fault);
    CHECK_STR(clock_state(id), "running");
    clerk->missed_on[0] = '\0';
    CHECK_ERR(do_job(deadlines_miss, NULL), OK, &fault);
    CHECK_STR(clock_state(id), "missed");
    now_ms = was;
}

static void
set_up(void)
{
    rig_temp(folder);
    snprintf(rules, sizeof rules, "%s/rules", folder);
    snprintf(blobs, sizeof blobs, "%s/blobs", folder);
    snprintf(db_path, sizeof db_path, "%s/test.db", folder);
    struct clerk_options options = {
        .store = {.path = db_path, .world = &test_world},
        .rules = {rules, NULL, &policy_limits_default, &test_world},
        .shared = &shared,
        .blob_folder = blobs,
        .is_watching = true,
    };

    enum err err = file_make_folder(rules, 0750, &fault);
    if (!err)
        err = file_make_folder(blobs, 0750, &fault);
    if (!err)
        err = clerk_open(&clerk, &options, &fault);
    if (err)
        check_stop("the clerk does not open: %s %s %s", fault.code, fault.where, fault.text);
}

/* The database that the clerk has open, by another connection, for what no statement does. */
static void
say(const char *sql)
{
    sqlite3 *db;
    char *why = NULL;

    if (sqlite3_open(db_path, &db) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        check_stop("%s: %s", sql, why);
    sqlite3_close(db);
}

static void
roles_that_the_schema_took_are_told_once(void)
{
    struct account *rows;
    int n = 0;

    say("INSERT INTO account (id, username, username_folded, password_hash, roles, created_at, "
        "roles_before) VALUES ('cut', 'cut', 'cut', 'h', 32, 1, 40)");
    CHECK_ERR(do_job(accounts_tell_cut, NULL), OK, &fault);
    CHECK_ERR(store_account_cut(clerk->store, clerk->arena, &rows, &n, &fault), OK, &fault);
    CHECK_INT(n, 0);
    CHECK_ERR(do_job(accounts_tell_cut, NULL), OK, &fault);
    arena_reset(clerk->arena);
}

/* At that time, as the database has it. */
static enum err
session_at(int64_t at)
{
    struct live_session live;
    enum err err = store_session_account(clerk->store, clerk->arena, "long", at, &live, &fault);

    arena_reset(clerk->arena);
    return err;
}

static void
a_clock_that_is_set_ahead_ends_nothing_and_one_that_goes_on_does(void)
{
    const int64_t begun = now_ms;
    char text[256];

    snprintf(text, sizeof text,
             "INSERT INTO session (token_hash, account_id, created_at, expires_at, "
             "is_bearer) "
             "VALUES ('long', 'cut', 1, %lld, 0)",
             (long long)now_ms + 3600000);
    say(text);
    CHECK_ERR(do_job(database_purge, NULL), OK, &fault);
    CHECK_INT(session_at(begun), OK);

    now_ms += 100000000;
    CHECK_ERR(do_job(database_purge, NULL), OK, &fault);
    CHECK_INT(session_at(begun), OK);
    now_ms -= 100000000; /* set right again */
    CHECK_ERR(do_job(database_purge, NULL), OK, &fault);
    CHECK_INT(session_at(begun), OK);

    clerk->purge.not_before = 0; /* an hour later */
    now_ms += 3700000;
    clerk->purge.wall += 3700000;
    CHECK_ERR(do_job(database_purge, NULL), OK, &fault);
    CHECK_INT(session_at(begun), ERR_NOTFOUND);
    now_ms -= 3700000;
    clerk->purge.wall -= 3700000;
}

static const struct check_test tests[] = {
    TEST(each_job_runs_when_it_is_due_and_not_before),
    TEST(a_job_that_fails_stops_no_other_and_comes_again),
    TEST(a_job_may_say_when_it_wants_to_come_again_this_once),
    TEST(there_is_a_pause_however_much_is_due),
    TEST(a_job_that_is_woken_comes_then_and_not_at_its_own_time),
    TEST(a_refusal_is_read_as_it_was_noted_until_it_is_cleared),
    TEST(a_clerk_that_was_killed_while_it_wrote_leaves_the_note_of_before),
    TEST(every_job_is_content_with_a_new_database),
    TEST(a_clerk_that_starts_lets_the_workers_look_what_was_made_active_meanwhile),
    TEST(a_round_of_the_real_table_asks_to_be_called_again_soon),
    TEST(another_active_set_is_announced_once_and_deadlines_are_counted_again),
    TEST(an_emergency_that_cannot_be_reverted_stays_and_is_tried_again_later),
    TEST(a_folder_is_tried_once_when_it_holds_still_and_again_when_it_changes),
    TEST(a_folder_is_left_alone_in_governed_mode),
    TEST(at_the_turn_of_the_day_in_beijing_clocks_are_missed_and_not_before),
    TEST(a_sweep_removes_what_no_row_names_after_an_hour_and_nothing_else),
    TEST(roles_that_the_schema_took_are_told_once),
    TEST(a_clock_that_is_set_ahead_ends_nothing_and_one_that_goes_on_does),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    set_up();
    int status = check_main(argc, argv, tests, LEN(tests));
    clerk_close(clerk);
    rig_folder_remove(folder);
    return status;
}
