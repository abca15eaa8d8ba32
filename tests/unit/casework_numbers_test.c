/*
 * Numbers that eight processes give out at a time, some of them killed in between: none is given
 * twice, and each has the right check digit. A number is composed by the shipped rules from the
 * serials that a snapshot told, and taken in the transaction that writes it down, as an approval
 * does it. Nothing here forbids a number to stand twice, so that one that does is found.
 *
 * NUMBERS=1000000 gives out so many.
 */
#include "casework_rig.h"
#include "policy_rig.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 8, NUMBERS = 4000, CLASSES_MAX = 16, SERIALS = 999 };

/* What the processes tell each other. */
struct shared {
    _Atomic long given, lost; /* lost: another was faster */
    _Atomic int kills;
};
static struct shared *shared;
static int organizations_n;
static const char *classes[CLASSES_MAX];
static int classes_n;

static void
load_classes(void)
{
    const json_t *list = json_object_get(
        json_object_get(json_object_get(policy_manifest(rules), "vocabulary"), "algorithm_class"),
        "items");
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item) classes[classes_n++] = json_str(item, "code");
    CHECK_LEAST(classes_n, 5);
}

static void
make_organizations(long numbers)
{
    organizations_n = (int)(numbers / (SERIALS * classes_n / 2)) + 4;
    for (int i = 0; i < organizations_n; i++)
        if (rig_sql(s, arena_printf(a,
                                    "INSERT INTO organization (id, name, area, serial, created_at)"
                                    " VALUES ('org%d', '第%d家', '110108', %d, 0)",
                                    i, i, 2000000 + i)))
            check_stop("no organization is made");
    if (rig_sql(s, "CREATE TABLE issued (number TEXT NOT NULL)"))
        check_stop("no list is made");
}

/* ---- one process ----------------------------------------------------------------------------- */

/* The organization and the class of the next number, and what was composed for them. */
struct giving {
    struct store *store;
    struct policy *policy;
    json_t *facts; /* of an approval; what a number is made of is laid anew */
    int organization, class;
    struct number_serial serial;
    const char *number;
};

static void
look_up(struct giving *x, struct arena *arena)
{
    struct number_serial *rows;
    struct fault f = {0};
    const char *id = arena_printf(arena, "org%d", x->organization);
    json_t *serials = json_object();
    int n;

    if (store_read_begin(x->store, &f) ||
        store_number_serials(x->store, arena, id, "algorithm", &rows, &n, &f))
        check_stop("no serials: %s %s", f.code, f.text);
    store_read_end(x->store);
    for (int i = 0; i < n; i++)
        json_object_set_new(serials, rows[i].counter, json_integer(rows[i].n));
    json_object_set_new(json_object_get(x->facts, "issue"), "serials", serials);
    json_object_set_new(json_object_get(x->facts, "organization"), "serial",
                        json_integer(2000000 + x->organization));
    rig_put(json_object_get(json_object_get(x->facts, "filing"), "data"), "basic", "class",
            classes[x->class]);
}

/* False: the counter has run out, which the rules say. */
static bool
compose(struct giving *x, struct arena *arena)
{
    struct fault f = {0};
    const char *answer, *facts;
    json_t *published;

    look_up(x, arena);
    facts = json_text(arena, x->facts);
    if (policy_ask(x->policy, arena, POLICY_PUBLISH, facts, &answer, &f))
        return false;
    if (json_read(arena, answer, strlen(answer), &published, &f))
        check_stop("the rules answer %s", answer);
    x->number = json_str(published, "number");
    x->serial =
        (struct number_serial){.organization_id = arena_printf(arena, "org%d", x->organization),
                               .series = json_str(published, "series"),
                               .counter = json_str(published, "counter"),
                               .n = (long)json_integer_value(json_object_get(published, "serial"))};
    return x->number != NULL;
}

