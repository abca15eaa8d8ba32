/*
 * One judgement in process: the judge's own functions without the process around it. Prints
 * microseconds of each part, medians of batches: reading the facts into Lua tables, judging them,
 * writing the answer with its hashes. With a local layer of WAYS ways of ten moves also what
 * loading the set takes, what all its cases take, and what one of those ways takes.
 *
 *     judge_bench RULES FACTS.json [WAYS-FOLDER]
 */

#define judge_answer bench_judge_answer /* the program's own stays in the library */
#include "../../fcgi/judge/ask.c"

#include "bench.h"

#include <time.h>

#define BATCH 200
#define BATCHES 15
#define WAYS 20
#define WAY_ROUNDS 5

/* Time that this process computed: what else runs on the machine has no part in it. */
static double
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int
enter_read(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    judge_read_json(L, c->text, c->n);
    return 0;
}

static int
enter_judge(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    push_engine(L, "ask");
    lua_pushstring(L, c->verb);
    judge_read_json(L, c->text, c->n);
    lua_call(L, 2, 1);
    return 0;
}

enum part { READ, JUDGE, WHOLE, PART__MAX };
static const lua_CFunction entries[PART__MAX] = {enter_read, enter_judge, enter_ask};

static void
load_rules(struct judge *j, const char *folder, const char *local)
{
    struct arena *a = arena_new();
    struct bundle *b;
    struct fault f = {0};
    struct wire_load load = {.budget_ops = 3000000, .memory_bytes = (64u << 20)};
    struct buf frame = BUF(a);

    j->arena = arena_new();
    host_regex_start(j);
    or_die(bundle_read(&b, folder, local, &f), &f);
    memcpy(load.rule_set, bundle_hash(b), sizeof load.rule_set);
    buf_add(&frame, (const char *)&load, sizeof load);
    buf_puts(&frame, bundle_text(b, a));
    or_die(judge_load(j, frame.p, frame.n, &f), &f);
    bundle_free(b);
    arena_free(a);
}

static double
median_us(struct judge *j, enum part part, const char *facts)
{
    double runs[BATCHES];
    struct call c = {
        .verb = "judge", .text = facts, .n = strlen(facts), .is_judgement = part == WHOLE};
    struct fault f = {0};

    for (int k = 0; k < BATCHES; k++) {
        double from = now_us();
        for (int i = 0; i < BATCH; i++)
            or_die(judge_enter(j, entries[part], &c, j->budget_ops, ANSWER_MAX, &f), &f);
        runs[k] = (now_us() - from) / BATCH;
    }

    qsort(runs, BATCHES, sizeof runs[0], by_value);
    return runs[BATCHES / 2];
}

struct cases {
    double load_us, cases_us;
};

/* The quickest of some rounds: a set is loaded once a round. */
static struct cases
time_cases(const char *folder, const char *local)
{
    struct cases best = {1e12, 1e12};

    for (int i = 0; i < WAY_ROUNDS; i++) {
        struct judge j = {0};
        struct fault f = {0};
        double from = now_us();
        load_rules(&j, folder, local);
        double loaded = now_us();
        or_die(judge_test(&j, 0, &f), &f);
        double done = now_us();
        best.load_us = loaded - from < best.load_us ? loaded - from : best.load_us;
        best.cases_us = done - loaded < best.cases_us ? done - loaded : best.cases_us;
        lua_close(j.L);
    }
    return best;
}

static void
print_ways(const char *folder, const char *ways)
{
    struct cases without = time_cases(folder, NULL), with = time_cases(folder, ways);
    printf(",\"load_us\":%.0f,\"cases_us\":%.0f,\"way_us\":%.0f", without.load_us, without.cases_us,
           (with.cases_us - without.cases_us) / WAYS);
}

/* Values that a person filled in. */
static size_t
count_fields(const json_t *v)
{
    size_t n = 0, i;
    const char *key;
    json_t *x;
    if (!json_is_object(v) && !json_is_array(v))
        return 1;
    json_object_foreach((json_t *)(uintptr_t)v, key, x) n += count_fields(x);
    json_array_foreach(v, i, x) n += count_fields(x);
    return n;
}

int
main(int argc, char **argv)
{
    struct judge j = {0};
    struct arena *a = arena_new();
    struct fault f = {0};
    json_t *root;
    char *text;
    size_t n;

    base_init();
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: judge_bench RULES FACTS.json [WAYS-FOLDER]\n");
        return 2;
    }

    load_rules(&j, argv[1], NULL);
    or_die(file_read(argv[2], 1 << 24, &text, &n, &f), &f);
    or_die(json_read(a, text, n, &root, &f), &f);
    const char *facts = json_canonical(a, root);
    const json_t *data = json_object_get(json_object_get(root, "filing"), "data");
    double us[PART__MAX];

    for (int p = 0; p < PART__MAX; p++)
        us[p] = median_us(&j, (enum part)p, facts);
    printf("{\"facts_bytes\":%zu,\"fields\":%zu,"
           "\"read_us\":%.1f,\"judge_us\":%.1f,\"answer_us\":%.1f",
           strlen(facts), count_fields(data), us[READ], us[JUDGE] - us[READ],
           us[WHOLE] - us[JUDGE]);
    if (argc == 4)
        print_ways(argv[1], argv[3]);
    printf("}\n");
    return 0;
}
