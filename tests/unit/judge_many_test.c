/* One question, one answer: whichever process is asked, whenever, in whatever company. */
#include "policy_rig.h"

#include <stdlib.h>

/* Each question is asked of some of the judges, of others each time, and a few of all. */
#define JUDGES 8
#define ASKED 3
static const int beside[ASKED] = {0, 1, 3};

/* ---- generated filings ----------------------------------------------------------------------- */

static uint64_t seed;

static unsigned
dice(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

/* Something else in place of a value: empty, of another type, too long, strange. */
static json_t *
other_value(const json_t *v)
{
    static const char *const texts[] = {"",           " ",          "x",      "换一个名称",
                                        "2026-02-30", "2026-11-20", "1\n2",   "\u3000全角",
                                        "110108",     "😀",          "a\"b\\c"};
    static char lengthy[6000];

    memset(lengthy, 'x', sizeof lengthy - 1);

    switch (dice(8)) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(dice(2));
    case 2:
        return json_integer((json_int_t)dice(100000) - 50000);
    case 3:
        return json_real(dice(1000) / 7.0);

    case 4:
        return json_array();
    case 5:
        return json_string(lengthy);
    case 6:
        return json_is_array(v) && json_array_size(v)
                   ? json_pack("[O, O]", json_array_get(v, 0), json_array_get(v, 0))
                   : json_object();
    default:
        return json_string(texts[dice(LEN(texts))]);
    }
}

/* One of the members by chance, its key in *key unless that is NULL; NULL when there is none. */
static json_t *
any_member(json_t *object, const char **key)
{
    const char *name;
    json_t *v;
    unsigned at = json_object_size(object) ? dice((unsigned)json_object_size(object)) : 0;

    json_object_foreach(object, name, v)
    {
        if (at-- > 0)
            continue;
        if (key)
            *key = name;
        return v;
    }
    return NULL;
}

static void
change_a_field(json_t *section)
{
    const char *key;
    json_t *v = any_member(section, &key);

    if (v && dice(5) == 0)
        json_object_del(section, key);
    else if (v)
        json_object_set_new(section, key, other_value(v));
}

/* The facts with a few fields changed somewhere in the data, and the day. */
static char *
generated(const json_t *facts)
{
    json_t *root = json_deep_copy(facts), *data = rig_at(root, "/filing/data");
    char day[16];

    for (unsigned k = dice(6); k > 0; k--)
        change_a_field(any_member(data, NULL));

    snprintf(day, sizeof day, "202%u-%02u-%02u", 3 + dice(6), 1 + dice(12), 1 + dice(28));
    json_object_set_new(json_object_get(root, "clock"), "today", json_string(day));
    char *text = json_dumps(root, dice(2) ? JSON_COMPACT : JSON_INDENT(1));
    json_decref(root);

    return text;
}

/* ---- many judges ----------------------------------------------------------------------------- */

struct sample {
    const char *name, *path;
};
static const struct sample samples[] = {
    {"algorithm", "tests/data/facts_algorithm.json"},
    {"subject", "tests/data/facts_subject.json"},
};

/* Few questions will do under valgrind and the sanitizers, which are slow. */
static bool
is_slow_here(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return check_is_quick;
#endif
}

/* The questions of a sample, and what each judge that was asked said to them. */
struct round {
    struct policy *judges[JUDGES];
    struct policy_outcome *outcomes[ASKED];
    char **facts;
    int n;
};

static void
round_begin(struct round *r, const struct sample *sample)
{
    json_error_t e;
    json_t *root = json_load_file(sample->path, 0, &e);

    if (!root)
        check_stop("%s: %s", sample->path, e.text);

    seed = 20261124;
    r->n = is_slow_here() ? 200 : check_is_long ? 5000 : 1000;
    r->facts = must_alloc((size_t)r->n * sizeof *r->facts);
    for (int i = 0; i < r->n; i++)
        r->facts[i] = generated(root);
    for (int k = 0; k < JUDGES; k++)
        r->judges[k] = rig_policy_of("rules");
    for (int k = 0; k < ASKED; k++)
        r->outcomes[k] = must_alloc((size_t)r->n * sizeof *r->outcomes[k]);
    json_decref(root);
}

static void
round_end(struct round *r)
{
    for (int k = 0; k < JUDGES; k++)
        policy_close(r->judges[k]);
    for (int k = 0; k < ASKED; k++)
        free(r->outcomes[k]);
    for (int i = 0; i < r->n; i++)
        free(r->facts[i]);
    free(r->facts);
}

/* One batch, by some judges at once. */
static void
judge_batch(struct round *r, int from, int size, int first)
{
    struct arena *own = arena_new();
    struct policy_facts q[POLICY_BATCH_MAX];
    struct fault f = {0};
    int got;

    for (int i = 0; i < size; i++)
        q[i] = (struct policy_facts){r->facts[from + i], strlen(r->facts[from + i])};
    for (int k = 0; k < ASKED; k++) {
        struct policy *judge = r->judges[(first + beside[k]) % JUDGES];
        CHECK_ERR(policy_batch_start(judge, own, q, size, &f), OK, &f);
    }
    for (int k = 0; k < ASKED; k++) {
        struct policy *judge = r->judges[(first + beside[k]) % JUDGES];
        struct policy_outcome *out = r->outcomes[k] + from;
        CHECK_ERR(policy_batch_end(judge, own, out, size, &got, &f), OK, &f);
        CHECK_INT(got, size);
    }
    arena_free(own);
}

