/* One question, one answer: whichever process is asked, whenever, in whatever company. And JSON
 * that is read straight into Lua. */
#include "policy_say.h"

#include <sys/resource.h>

#define JUDGES 8
#define RULES "rules"

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

/* Changes a few fields somewhere in the data, and the day. */
static char *
generated(const json_t *facts)
{
    json_t *root = json_deep_copy(facts),
           *data = json_object_get(json_object_get(root, "filing"), "data");

    for (unsigned k = dice(6); k > 0; k--) {
        const char *section, *field;
        json_t *s = NULL, *v = NULL;
        unsigned at = dice((unsigned)json_object_size(data)), i = 0;
        json_object_foreach(data, section, s) if (i++ == at) break;
        at = json_object_size(s) ? dice((unsigned)json_object_size(s)) : 0;
        i = 0;
        json_object_foreach(s, field, v) if (i++ == at) break;
        if (json_object_size(s) && dice(5) == 0)
            json_object_del(s, field);
        else if (json_object_size(s))
            json_object_set_new(s, field, other_value(v));
    }

    char day[16];
    snprintf(day, sizeof day, "202%u-%02u-%02u", 3 + dice(6), 1 + dice(12), 1 + dice(28));
    json_object_set_new(json_object_get(root, "clock"), "today", json_string(day));
    char *text = json_dumps(root, dice(2) ? JSON_COMPACT : JSON_INDENT(1));
    json_decref(root);

    return text;
}

static json_t *
read_facts(const char *path)
{
    json_error_t e;
    json_t *facts = json_load_file(path, 0, &e);
    if (!facts) {
        printf("not ok %s: %s\n", path, e.text);
        exit(1);
    }
    return facts;
}

static struct policy *
open_rules(void)
{
    struct policy *p;
    struct bundle *b;
    struct fault f = {0};
    struct policy_limits limits = policy_limits_default;

    limits.ask_wall_ms = limits.load_wall_ms = 60000; /* under sanitizers, on a busy machine */
    if (bundle_read(&b, RULES, NULL, &f) || policy_open(&p, b, &limits, &f)) {
        printf("not ok the rules load: %s %s\n", f.where, f.text);
        exit(1);
    }

    bundle_free(b);
    return p;
}

/* Outcomes of many facts in each of the judges, in batches of different sizes. */
static void
judge_all(struct policy *p[JUDGES], char **facts, int n, struct policy_outcome *out[JUDGES])
{
    struct arena *a = arena_new();
    struct policy_facts q[POLICY_BATCH_MAX];
    struct fault f = {0};

    for (int from = 0; from < n;) {
        int size = 1 + (int)dice(POLICY_BATCH_MAX), got;
        size = size < n - from ? size : n - from;
        for (int i = 0; i < size; i++)
            q[i] = (struct policy_facts){facts[from + i], strlen(facts[from + i])};
        for (int k = 0; k < JUDGES; k++)
            if (policy_batch_start(p[k], a, q, size, &f))
                printf("# %s\n", f.text);
        for (int k = 0; k < JUDGES; k++)
            if (policy_batch_end(p[k], a, out[k] + from, size, &got, &f) || got != size)
                printf("# judge %d answered %d of %d: %s\n", k, got, size, f.text);
        from += size;
        arena_reset(a);
    }
    arena_free(a);
}

/* Every hundredth in full, and beside it the outcome that its batch gave. */
static bool
answers_are_one(struct policy *p[JUDGES], char **facts, int n, struct policy_outcome *out[JUDGES],
                char *why, size_t cap)
{
    struct arena *a = arena_new();
    bool ok = true;

    for (int i = 0; i < n && ok; i += 97) {
        const char *first = NULL, *answer;
        struct fault f = {0};
        for (int k = 0; k < JUDGES && ok; k++) {
            ok = policy_ask(p[(k + i) % JUDGES], a, POLICY_DECIDE, facts[i], &answer, &f) == OK;
            ok = ok && (!first || strcmp(first, answer) == 0) && strstr(answer, out[0][i].hash);
            first = answer;
        }
        if (!ok)
            snprintf(why, cap, "number %d: %.150s", i, f.text);
        arena_reset(a);
    }

    arena_free(a);
    return ok;
}

