#include "store/answers.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { KNOWN_MAX = 64, BYTES_MAX = 512 * 1024, QUESTION_MAX = 1024, TEXT_MAX = 64 * 1024 };
enum { ASKED_MAX = 512 };
enum { TOLD_MAX = 2048, TOLD_BYTES_MAX = 2 * 1024 * 1024 }; /* 600 bytes each, mostly */

struct answered {
    uint64_t hash; /* of the question */
    const char *question, *text;
    size_t n;
};
/* Of entries, each in the place that its ord has. */
struct told {
    long transaction;
    const char *rule_set;
    size_t bytes;
    struct arena *arena;
    struct told_row {
        long ord;
        const char *text; /* NULL: of none */
    } of[TOLD_MAX];
};
/* Of one state of the database. */
struct answers {
    struct told told;
    uint64_t asked[ASKED_MAX]; /* hashes, of questions of any state */
    long transaction;
    int n;
    size_t bytes;
    struct arena *arena;
    struct answered of[KNOWN_MAX];
};

struct answers *
answers_new(void)
{
    struct answers *x = must_alloc(sizeof *x);
    x->arena = arena_new();
    x->told.arena = arena_new();
    return x;
}

void
answers_free(struct answers *x)
{
    if (x == NULL)
        return;
    arena_free(x->arena);
    arena_free(x->told.arena);
    free(x);
}

static void
forget_all(struct answers *x)
{
    arena_reset(x->arena);
    x->n = 0;
    x->bytes = 0;
}

/* Those of the state that is read; NULL: none is. */
static struct answers *
of_now(struct store *s)
{
    struct answers *x = s->answers;

    if (!s->is_reading)
        return NULL;
    if (x->transaction != s->transaction)
        forget_all(x);
    x->transaction = s->transaction;
    return x;
}

/* FNV-1a */
static uint64_t
hash_of(const char *question)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *question != '\0'; question++)
        h = (h ^ (unsigned char)*question) * UINT64_C(1099511628211);
    return h;
}

const char *
store_answer_known(struct store *s, const char *question, size_t *n)
{
    const struct answers *x = of_now(s);
    uint64_t h = hash_of(question);

    for (int i = 0; x != NULL && i < x->n; i++) {
        if (x->of[i].hash != h || !str_is(x->of[i].question, question))
            continue;
        *n = x->of[i].n;
        return x->of[i].text;
    }
    return NULL;
}

void
store_answer_keep(struct store *s, const char *question, const char *text, size_t n)
{
    struct answers *x = of_now(s);
    size_t more = strlen(question) + n;

    if (x == NULL || strlen(question) > QUESTION_MAX || n > TEXT_MAX)
        return;
    if (x->n == KNOWN_MAX || x->bytes + more > BYTES_MAX)
        forget_all(x);
    x->of[x->n++] = (struct answered){hash_of(question), arena_strdup(x->arena, question),
                                      arena_strndup(x->arena, text, n), n};
    x->bytes += more;
}

bool
store_answer_asked_again(struct store *s, const char *question)
{
    uint64_t h = hash_of(question), *place = &s->answers->asked[h % ASKED_MAX];
    bool is_again = *place == h;

    *place = h;
    return is_again;
}

/* ---- of one entry ---------------------------------------------------------------------------- */

static void
told_begin(struct told *x, const char *rule_set)
{
    arena_reset(x->arena);
    memset(x->of, 0, sizeof x->of);
    x->bytes = 0;
    x->rule_set = arena_strdup(x->arena, rule_set);
}

/* What was told in the state that is read under the rule set; NULL: no state is. */
static struct told *
told_now(struct store *s, const char *rule_set)
{
    struct told *x = &s->answers->told;

    if (!s->is_reading)
        return NULL;
    if (x->transaction != s->transaction || !str_is(x->rule_set, rule_set))
        told_begin(x, rule_set);
    x->transaction = s->transaction;
    return x;
}

const char *
store_told_known(struct store *s, const char *rule_set, long ord)
{
    const struct told *x = told_now(s, rule_set);
    const struct told_row *row = x ? &x->of[(unsigned long)ord % TOLD_MAX] : NULL;

    return row != NULL && row->ord == ord ? row->text : NULL;
}

void
store_told_keep(struct store *s, const char *rule_set, long ord, const char *text)
{
    struct told *x = told_now(s, rule_set);
    size_t n = strlen(text);

    if (x == NULL || n > TEXT_MAX)
        return;
    if (x->bytes + n > TOLD_BYTES_MAX)
        told_begin(x, rule_set);
    x->of[(unsigned long)ord % TOLD_MAX] = (struct told_row){ord, arena_strndup(x->arena, text, n)};
    x->bytes += n;
}
