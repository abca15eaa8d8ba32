/*
 * Rule files that mean harm, or were written in haste: tests/hostile/cases/NAME.lua, a test each.
 * The head of a file says what must come of it, so that another case is another file:
 *   -- ends: fine      an answer, of a decision the verdict acceptable
 *            answer    an answer containing what `says` says
 *            human     an answer, verdict needs_human, its fault containing it
 *            budget, memory, limit (either of the two)
 *            broken    no answer: rule_error containing it
 *            unloaded  the set does not load; the fault contains it
 *            time      the wall budget: for what the VM does in one instruction and no price covers
 *   -- says: words     absent: none
 *   -- file: path      the text is that file of the set; absent: it is the inside of a rule's check
 *   -- asks: verb      decide when absent
 *   -- bytes: escaped  \xNN in the text is that byte
 * But for the last, the wall budget is out of reach here: whatever runs into it instead of its own
 * limit fails, on a slow machine too.
 */
#include "policy_say.h"

#define FOLDER "tests/hostile/cases"
#define CHECK_FILE "checks/hostile.lua"
#define TEXT_MAX 262144

#define ALGORITHM_FACTS                                                                            \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},\"filing\":{"     \
    "\"id\":null,\"kind\":\"algorithm\","                                                          \
    "\"action\":\"initial\",\"version\":1,\"data\":{\"basic\":{\"name\":\"好\"}},\"submitted_"    \
    "on\":null},\"organization\":null,"                                                            \
    "\"products\":[],\"attachments\":{},\"issue\":{\"class_serial\":1,\"filed_on\":\"2026-11-"     \
    "24\"}}"

struct question {
    const char *name;
    enum policy_verb verb;
    const char *facts;
};

static const struct question questions[] = {
    {"decide", POLICY_DECIDE, RIG_FACTS},
    {"assign", POLICY_ASSIGN, RIG_FACTS},
    {"publish", POLICY_PUBLISH, ALGORITHM_FACTS},
    {"number", POLICY_NUMBER, "{\"text\":\"42\"}"},
    {"days", POLICY_DAYS, "{\"from\":\"2026-11-24\",\"days\":3}"},
};

static const char *const ends[] = {"fine",  "answer", "human",    "budget", "memory",
                                   "limit", "broken", "unloaded", "time"};
enum end { FINE, ANSWER, HUMAN, BUDGET, MEMORY, LIMIT, BROKEN, UNLOADED, TIME, END__MAX };

struct hostile {
    char name[160], says[200], file[80], asks[16];
    enum end end;
    char text[TEXT_MAX]; /* the whole file to lay over the set */
    size_t n;
};

/* ---- the files ------------------------------------------------------------------------------- */

static void
stop(const char *name, const char *what)
{
    printf("not ok %s: %s\n", name, what);
    exit(1);
}

/* One line of the head; false when it is none, and the text begins. */
static bool
take_head(struct hostile *h, const char *line, size_t n, bool *is_escaped)
{
    char word[16], value[200] = "";
    if (sscanf(line, "-- %15[a-z]: %199[^\n]", word, value) != 2 || n > 220)
        return false;

    if (str_is(word, "ends")) {
        for (h->end = FINE; h->end < END__MAX && !str_is(ends[h->end], value); h->end++)
            ;
        if (h->end == END__MAX)
            stop(h->name, "ends: what?");
    } else if (str_is(word, "says"))
        snprintf(h->says, sizeof h->says, "%s", value);
    else if (str_is(word, "file"))
        snprintf(h->file, sizeof h->file, "%.79s", value);
    else if (str_is(word, "asks"))
        snprintf(h->asks, sizeof h->asks, "%.15s", value);
    else if (str_is(word, "bytes") && str_is(value, "escaped"))
        *is_escaped = true;
    else
        stop(h->name, "an unknown line in its head");

    return true;
}

static void
unescape(struct hostile *h)
{
    size_t n = 0;

    for (size_t i = 0; i < h->n; i++) {
        unsigned byte;
        bool is_byte = sscanf(h->text + i, "\\x%2x", &byte) == 1;
        h->text[n++] = is_byte ? (char)byte : h->text[i];
        i += is_byte ? 3 : 0;
    }

    h->text[n] = 0;
    h->n = n;
}