static void
many_filings_get_one_answer_each(const char *path, int n)
{
    struct policy *p[JUDGES];
    struct policy_outcome *out[JUDGES];
    char **facts = must_alloc((size_t)n * sizeof *facts), name[120], why[256] = "";
    json_t *root = read_facts(path);
    int different = 0, verdicts[4] = {0};

    seed = 20261124;
    for (int i = 0; i < n; i++)
        facts[i] = generated(root);
    for (int k = 0; k < JUDGES; k++) {
        p[k] = open_rules();
        out[k] = must_alloc((size_t)n * sizeof *out[k]);
        memset(out[k], 0, (size_t)n * sizeof *out[k]);
    }

    judge_all(p, facts, n, out);
    for (int i = 0; i < n; i++) {
        verdicts[out[0][i].what]++;
        for (int k = 1; k < JUDGES; k++)
            different +=
                out[k][i].what != out[0][i].what || strcmp(out[k][i].hash, out[0][i].hash) != 0;
    }

    bool ok = different == 0 && verdicts[POLICY_NO_ANSWER] == 0 &&
              verdicts[POLICY_ACCEPTABLE] > 0 && verdicts[POLICY_NOT_ACCEPTABLE] > 0;
    snprintf(why, sizeof why, "%d differ; %d acceptable, %d not, %d for a human, %d without answer",
             different, verdicts[POLICY_ACCEPTABLE], verdicts[POLICY_NOT_ACCEPTABLE],
             verdicts[POLICY_NEEDS_HUMAN], verdicts[POLICY_NO_ANSWER]);
    snprintf(name, sizeof name, "%d_generated_filings_in_%d_processes_get_one_outcome_each (%s)", n,
             JUDGES, strrchr(path, '/') + 1);
    rig_say(name, ok, why);
    snprintf(name, sizeof name, "and_one_answer_to_the_byte (%s)", strrchr(path, '/') + 1);
    ok = answers_are_one(p, facts, n, out, why, sizeof why);
    rig_say(name, ok, why);

    for (int k = 0; k < JUDGES; k++) {
        policy_close(p[k]);
        free(out[k]);
    }

    for (int i = 0; i < n; i++)
        free(facts[i]);
    free(facts);
    json_decref(root);
}

/* ---- JSON in --------------------------------------------------------------------------------- */

/* What comes back of text as the words of a finding that repeats it; NULL: refused, and the fault's
 * code is in code. */
static const char *
echo(struct policy *p, struct arena *a, const char *json, char code[64])
{
    struct fault f = {0};
    const char *answer;
    json_t *root;
    char *facts = arena_printf(a,
                               "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},"
                               "\"filing\":{\"action\":\"initial\",\"data\":{},"
                               "\"kind\":\"subject\",\"version\":%s},\"products\":[]}",
                               json);
    size_t i;
    json_t *finding;

    *code = 0;
    if (policy_ask(p, a, POLICY_DECIDE, facts, &answer, &f)) {
        snprintf(code, 64, "%s", f.code);
        return NULL;
    }
    if (json_read(a, answer, strlen(answer), &root, NULL))
        return NULL;

    json_array_foreach(json_object_get(root, "findings"), i,
                       finding) if (str_is(json_str(finding, "rule"),
                                           "test.hostile")) return json_str(finding, "message");
    return "";
}

