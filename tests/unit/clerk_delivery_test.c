/* Notices leave the house: each at least once, whoever falls in between; what is not taken comes
 * again after a while that grows, and in the end waits for somebody. The clock is the test's. */
#include "clerk/jobs.h"
#include "rig.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 3, FIRST_MS = 1000, MOST_MS = 3000 };

static char folder[] = RIG_TEMP, db_path[128], taken_path[128];
static struct clerk *clerk;
static struct govern_shared shared;
static struct fault fault;
static int64_t now_ms = 1795500000000;
static struct account person;
static const char *filing;

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

static struct clerk *
open_clerk(const char *command)
{
    struct clerk_options options = {
        .store = {.path = db_path, .world = &test_world},
        .rules = {folder, NULL, &policy_limits_default, &test_world},
        .shared = &shared,
        .blob_folder = folder,
        .outbox = {.courier = {.command = command, .timeout_ms = 10000},
                   .tries_max = TRIES,
                   .wait_ms = FIRST_MS,
                   .wait_max_ms = MOST_MS},
    };
    struct clerk *c = NULL;

    if (clerk_open(&c, &options, &fault))
        check_stop("the clerk does not open: %s %s", fault.where, fault.text);
    return c;
}

/* What is on its way arrives, or does not. */
static void
works(struct clerk *c)
{
    int next = -1, n = 0;

    CHECK_ERR(deliveries_send(c, &next, &fault), OK, &fault);
    while (c->sent[0].pid != 0 && rig_wait(&n))
        CHECK_ERR(deliveries_send(c, &next, &fault), OK, &fault);
    arena_reset(c->arena);
    CHECK(store_is_idle(c->store));
}