static void
read_case(struct hostile *h, const char *file_name)
{
    char path[320], *text;
    struct fault f = {0};
    size_t n;
    bool is_escaped = false;

    h->end = END__MAX;
    snprintf(h->name, sizeof h->name, "%.*s", (int)strlen(file_name) - 4, file_name);
    snprintf(h->asks, sizeof h->asks, "decide");
    h->says[0] = h->file[0] = 0;
    snprintf(path, sizeof path, FOLDER "/%s", file_name);
    if (file_read(path, TEXT_MAX / 2, &text, &n, &f))
        stop(h->name, f.text);
    const char *body = text;
    while (take_head(h, body, strcspn(body, "\n"), &is_escaped))
        body += strcspn(body, "\n") + 1;
    if (h->end == END__MAX)
        stop(h->name, "its head does not say how it ends");
    const char *whole = RIG_RULE("@"), *at = strchr(whole, '@');
    if (h->file[0])
        h->n = (size_t)snprintf(h->text, TEXT_MAX, "%s", body);
    else
        h->n =
            (size_t)snprintf(h->text, TEXT_MAX, "%.*s%s%s", (int)(at - whole), whole, body, at + 1);

    if (!h->file[0])
        snprintf(h->file, sizeof h->file, CHECK_FILE);
    if (is_escaped)
        unescape(h);
    free(text);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool
is_as_expected(const struct hostile *h, enum err e, const struct fault *f, const char *answer)
{
    bool is_decision = str_is(h->asks, "decide");

    switch (h->end) {
    case FINE:
        return !e && (!is_decision || strstr(answer, "\"verdict\":\"acceptable\""));
    case ANSWER:
        return !e && strstr(answer, h->says);
    case HUMAN:
        return !e && strstr(answer, "\"verdict\":\"needs_human\"") && strstr(answer, h->says);
    case BUDGET:
        return e == ERR_RULE && str_is(f->code, "rule_budget");
    case MEMORY:
        return e == ERR_RULE && str_is(f->code, "rule_memory");
    case LIMIT:
        return e == ERR_RULE && (str_is(f->code, "rule_budget") || str_is(f->code, "rule_memory"));
    case TIME:
        return e == ERR_RULE && str_is(f->code, "rule_timeout");
    default:
        return e == ERR_RULE && (str_is(f->code, "rule_error") || str_is(f->code, "rule_bundle")) &&
               (strstr(f->text, h->says) || strstr(f->where, h->says));
    }
}

/* Text that no JSON holds goes the way of a real file. */
static enum err
open_case(const struct hostile *h, struct policy **p, const struct policy_limits *limits,
          struct fault *f)
{
    struct bundle *b = NULL;
    char root[] = RIG_TEMP;

    if (utf8_valid(h->text, h->n))
        return rig_open(p, h->file, h->text, limits, f);
    rig_copy(root);
    rig_put(root, h->file, h->text, h->n);
    enum err e = bundle_read(&b, root, NULL, f);
    if (!e)
        e = policy_open(p, b, limits, f);
    bundle_free(b);
    rig_remove(root);
    return e;
}

/* Asked again it must say the same, and another question must be answered as if nothing had been.
 */
static bool
is_lasting(const struct hostile *h, struct policy *p, const struct question *q, enum err e,
           const char *answer, char *why, size_t size)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    const struct question *next = &questions[str_is(h->file, "deadlines.lua") ? 3 : 4];
    const char *again = NULL;
    bool ok = e || (policy_ask(p, a, q->verb, q->facts, &again, &f) == OK && str_is(answer, again));

    if (!ok)
        snprintf(why, size, "asked again it says: %s %s", f.text, again ? again : "");
    else if (policy_ask(p, a, next->verb, next->facts, &again, &f)) {
        ok = false;
        snprintf(why, size, "the next question failed: %s %s", f.code, f.text);
    }

    arena_free(a);
    return ok;
}

/* How many milliseconds it took. */
static int64_t
run(const struct hostile *h)
{
    struct policy_limits limits = policy_limits_default;
    struct fault f = {0};
    struct policy *p = NULL;
    struct arena *a = arena_new();
    const struct question *q = questions;
    const char *answer = NULL;
    char why[1024];

    limits.ask_wall_ms = h->end == TIME ? 1000 : 60000;
    limits.load_wall_ms = 60000;
    while (!str_is(q->name, h->asks))
        if (++q == questions + LEN(questions))
            stop(h->name, "asks: what?");
    enum err e = open_case(h, &p, &limits, &f);
    bool opened = !e;
    int64_t start = mono_ms();
    if (!e)
        e = policy_ask(p, a, q->verb, q->facts, &answer, &f);
    int64_t took = mono_ms() - start;
    bool ok = is_as_expected(h, e, &f, answer) && (h->end != UNLOADED || !opened);
    snprintf(why, sizeof why, "%s %s %s %s | %s", err_name(e), f.code, f.where, f.text,
             answer ? answer : "");
    if (ok && opened)
        ok = is_lasting(h, p, q, e, answer, why, sizeof why);
    rig_say(h->name, ok, why);
    policy_close(p);
    arena_free(a);

    return took;
}

static int
is_case(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 4 && str_is(d->d_name + n - 4, ".lua");
}

int
main(int argc, char **argv)
{
    static struct hostile h;
    struct dirent **list;
    char slowest[160] = "";
    int64_t most = -1;
    if (argc > 1 && str_is(argv[1], "judge"))
        return policy_judge_main();

    base_init();
    const char *only = argc > 1 && argv[1][0] != '-' ? argv[1] : "";
    int n = scandir(FOLDER, &list, is_case, alphasort);
    if (n < 100)
        stop("the hostile cases are there", FOLDER);

    for (int i = 0; i < n; i++) {
        read_case(&h, list[i]->d_name);
        free(list[i]);
        int64_t took = strstr(h.name, only) ? run(&h) : -1;
        if (took > most)
            snprintf(slowest, sizeof slowest, "%s", h.name);
        most = took > most ? took : most;
        if (argc > 2)
            printf("# %6lld ms %s\n", (long long)took, h.name);
    }

    free(list);
    printf("# slowest: %s, %lld ms\n", slowest, (long long)most);
    return rig_end();
}