static void
json_is_read_as_it_stands(void)
{
    static const struct {
        const char *name, *json,
            *out; /* out NULL: refused as malformed; starting with ! : with that code */
    } cases[] = {
        {"plain", "\"好\"", "好"},
        {"escapes", "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\te\"", "a\"b\\c/d\b\f\n\r\te"},
        {"unicode_escapes", "\"\\u4e2d\\u0041\\u00e9\"", "中Aé"},
        {"surrogates", "\"\\ud83d\\ude00\"", "😀"},
        {"escape_at_the_end", "\"x\\n\"", "x\n"},
        {"white_space_around", " \n\t\"x\" \r", "x"},
        {"integer", "42", "42"},
        {"negative", "-7", "-7"},
        {"largest_integer", "9223372036854775807", "9223372036854775807"},
        {"real", "1.5", "1.5"},
        {"exponent", "25e-1", "2.5"},
        {"yes", "true", "true"},
        {"no", "false", "false"},
        {"null_is_nothing", "null", "nil"},
        {"empty_object", "{}", "table"},
        {"empty_array", "[]", "table"},
        {"null_in_a_list_keeps_its_place", "[null,1]", "table"},
        {"lone_surrogate", "\"\\ud83d\"", NULL},
        {"half_a_pair", "\"\\ud83d\\u0041\"", NULL},
        {"nul_escape", "\"\\u0000\"", NULL},
        {"bad_escape", "\"\\x41\"", NULL},
        {"control_character", "\"a\nb\"", NULL},
        {"control_character_after_an_escape", "\"\\ta\nb\"", NULL},
        {"unfinished_string", "\"a", NULL},
        {"unfinished_escape", "\"a\\", NULL},
        {"short_unicode", "\"\\u12\"", NULL},
        {"leading_zero", "01", NULL},
        {"lone_minus", "-", NULL},
        {"no_digits_after_the_point", "1.", NULL},
        {"no_exponent", "1e", NULL},
        {"integer_beyond_all", "9223372036854775808", NULL},
        {"real_beyond_all", "1e999", NULL},
        {"trailing_comma_in_a_list", "[1,]", NULL},
        {"trailing_comma_in_an_object", "{\"a\":1,}", NULL},
        {"comma_first", "[,1]", NULL},
        {"no_colon", "{\"a\" 1}", NULL},
        {"no_quotes", "{a:1}", NULL},
        {"word", "nul", NULL},
        {"nothing", "", NULL},
        {"two_values", "1 2", NULL},
        {"bad_utf8", "\"\xff\"", NULL},
        {"overlong_utf8", "\"\xe0\x80\xaf\"", NULL},
        {"surrogate_in_utf8", "\"\xed\xa0\x80\"", NULL},
        {"repeated_key", "{\"a\":1,\"a\":2}", "!json_duplicate_key"},
        {"repeated_key_further_apart", "{\"b\":1,\"a\":1,\"c\":3,\"b\":2}", "!json_duplicate_key"},
        {"repeated_key_by_an_escape", "{\"a\":1,\"\\u0061\":2}", "!json_duplicate_key"},
    };
    struct policy *p;
    struct fault f = {0};
    char name[120], why[400], code[64];
    static const char rule[] = "rule { id = 'test.hostile', title = '测试', law = '测试法', "
                               "severity = 'error', kinds = { 'subject' }, "
                               "reads = { 'filing.version' }, check = function(facts, say) "
                               "say.at('', tostring(facts.filing.version)) end }";
    if (rig_open(&p, "checks/hostile.lua", rule, &policy_limits_default, &f)) {
        rig_say("the set that repeats what it reads loads", false, f.text);
        return;
    }

    for (size_t i = 0; i < LEN(cases); i++) {
        struct arena *a = arena_new();
        const char *wanted = cases[i].out, *got = echo(p, a, cases[i].json, code);
        bool ok = wanted && *wanted != '!'
                      ? str_is(got, wanted)
                      : !got && str_is(code, wanted ? wanted + 1 : "json_malformed");
        snprintf(name, sizeof name, "json_in: %s", cases[i].name);
        snprintf(why, sizeof why, "%.200s %s", got ? got : "refused", code);
        rig_say(name, ok, why);
        arena_free(a);
    }
    policy_close(p);
}

/* The hash of facts is that of their content, in whatever order and dress they stand. */
static void
facts_have_one_hash_however_they_are_written(void)
{
    static const char *const ways[] = {
        "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":"
        "\"initial\",\"data\":{\"basic\":{\"name\":\"中\"}}"
        ","
        "\"kind\":\"subject\",\"n\":null},\"products\":[]}",
        "{ "
        "\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":"
        "\"initial\",\"data\":{\"basic\":{\"name\":\"中\"}},"
        "\"kind\":\"subject\",\"n\":null},\"products\":[]}",
        "{\"products\":[],\"filing\":{\"n\":null,\"kind\":\"subject\",\"data\":{\"basic\":{"
        "\"name\":\"\\u4e2d\"}},\"action\":\"initial\"},"
        "\"clock\":{\"today\":\"2026-11-24\"},\"attachments\":{}}",
        "{\"attachments\":{},\"clock\":{\"today\":\"2026-11-24\"},\"filing\":{\"action\":"
        "\"initial\",\"data\":{\"basic\":{\"name\":\"中\"}}"
        ","
        "\"n\":null,\"kind\":\"subject\"},\"products\":[]}",
    };
    struct arena *a = arena_new();
    struct policy *p = open_rules();
    char hash[SHA256_TEXT], why[700] = "";
    bool ok = true;

    sha256_hex(ways[0], strlen(ways[0]), hash);
    for (size_t i = 0; i < LEN(ways) && ok; i++) {
        const char *answer = "";
        struct fault f = {0};
        ok = policy_ask(p, a, POLICY_DECIDE, ways[i], &answer, &f) == OK && strstr(answer, hash);
        snprintf(why, sizeof why, "way %zu: %s %.200s", i, f.text, answer);
    }

    rig_say("facts_have_one_hash_however_they_are_written", ok, why);
    policy_close(p);
    arena_free(a);
}