static struct delivery
told(struct delivery x)
{
    x.notice = "returned";
    x.channel = "sms";
    x.filing_id = filing;
    x.text = "须补正";
    x.title = "";
    x.still = x.still ? x.still : "";
    x.state = DELIVERY_WAITING;
    x.address = x.address ? x.address : "";
    x.due_at = x.at = now_ms;
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_delivery_add(clerk->store, &x, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
    x.id = arena_strdup(a, x.id);
    return x;
}

static struct delivery
now_of(const struct delivery *x)
{
    struct delivery out = {0};
    CHECK_ERR(store_delivery_load(clerk->store, a, x->id, &out, &fault), OK, &fault);
    return out;
}

static const char *
taken(void)
{
    char *text = NULL;
    size_t n;

    if (file_read(taken_path, 1 << 16, &text, &n, &fault))
        return "";
    const char *out = arena_strdup(a, text);
    free(text);
    return out;
}

static int
times_taken(const struct delivery *x)
{
    int n = 0;
    for (const char *p = taken(); (p = strstr(p, x->id)) != NULL; p++)
        n++;
    return n;
}

static const char *
taking(void)
{
    return arena_printf(a, "cat >> %s", taken_path);
}

/* ---- it goes --------------------------------------------------------------------------------- */

static void
a_text_goes_once_with_the_address_that_its_channel_needs(void)
{
    struct delivery x = told((struct delivery){.address = "mobile", .account_id = person.id});
    struct clerk *c = open_clerk(taking());

    works(c);
    works(c);
    CHECK_INT(times_taken(&x), 1);
    CHECK_HAS(taken(), "\"mobile\":\"13800138000\"");
    CHECK_LACKS(taken(), "x@example.com");
    CHECK_STR(now_of(&x).state, "taken");
    CHECK_STR(now_of(&x).outcome, "taken");
    clerk_close(c);
}

static void
a_channel_without_an_address_is_given_none(void)
{
    struct delivery x = told((struct delivery){0});
    struct clerk *c = open_clerk(arena_printf(a, "cat > %s", taken_path));

    works(c);
    CHECK_INT(times_taken(&x), 1);
    CHECK_LACKS(taken(), "138");
    clerk_close(c);
}

static void
nothing_goes_where_no_command_is_set(void)
{
    struct delivery x = told((struct delivery){0});
    struct clerk *c = open_clerk(NULL);

    works(c);
    CHECK_STR(now_of(&x).state, "waiting");
    clerk_close(c);
    c = open_clerk(taking());
    works(c);
    CHECK_INT(times_taken(&x), 1);
    clerk_close(c);
}

static void
what_was_overtaken_or_is_too_late_is_not_sent(void)
{
    struct delivery moved = told((struct delivery){.still = "returned"}),
                    late = told((struct delivery){.until_at = now_ms - 1}),
                    nobody = told((struct delivery){.address = "email", .account_id = person.id}),
                    still = told((struct delivery){.still = "submitted", .until_at = now_ms});
    struct clerk *c = open_clerk(taking());

    for (int i = 0; i < 4; i++)
        works(c);
    CHECK_STR(now_of(&moved).state, "dropped");
    CHECK_STR(now_of(&late).state, "dropped");
    CHECK_STR(now_of(&nobody).state, "dropped");
    CHECK_INT(times_taken(&moved) + times_taken(&late) + times_taken(&nobody), 0);
    CHECK_INT(times_taken(&still), 1);
    clerk_close(c);
}

/* All that was started has ended; who lost their parent came to us. */
static bool
all_have_ended(void)
{
    int n = 0;

    while (!rig_is_childless())
        if (!rig_wait(&n))
            return false;
    return true;
}

/* ---- it fails -------------------------------------------------------------------------------- */

static void
what_fails_comes_again_after_waits_that_grow_and_is_dead_after_so_many(void)
{
    struct delivery x = told((struct delivery){0}), is;
    struct clerk *c = open_clerk("exit 3");
    int64_t wait[TRIES];

    for (int i = 0; i < TRIES; i++) {
        works(c);
        is = now_of(&x);
        CHECK_INT(is.tries, i + 1);
        CHECK_STR(is.outcome, "exit_3");
        wait[i] = is.due_at - now_ms;
        works(c); /* not before its time */
        CHECK_INT(now_of(&x).tries, i + 1);
        now_ms = is.due_at;
    }
    CHECK(wait[0] > FIRST_MS / 2 - 1 && wait[0] <= FIRST_MS);
    CHECK(wait[1] >= FIRST_MS && wait[1] <= 2 * FIRST_MS);
    CHECK_STR(is.state, "dead");
    works(c);
    CHECK_INT(now_of(&x).tries, TRIES);
    clerk_close(c);

    /* Somebody has it tried again, as often as a new one, once it is mended. */
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_delivery_again(clerk->store, x.id, &fault), OK, &fault);
    CHECK_ERR(store_delivery_again(clerk->store, x.id, &fault), ERR_CONFLICT, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
    c = open_clerk(taking());
    works(c);
    CHECK_STR(now_of(&x).state, "taken");
    CHECK_INT(times_taken(&x), 1);
    clerk_close(c);
}

static void
waits_grow_to_the_cap_and_differ_by_chance(void)
{
    CHECK_INT(courier_wait(1, 1000, 60000, 0), 1000);
    CHECK_INT(courier_wait(2, 1000, 60000, 0), 2000);
    CHECK_INT(courier_wait(6, 1000, 60000, 0), 32000);
    CHECK_INT(courier_wait(7, 1000, 60000, 0), 60000);
    CHECK_INT(courier_wait(1000000, 1000, 60000, 0), 60000);
    CHECK_INT(courier_wait(1, 1000, 60000, 1u << 31), 750);
    CHECK_INT(courier_wait(1, 1000, 60000, UINT32_MAX), 501);
}

static void
a_command_that_hangs_is_ended_and_keeps_nobody_waiting(void)
{
    struct delivery x = told((struct delivery){0});
    struct clerk *c = open_clerk("sleep 1000 & sleep 1000");
    int next = -1;

    c->options.outbox.courier.timeout_ms = 100;
    CHECK_ERR(deliveries_send(c, &next, &fault), OK, &fault);
    CHECK(c->sent[0].pid != 0); /* the call came back while it hangs */
    CHECK_LEAST(next, 1);
    CHECK(store_is_idle(c->store));
    works(c);
    CHECK_STR(now_of(&x).outcome, "slow");
    CHECK_STR(now_of(&x).state, "waiting");
    clerk_close(c);
    CHECK(all_have_ended());
    now_ms = now_of(&x).due_at;
    c = open_clerk(taking());
    works(c);
    clerk_close(c);
}

/* Each of these is bounded, and says so: what a command prints goes nowhere, and what it leaves
 * behind ends with it. */
static const struct hostile {
    const char *name, *command, *outcome;
} hostile[] = {
    {"prints_without_end", "yes", "slow"},
    {"complains_without_end", "yes >&2", "slow"},
    {"prints_much_and_takes_it", "head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2",
     "taken"},
    {"reads_nothing", "exit 0", "taken"},
    {"closes_its_input", "exec <&-; sleep 1000", "slow"},
    {"will_not_be_ended", "trap '' TERM INT HUP ALRM; while :; do sleep 1; done", "slow"},
    {"leaves_somebody_behind_and_takes_it", "sleep 1000 & exit 0", "taken"},
    {"leaves_somebody_behind_and_fails", "sleep 1000 & exit 7", "exit_other"},
    {"stops_itself", "kill -STOP $$", "slow"},
    {"kills_itself", "kill -SEGV $$", "killed"},
    {"kills_its_group", "kill -KILL 0", "killed"},
    {"is_no_command", "/nowhere/at-all", "no_command"},
};

static void
is_bounded(const void *row)
{
    const struct hostile *h = row;
    struct delivery x = told((struct delivery){0});
    struct clerk *c = open_clerk(h->command);
    int next = -1;

    if (str_is(h->outcome, "slow"))
        c->options.outbox.courier.timeout_ms = 300;
    CHECK_ERR(deliveries_send(c, &next, &fault), OK, &fault);
    works(c);
    CHECK_STR(now_of(&x).outcome, h->outcome);
    CHECK(all_have_ended());
    clerk_close(c);
    now_ms = now_of(&x).due_at;
    c = open_clerk(taking());
    works(c);
    CHECK_STR(now_of(&x).state, "taken");
    clerk_close(c);
}

static void
a_clerk_that_is_killed_leaves_it_to_the_next_when_its_lease_is_over(void)
{
    struct delivery x = told((struct delivery){0});
    int status;

    pid_t pid = fork();
    if (pid == 0) {
        int next = -1;
        struct clerk *c = open_clerk("sleep 1000");
        (void)!deliveries_send(c, &next, &fault);
        kill(-c->sent[0].pid, SIGKILL);
        kill(getpid(), SIGKILL);
    }
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK_STR(now_of(&x).state, "out");

    struct clerk *c = open_clerk(taking());
    works(c);
    CHECK_INT(times_taken(&x), 0); /* it may still be on its way */
    now_ms = now_of(&x).due_at;
    works(c);
    CHECK_INT(times_taken(&x), 1);
    CHECK_INT(now_of(&x).tries, 2);
    clerk_close(c);
}

static void
two_clerks_send_each_once_and_one_that_was_given_up_changes_nothing(void)
{
    struct delivery x[6];
    struct clerk *one = open_clerk(taking()), *other = open_clerk(taking());
    int next = -1;

    for (size_t i = 0; i < LEN(x); i++)
        x[i] = told((struct delivery){0});
    for (int i = 0; i < 3; i++) {
        CHECK_ERR(deliveries_send(one, &next, &fault), OK, &fault);
        works(other);
        works(one);
    }
    for (size_t i = 0; i < LEN(x); i++) {
        while (str_is(now_of(&x[i]).state, DELIVERY_OUT)) {
            works(other);
            works(one);
        }
        CHECK_INT(times_taken(&x[i]), 1);
        CHECK_INT(now_of(&x[i]).tries, 1);
    }

    /* The first is so slow that another takes it over: what it says then is too late. */
    struct delivery slow = told((struct delivery){0});
    one->options.outbox.courier.command = "exit 9";
    CHECK_ERR(deliveries_send(one, &next, &fault), OK, &fault);
    now_ms = now_of(&slow).due_at;
    works(other);
    works(one);
    CHECK_STR(now_of(&slow).state, "taken");
    CHECK_STR(now_of(&slow).outcome, "taken");
    clerk_close(one);
    clerk_close(other);
}

/* Nobody takes it, as often as it is tried. */
static struct delivery
failed(void)
{
    struct delivery x = told((struct delivery){0});
    struct clerk *c = open_clerk("exit 3");

    while (!str_is(now_of(&x).state, DELIVERY_DEAD)) {
        now_ms = now_of(&x).due_at;
        works(c);
    }
    clerk_close(c);
    now_ms += FIRST_MS;
    return x;
}

static long
again(int limit)
{
    long n = -1;

    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_delivery_again_all(clerk->store, limit, &n, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
    return n;
}

/* What the tests before left. */
static void
drop_all(void)
{
    struct delivery_query q = {.state = DELIVERY_DEAD, .limit = 100};
    struct delivery *old;
    int n = 0;

    CHECK_ERR(store_delivery_list(clerk->store, a, &q, &old, &n, &fault), OK, &fault);
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    for (int i = 0; i < n; i++)
        CHECK_ERR(store_delivery_drop(clerk->store, old[i].id, &fault), OK, &fault);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
}

static void
those_that_are_dead_go_again_the_longest_first_as_many_as_asked(void)
{
    struct delivery x[4];
    struct clerk *c;
    long dead;

    drop_all();
    for (size_t i = 0; i < LEN(x); i++)
        x[i] = failed();
    c = open_clerk("exit 3");
    CHECK_INT(again(1), 1);
    CHECK_STR(now_of(&x[0]).state, DELIVERY_WAITING);
    while (!str_is(now_of(&x[0]).state, DELIVERY_DEAD)) {
        now_ms = now_of(&x[0]).due_at;
        works(c);
    }
    clerk_close(c);
    CHECK_INT(now_of(&x[0]).tries, 2 * TRIES);

    /* What failed again comes after what has not had its turn. */
    CHECK_INT(again(3), 3);
    CHECK_STR(now_of(&x[0]).state, DELIVERY_DEAD);
    CHECK_ERR(store_delivery_dead(clerk->store, &dead, &fault), OK, &fault);
    CHECK_INT(dead, 1);
    CHECK_INT(again(3), 1);
    CHECK_INT(again(3), 0);
    c = open_clerk(taking());
    for (size_t i = 0; i < LEN(x); i++) {
        while (!str_is(now_of(&x[i]).state, DELIVERY_TAKEN))
            works(c);
        CHECK_INT(times_taken(&x[i]), 1);
    }
    clerk_close(c);
}

/* ---- killed, again and again -------------------------------------------------------------------
 */

enum { MANY = 12, LIVES_MAX = 2000 };

/* What takes a text and kills its clerk before, after, or does not: each in turn of chance. */
static const char *
deadly(void)
{
    return arena_printf(a,
                        "case $(od -An -N1 -tu1 /dev/urandom) in "
                        "*[05]) kill -KILL %d; cat >> %s;; "
                        "*[27]) cat >> %s; kill -KILL %d;; "
                        "*9) kill -KILL %d 0;; "
                        "*) cat >> %s;; esac",
                        getpid(), taken_path, taken_path, getpid(), getpid(), taken_path);
}

/* A clerk that works until nothing is left to do, if it lives so long. */
static void
live(void)
{
    struct clerk *c = open_clerk(deadly());
    int next, n = 0;

    c->options.outbox.tries_max = LIVES_MAX; /* one that nobody told the end of counts */
    do {
        next = -1;
        (void)!deliveries_send(c, &next, &fault);
        arena_reset(c->arena);
    } while (next >= 0 && rig_wait(&n));
    _exit(0);
}

static int
how_many_are(const struct delivery *x, const char *state)
{
    int n = 0;
    for (int i = 0; i < MANY; i++)
        n += str_is(now_of(&x[i]).state, state);
    return n;
}

static void
clerks_that_are_killed_at_any_moment_lose_nothing_and_repeat_under_the_same_id(void)
{
    static struct delivery x[MANY];
    long killed = 0, times = 0;
    int life;

    for (int i = 0; i < MANY; i++)
        x[i] = told((struct delivery){0});
    for (life = 0; life < LIVES_MAX && how_many_are(x, "taken") < MANY; life++) {
        int status;
        uint32_t chance;
        pid_t pid = fork();
        if (pid == 0)
            live();
        test_random(NULL, &chance, sizeof chance);
        if (chance % 3 == 0) { /* at some moment of its work */
            nanosleep(&(struct timespec){.tv_nsec = (long)(chance % 30000000)}, NULL);
            kill(pid, SIGKILL);
        }
        waitpid(pid, &status, 0);
        killed += WIFSIGNALED(status);
        CHECK(all_have_ended());
        now_ms += 60000; /* every lease and wait is over */
    }
    for (int i = 0; i < MANY; i++) {
        CHECK_STR(now_of(&x[i]).state, "taken");
        CHECK_LEAST(times_taken(&x[i]), 1);
        CHECK(times_taken(&x[i]) <= now_of(&x[i]).tries);
        times += times_taken(&x[i]);
    }
    CHECK_LEAST(killed, 5);
    printf("# %d clerks, %ld of them killed: %d notices came %ld times\n", life, killed, MANY,
           times);
}

/* ---- set up ---------------------------------------------------------------------------------- */

static const struct bad {
    const char *name;
    struct courier of;
    const char *where;
} bad[] = {
    {"both", {.command = "x", .url = "https://a.example/"}, "outbox_url"},
    {"not_a_url", {.url = "ftp://a.example/"}, "outbox_url"},
    {"no_host", {.url = "https:///x"}, "outbox_url"},
    {"plain_to_others", {.url = "http://a.example/"}, "outbox_url"},
    {"plain_to_who_looks_like_us", {.url = "http://127.0.0.1.example/"}, "outbox_url"},
    {"a_password", {.url = "https://me:secret@a.example/"}, "outbox_url"},
    {"no_secret", {.url = "https://a.example/"}, "outbox_secret_file"},
    {"a_secret_for_a_command", {.command = "x", .secret_file = "/x"}, "outbox_secret_file"},
    {"no_such_secret",
     {.url = "https://a.example/", .secret_file = "/nowhere/secret"},
     "outbox_secret_file"},
    {"no_such_authority",
     {.url = "https://a.example/", .secret_file = "/x", .ca_file = "/nowhere/ca"},
     "outbox_ca_file"},
};

static void
is_refused(const void *row)
{
    const struct bad *x = row;

    CHECK_ERR(courier_check(&x->of, &fault), ERR_INPUT, &fault);
    CHECK_STR(fault.where, x->where);
}

static void
a_signature_is_of_id_time_and_body(void)
{
    char out[COURIER_SIGNATURE_TEXT];
    struct parcel x = {"msg_1", "{}", 1614265330123};

    /* echo -n msg_1.1614265330.{} | openssl dgst -sha256 -mac HMAC, with the bytes 0 to 23 */
    CHECK(courier_sign("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", &x, out));
    CHECK_STR(out, "v1,1IAVWmooqOL1/V6LNhFkPDxWIonZ9qPyZDb44YNMCfU=");
    CHECK(!courier_sign("whsec_AAECAw==", &x, out));
    CHECK(!courier_sign("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", &x, out));
    CHECK(!courier_sign("whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", &x, out));
}

static void
set_up(void)
{
    struct organization o = {.name = "示例单位"};
    struct filing x = {.kind = "algorithm",
                       .action = "initial",
                       .state = "submitted",
                       .standing = "review",
                       .data = "{}",
                       .title = ""};

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    rig_temp(folder);
    snprintf(db_path, sizeof db_path, "%s/test.db", folder);
    snprintf(taken_path, sizeof taken_path, "%s/taken", folder);
    clerk = open_clerk(NULL);
    person = (struct account){.username = "filer",
                              .password_hash = "x",
                              .roles = ROLE_SET(ROLE_FILER),
                              .member = MEMBER_OWNER,
                              .mobile = "13800138000"};
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    CHECK_ERR(store_organization_add(clerk->store, &o, &fault), OK, &fault);
    x.organization_id = person.organization_id = o.id;
    CHECK_ERR(store_account_add(clerk->store, &person, &fault), OK, &fault);
    CHECK_ERR(store_filing_add(clerk->store, &x, &fault), OK, &fault);
    person.id = arena_strdup(a, person.id);
    filing = arena_strdup(a, x.id);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
}

static const struct check_test tests[] = {
    TEST(a_text_goes_once_with_the_address_that_its_channel_needs),
    TEST(a_channel_without_an_address_is_given_none),
    TEST(nothing_goes_where_no_command_is_set),
    TEST(what_was_overtaken_or_is_too_late_is_not_sent),
    TEST(what_fails_comes_again_after_waits_that_grow_and_is_dead_after_so_many),
    TEST(waits_grow_to_the_cap_and_differ_by_chance),
    TEST(a_command_that_hangs_is_ended_and_keeps_nobody_waiting),
    TEST_EACH(is_bounded, hostile),
    TEST(a_clerk_that_is_killed_leaves_it_to_the_next_when_its_lease_is_over),
    TEST(two_clerks_send_each_once_and_one_that_was_given_up_changes_nothing),
    TEST(those_that_are_dead_go_again_the_longest_first_as_many_as_asked),
    TEST_LONG(clerks_that_are_killed_at_any_moment_lose_nothing_and_repeat_under_the_same_id),
    TEST_EACH(is_refused, bad),
    TEST(a_signature_is_of_id_time_and_body),
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