static bool
take(struct giving *x, struct arena *arena)
{
    struct fault f = {0};
    enum err err = store_write_begin(x->store, &f);

    if (!err)
        err = store_number_take(x->store, &x->serial, &f);
    if (!err && rig_sql(x->store, arena_printf(arena, "INSERT INTO issued (number) VALUES ('%s')",
                                               x->number)))
        err = ERR_BUG;
    if (!err)
        err = store_write_commit(x->store, &f);
    else
        store_write_rollback(x->store);
    if (err && err != ERR_AGAIN)
        check_stop("a number is not taken: %s %s %s", err_name(err), f.code, f.text);
    return err == OK;
}

static void
give_out(long numbers, unsigned seed)
{
    struct arena *arena = arena_new();
    struct giving x = {.store = rig_open(NULL), .policy = rig_policy_of("rules")};
    char *text;
    size_t n;

    if (file_read("tests/data/facts_algorithm.json", 1 << 20, &text, &n, &fault))
        check_stop("%s", fault.text);
    x.facts = json_loads(text, 0, NULL);
    json_object_set_new(x.facts, "issue", json_pack("{s:s}", "filed_on", "2026-11-24"));
    while (shared->given < numbers) {
        seed = seed * 1103515245 + 12345;
        x.organization = (int)(seed >> 8) % organizations_n;
        x.class = (int)(seed >> 20) % classes_n;
        if (compose(&x, arena)) {
            if (take(&x, arena))
                shared->given++;
            else
                shared->lost++;
        }
        arena_reset(arena);
    }
    store_close(x.store);
    policy_close(x.policy);
    _exit(0);
}

/* ---- the parent ------------------------------------------------------------------------------ */

static pid_t
start(long numbers)
{
    static unsigned seed = 7;
    pid_t pid = fork();

    if (pid == 0)
        give_out(numbers, seed);
    seed += 1000003;
    return pid;
}

/* A process is killed each time that so many more were given out, and another begins. */
static void
run_all(long numbers)
{
    long next_kill = numbers / 20;
    pid_t pids[PROCESSES];

    for (int i = 0; i < PROCESSES; i++)
        pids[i] = start(numbers);
    for (int victim = 0; shared->given < numbers; usleep(2000)) {
        if (shared->given < next_kill)
            continue;
        kill(pids[victim % PROCESSES], SIGKILL);
        waitpid(pids[victim % PROCESSES], NULL, 0);
        pids[victim % PROCESSES] = start(numbers);
        victim++;
        shared->kills++;
        next_kill += numbers / 20;
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        waitpid(pids[i], &status, 0);
        CHECK_INT(status, 0);
    }
}

static void
no_number_is_given_twice_whoever_is_killed(void)
{
    long numbers = getenv("NUMBERS") ? strtol(getenv("NUMBERS"), NULL, 10) : NUMBERS;

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        check_stop("no memory is shared");
    load_classes();
    make_organizations(numbers);
    store_close(s);
    fflush(stdout);
    run_all(numbers);
    s = rig_open(NULL);

    CHECK_LEAST(rig_number(s, "SELECT count(*) FROM issued"), numbers);
    CHECK_INT(rig_number(s, "SELECT count(*) - count(DISTINCT number) FROM issued"), 0);
    /* Σ d·2^(21-i) of all 21 digits is 1 modulo 10. */
    CHECK_INT(rig_number(s, "WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
                            "place WHERE i < 21) SELECT count(*) FROM issued WHERE (SELECT "
                            "sum(CAST(substr(number, 4 + i, 1) AS INTEGER) << (21 - i)) % 10 FROM "
                            "place) <> 1 OR length(number) <> 26"),
              0);
    /* No serial is left out but what a killed process took and told nobody of. */
    CHECK_INT(rig_number(s, "SELECT sum(n) - (SELECT count(*) FROM issued) FROM number_serial"), 0);
    CHECK_LEAST(shared->kills, 10);
    printf("# %ld numbers, %d processes killed, %ld composed anew since another was faster\n",
           (long)shared->given, (int)shared->kills, (long)shared->lost);
}

static const struct check_test tests[] = {
    TEST_LONG(no_number_is_given_twice_whoever_is_killed),
};

int
main(int argc, char **argv)
{
    return rig_casework_main(argc, argv, tests, LEN(tests));
}
