#include "store/answers.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

enum { KNOWN_MAX = 64, BYTES_MAX = 512 * 1024, QUESTION_MAX = 1024, TEXT_MAX = 64 * 1024 };

struct answered {
    const char *question, *text;
    size_t n;
};
/* Of one state of the database. */
struct answers {
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
    return x;
}

void
answers_free(struct answers *x)
{
    if (x == NULL)
        return;
    arena_free(x->arena);
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

const char *
store_answer_known(struct store *s, const char *question, size_t *n)
{
    const struct answers *x = of_now(s);

    for (int i = 0; x != NULL && i < x->n; i++) {
        if (!str_is(x->of[i].question, question))
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
    x->of[x->n++] =
        (struct answered){arena_strdup(x->arena, question), arena_strndup(x->arena, text, n), n};
    x->bytes += more;
}
