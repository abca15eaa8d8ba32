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
#include "policy_rig.h"

#include <dirent.h>
#include <stdlib.h>

#define FOLDER "tests/hostile/cases"
#define TEXT_MAX 262144

#define ALGORITHM_FACTS                                                                            \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},"                 \
    "\"filing\":{\"id\":null,\"kind\":\"algorithm\",\"action\":\"initial\",\"version\":1,"         \
    "\"data\":{\"basic\":{\"name\":\"好\"}},\"submitted_on\":null},"                              \
    "\"organization\":null,\"products\":[],\"attachments\":{},"                                    \
    "\"issue\":{\"serials\":{},\"filed_on\":\"2026-11-24\"}}"

struct question {
    const char *name;
    enum policy_verb verb;
    const char *facts;
};

static const struct question questions[] = {
    {"decide", POLICY_JUDGE, RIG_FACTS},
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

static enum end
end_of(const struct hostile *h, const char *word)
{
    for (int end = FINE; end < END__MAX; end++)
        if (str_is(ends[end], word))
            return (enum end)end;
    check_stop("%s: ends: %s?", h->name, word);
}

/* One line of the head; false when it is none, and the text begins. */
static bool
take_head(struct hostile *h, const char *line, size_t n, bool *is_escaped)
{
    char word[16], value[200] = "";

    if (sscanf(line, "-- %15[a-z]: %199[^\n]", word, value) != 2 || n > 220)
        return false;

    if (str_is(word, "ends"))
        h->end = end_of(h, value);
    else if (str_is(word, "says"))
        snprintf(h->says, sizeof h->says, "%s", value);
    else if (str_is(word, "file"))
        snprintf(h->file, sizeof h->file, "%.79s", value);
    else if (str_is(word, "asks"))
        snprintf(h->asks, sizeof h->asks, "%.15s", value);
    else if (str_is(word, "bytes") && str_is(value, "escaped"))
        *is_escaped = true;
    else
        check_stop("%s: its head says %s: %s", h->name, word, value);
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

/* The text that the file lays over the set: itself, or the rule whose check it is. */
static void
set_text(struct hostile *h, const char *body)
{
    const char *whole = RIG_RULE("@"), *at = strchr(whole, '@');
    int n;

    if (h->file[0])
        n = snprintf(h->text, TEXT_MAX, "%s", body);
    else
        n = snprintf(h->text, TEXT_MAX, "%.*s%s%s", (int)(at - whole), whole, body, at + 1);

    h->n = (size_t)n;
    if (!h->file[0])
        snprintf(h->file, sizeof h->file, RIG_CHECK);
}

static void
read_case(struct hostile *h, const char *name)
{
    char path[320], *text;
    struct fault f = {0};
    size_t n;
    bool is_escaped = false;

    *h = (struct hostile){.end = END__MAX, .asks = "decide"};
    snprintf(h->name, sizeof h->name, "%s", name);
    snprintf(path, sizeof path, FOLDER "/%s.lua", name);
    if (file_read(path, TEXT_MAX / 2, &text, &n, &f))
        check_stop("%s: %s", name, f.text);

    const char *body = text;
    while (take_head(h, body, strcspn(body, "\n"), &is_escaped))
        body += strcspn(body, "\n") + 1;
    if (h->end == END__MAX)
        check_stop("%s: its head does not say how it ends", name);

    set_text(h, body);
    if (is_escaped)
        unescape(h);
    free(text);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* A case came to this. */
struct outcome {
    enum err err;
    struct fault fault;
    bool is_open;       /* the set was loaded */
    const char *answer; /* NULL when there is none */
};

static void
check_fault_says(const struct outcome *o, const char *words)
{
    CHECK(str_is(o->fault.code, "rule_error") || str_is(o->fault.code, "rule_bundle"));
    if (strstr(o->fault.where, words) == NULL)
        CHECK_HAS(o->fault.text, words);
}

static void
check_end(const struct hostile *h, const struct outcome *o)
{
    bool has_answer = h->end == FINE || h->end == ANSWER || h->end == HUMAN;

    if (!CHECK_ERR(o->err, has_answer ? OK : ERR_RULE, &o->fault))
        return;

    switch (h->end) {
    case FINE:
        if (str_is(h->asks, "decide"))
            CHECK_HAS(o->answer, "\"verdict\":\"acceptable\"");
        break;
    case HUMAN:
        CHECK_HAS(o->answer, "\"verdict\":\"needs_human\"");
        CHECK_HAS(o->answer, h->says);
        break;
    case ANSWER:
        CHECK_HAS(o->answer, h->says);
        break;

    case BUDGET:
        CHECK_STR(o->fault.code, "rule_budget");
        break;
    case MEMORY:
        CHECK_STR(o->fault.code, "rule_memory");
        break;
    case LIMIT:
        CHECK(str_is(o->fault.code, "rule_budget") || str_is(o->fault.code, "rule_memory"));
        break;
    case TIME:
        CHECK_STR(o->fault.code, "rule_timeout");
        break;
    default:
        check_fault_says(o, h->says);
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
        return rig_policy_open(p, h->file, h->text, limits, f);

    rig_set_copy(root);
    rig_write(root, h->file, h->text, h->n);
    enum err err = bundle_read(&b, root, NULL, f);
    if (!err)
        err = policy_open(p, b, limits, f);
    bundle_free(b);
    rig_folder_remove(root);
    return err;
}

/* Asked again it must say the same, and another question must be answered as if nothing had been.
 */
static void
check_lasting(const struct hostile *h, struct policy *p, const struct question *q,
              const struct outcome *o)
{
    const struct question *next = &questions[str_is(h->file, "deadlines.lua") ? 2 : 3];
    struct fault f = {0};
    const char *again = NULL;

    if (!o->err) {
        CHECK_ERR(policy_ask(p, a, q->verb, q->facts, &again, &f), OK, &f);
        CHECK_STR(again, o->answer);
    }
    CHECK_ERR(policy_ask(p, a, next->verb, next->facts, &again, &f), OK, &f);
}

static const struct question *
question_of(const struct hostile *h)
{
    for (size_t i = 0; i < LEN(questions); i++)
        if (str_is(questions[i].name, h->asks))
            return &questions[i];
    check_stop("%s: asks: %s?", h->name, h->asks);
}

static void
it_ends_as_its_head_says(const void *row)
{
    static struct hostile h; /* too large for the stack */
    struct policy_limits limits = rig_limits();
    struct policy *p = NULL;
    struct outcome o = {0};

    read_case(&h, *(const char *const *)row);
    limits.ask_wall_ms = h.end == TIME ? 1000 : 60000;
    const struct question *q = question_of(&h);
    o.err = open_case(&h, &p, &limits, &o.fault);
    o.is_open = !o.err;
    if (o.is_open)
        o.err = policy_ask(p, a, q->verb, q->facts, &o.answer, &o.fault);

    check_end(&h, &o);
    if (h.end == UNLOADED)
        CHECK(!o.is_open);
    if (o.is_open)
        check_lasting(&h, p, q, &o);
    policy_close(p);
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
    static const char *names[500];
    struct dirent **list;

    rig_start(argc, argv);
    int n = scandir(FOLDER, &list, is_case, alphasort);
    if (n < 100 || n > (int)LEN(names))
        check_stop("there are %d files in " FOLDER, n);

    for (int i = 0; i < n; i++) {
        list[i]->d_name[strlen(list[i]->d_name) - 4] = '\0';
        names[i] = must_strdup(list[i]->d_name);
        free(list[i]);
    }
    free(list);

    const struct check_test tests[] = {
        {.name = "it_ends_as_its_head_says",
         .each = it_ends_as_its_head_says,
         .rows = names,
         .rows_n = (size_t)n,
         .row_size = sizeof names[0],
         .is_many = true},
        TEST(no_judge_is_left_behind),
    };
    int status = check_main(argc, argv, tests, LEN(tests));
    for (int i = 0; i < n; i++)
        free((char *)(uintptr_t)names[i]);
    return status;
}
