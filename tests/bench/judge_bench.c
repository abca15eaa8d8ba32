/*
 * One judgement in process: the judge's own functions without the process around it. Prints microseconds of each part, medians of
 * batches: parsing the facts, laying them out as Lua tables, judging, writing the answer.
 *   judge_bench RULES FACTS.json
 */
#define policy_judge_main bench_judge_main /* the program's own stays in the library */
#include "../../fcgi/policy/judge.c"

#include <stdio.h>
#include <time.h>

#define BATCH 200
#define BATCHES 15

static double
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int
enter_push(lua_State *L)
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

enum part { PARSE, PUSH, JUDGE, WHOLE, PART__MAX };

static void
run_part(struct judge *j, enum part part, const char *facts, size_t n)
{
    struct call c = {.verb = "decide", .text = facts, .n = n};
    struct fault f = {0};
    json_t *again;
    enum err e = OK;
    if (part == PARSE)
        e = json_read(j->arena, facts, n, &again, &f);
    else if (part == WHOLE)
        c.is_decision = true, e = judge_enter(j, enter_ask, &c, j->budget_ops, JUDGE_ANSWER_MAX, &f);
    else
        e = judge_enter(j, part == PUSH ? enter_push : enter_judge, &c, j->budget_ops, JUDGE_ANSWER_MAX, &f);
    if (e) {
        fprintf(stderr, "%s %s\n", f.where, f.text);
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    struct judge j = {.memory_limit = 64u << 20, .budget_ops = 5000000};
    struct arena *keep = arena_new();
    struct bundle *b;
    struct fault f = {0};
    json_t *files, *parsed;
    char *facts;
    size_t n;
    base_init();
    if (argc != 3 || bundle_read(&b, argv[1], NULL, &f) || file_read(argv[2], 1 << 24, &facts, &n, &f))
        return 2;
    j.arena = arena_new();
    host_regex_start(&j);
    char *text = bundle_text(b, keep);
    struct wire_load load = {.budget_ops = j.budget_ops, .memory_bytes = j.memory_limit};
    size_t frame_n = sizeof load + strlen(text);
    char *frame = malloc(frame_n);
    memcpy(load.rule_set, bundle_hash(b), sizeof load.rule_set);
    memcpy(frame, &load, sizeof load);
    memcpy(frame + sizeof load, text, strlen(text));
    if (judge_load(&j, frame, frame_n, &f) || json_read(keep, facts, n, &parsed, &f)) {
        fprintf(stderr, "%s %s\n", f.where, f.text);
        return 1;
    }
    (void)files;
    double us[PART__MAX];
    for (int p = 0; p < PART__MAX; p++) {
        double runs[BATCHES];
        for (int k = 0; k < BATCHES; k++) {
            double from = now_us();
            for (int i = 0; i < BATCH; i++) {
                run_part(&j, (enum part)p, facts, n);
                if (p == PARSE)
                    arena_reset(j.arena);
            }
            runs[k] = (now_us() - from) / BATCH;
        }
        qsort(runs, BATCHES, sizeof runs[0], by_value);
        us[p] = runs[BATCHES / 2];
    }
    printf("{\"facts_bytes\":%zu,\"parse_us\":%.1f,\"lay_out_us\":%.1f,\"judge_us\":%.1f,\"answer_us\":%.1f}\n", n, us[PARSE], us[PUSH],
           us[JUDGE] - us[PUSH], us[WHOLE] - us[JUDGE]);
    return 0;
}
