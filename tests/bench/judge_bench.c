/*
 * One judgement in process: the judge's own functions without the process around it. Prints
 * microseconds of each part, medians of batches: reading the facts into Lua tables, judging them,
 * writing the answer with its hashes.
 *
 *     judge_bench RULES FACTS.json
 */

#define judge_answer bench_judge_answer /* the program's own stays in the library */
#include "../../fcgi/judge/ask.c"

#include "bench.h"

#include <time.h>

#define BATCH 200
#define BATCHES 15

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
load_rules(struct judge *j, const char *folder)
{
    struct arena *a = arena_new();
    struct bundle *b;
    struct fault f = {0};
    struct wire_load load = {.budget_ops = 3000000, .memory_bytes = (64u << 20)};
    struct buf frame = BUF(a);

    j->arena = arena_new();
    host_regex_start(j);
    or_die(bundle_read(&b, folder, NULL, &f), &f);
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
    if (argc != 3) {
        fprintf(stderr, "usage: judge_bench RULES FACTS.json\n");
        return 2;
    }

    load_rules(&j, argv[1]);
    or_die(file_read(argv[2], 1 << 24, &text, &n, &f), &f);
    or_die(json_read(a, text, n, &root, &f), &f);
    const char *facts = json_canonical(a, root);
    const json_t *data = json_object_get(json_object_get(root, "filing"), "data");
    double us[PART__MAX];

    for (int p = 0; p < PART__MAX; p++)
        us[p] = median_us(&j, (enum part)p, facts);
    printf("{\"facts_bytes\":%zu,\"fields\":%zu,"
           "\"read_us\":%.1f,\"judge_us\":%.1f,\"answer_us\":%.1f}\n",
           strlen(facts), count_fields(data), us[READ], us[JUDGE] - us[READ],
           us[WHOLE] - us[JUDGE]);
    return 0;
}