static void
judge_all(struct round *r)
{
    for (int from = 0, first = 0, size; from < r->n; from += size, first++) {
        size = 1 + (int)dice(POLICY_BATCH_MAX);
        size = size < r->n - from ? size : r->n - from;
        judge_batch(r, from, size, first);
    }
}

static void
check_one_outcome_each(const struct round *r)
{
    int different = 0, verdicts[4] = {0};

    for (int i = 0; i < r->n; i++) {
        const struct policy_outcome *first = &r->outcomes[0][i];
        verdicts[first->what]++;
        for (int k = 1; k < ASKED; k++) {
            const struct policy_outcome *other = &r->outcomes[k][i];
            different += other->what != first->what || !str_is(other->hash, first->hash);
        }
    }

    CHECK_INT(different, 0);
    CHECK_INT(verdicts[POLICY_NO_ANSWER], 0);
    CHECK_LEAST(verdicts[POLICY_ACCEPTABLE], 1);
    CHECK_LEAST(verdicts[POLICY_NOT_ACCEPTABLE], 1);
}

/* Every hundredth in full, by each judge, and beside it the outcome that its batch gave. */
static void
check_one_answer_each(const struct round *r)
{
    struct arena *own = arena_new();
    struct fault f = {0};

    for (int i = 0; i < r->n; i += 97) {
        const char *first = NULL, *answer = NULL;
        check_about("number %d", i);
        for (int k = 0; k < JUDGES; k++) {
            struct policy *p = r->judges[(k + i) % JUDGES];
            CHECK_ERR(policy_ask(p, own, POLICY_JUDGE, r->facts[i], &answer, &f), OK, &f);
            CHECK_HAS(answer, r->outcomes[0][i].hash);
            CHECK_STR(answer, first ? first : answer);
            first = answer;
        }
        arena_reset(own);
    }
    arena_free(own);
}

static void
many_filings_in_many_processes_get_one_outcome_and_one_answer_each(const void *row)
{
    struct round r;

    round_begin(&r, row);
    judge_all(&r);
    check_one_outcome_each(&r);
    check_one_answer_each(&r);
    round_end(&r);
}

/* ---- batches --------------------------------------------------------------------------------- */

struct costly {
    const char *name, *body;
    bool is_answered;
};
static const struct costly costly[] = {
    {"two million steps", "for i = 1, 700000 do local x = i end", true},
    {"many charges", "for i = 1, 60 do string.rep('x', 60000) end", true},
    {"a long text that raises the price",
     "local s = string.rep('x', 60000) for i = 1, 300 do local t = s .. i end", true},
    {"no end", "while true do end", false},
    {"no end of memory", "local t = {} while true do t = { t, {}, {} } end", false},
    {"a fault after much work", "for i = 1, 400000 do local x = i end error('坏了')", true},
};

/* Batches are tried without a count first: what costs much must come out as when it is counted. */
static void
costly_questions_come_out_the_same_in_batches(const void *row)
{
    const struct costly *c = row;
    const struct policy_facts q = {RIG_FACTS, strlen(RIG_FACTS)}, three[3] = {q, q, q};
    struct policy_outcome out[3] = {{0}};
    struct policy_limits limits = rig_limits();
    const char *whole = RIG_RULE("@"), *at = strchr(whole, '@'), *answer = NULL;
    char *text = arena_printf(a, "%.*s%s%s", (int)(at - whole), whole, c->body, at + 1);
    struct fault f = {0};
    int got = 0;

    limits.ask_wall_ms = 60000;
    struct policy *p = rig_policy(RIG_CHECK, text, &limits);
    CHECK_ERR(policy_batch_start(p, a, three, 3, &f), OK, &f);
    CHECK_ERR(policy_batch_end(p, a, out, 3, &got, &f), OK, &f);
    enum err err = policy_ask(p, a, POLICY_JUDGE, RIG_FACTS, &answer, &f);

    CHECK_ERR(err, c->is_answered ? OK : ERR_RULE, &f);
    CHECK_INT(got, c->is_answered ? 3 : 1);
    if (c->is_answered) {
        CHECK_HAS(answer, out[0].hash);
        CHECK_STR(out[1].hash, out[0].hash);
        CHECK_STR(out[2].hash, out[0].hash);
    } else {
        CHECK_INT(out[0].what, POLICY_NO_ANSWER);
    }

    policy_close(p);
}

static const struct check_test tests[] = {
    TEST_EACH(costly_questions_come_out_the_same_in_batches, costly),
    TEST_EACH(many_filings_in_many_processes_get_one_outcome_and_one_answer_each, samples),
    TEST(no_judge_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