/* Batches are tried without a count first: what costs much must come out as when it is counted. */
static void
costly_questions_come_out_the_same_in_batches(void)
{
    static const struct {
        const char *name, *body;
        bool is_answered;
    } cases[] = {
        {"two million steps", "for i = 1, 700000 do local x = i end", true},
        {"many charges", "for i = 1, 60 do string.rep('x', 60000) end", true},
        {"a long text that raises the price",
         "local s = string.rep('x', 60000) for i = 1, 300 do local t = s .. i end", true},
        {"no end", "while true do end", false},
        {"no end of memory", "local t = {} while true do t = { t, {}, {} } end", false},
        {"a fault after much work", "for i = 1, 400000 do local x = i end error('坏了')", true},
    };

    for (size_t i = 0; i < LEN(cases); i++) {
        struct arena *a = arena_new();
        char text[2048], why[400], name[120];
        const char *whole = RIG_RULE("@"), *at = strchr(whole, '@'), *answer = "";
        struct policy_limits limits = policy_limits_default;
        struct policy_facts q[3] = {{RIG_FACTS, strlen(RIG_FACTS)},
                                    {RIG_FACTS, strlen(RIG_FACTS)},
                                    {RIG_FACTS, strlen(RIG_FACTS)}};
        struct policy_outcome out[3] = {{0}};
        struct policy *p = NULL;
        struct fault f = {0};
        int got = 0;
        limits.ask_wall_ms = limits.load_wall_ms = 60000;
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - whole), whole, cases[i].body, at + 1);
        bool ok = rig_open(&p, "checks/hostile.lua", text, &limits, &f) == OK &&
                  policy_batch_start(p, a, q, 3, &f) == OK &&
                  policy_batch_end(p, a, out, 3, &got, &f) == OK;
        enum err e = ok ? policy_ask(p, a, POLICY_DECIDE, RIG_FACTS, &answer, &f) : ERR_BUG;
        if (cases[i].is_answered)
            ok = ok && !e && got == 3 && strstr(answer, out[0].hash) &&
                 str_is(out[0].hash, out[1].hash) && str_is(out[0].hash, out[2].hash);
        else
            ok = ok && e == ERR_RULE && got == 1 && out[0].what == POLICY_NO_ANSWER;
        snprintf(name, sizeof name, "costly_questions_come_out_the_same_in_batches: %s",
                 cases[i].name);
        snprintf(why, sizeof why, "%s %.150s, %d answered, %s", err_name(e), f.text, got,
                 out[0].hash);
        rig_say(name, ok, why);
        policy_close(p);
        arena_free(a);
    }
}

int
main(int argc, char **argv)
{
    bool is_quick = argc == 2 && strcmp(argv[1], "--quick") == 0;
    if (argc == 2 && strcmp(argv[1], "judge") == 0)
        return policy_judge_main();

    base_init();
    json_is_read_as_it_stands();
    facts_have_one_hash_however_they_are_written();
    costly_questions_come_out_the_same_in_batches();
#ifdef __SANITIZE_ADDRESS__
    is_quick = true;
#endif
    many_filings_get_one_answer_each("tests/data/facts_algorithm.json", is_quick ? 200 : 5000);
    many_filings_get_one_answer_each("tests/data/facts_subject.json", is_quick ? 200 : 5000);
    printf("# %d passed, %d failed\n", rig_passed, rig_failed);

    return rig_failed > 0;
}
