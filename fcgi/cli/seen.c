#include "cli/seen.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

struct number {
    long line; /* where it stands first */
    char digits[];
};

static int
by_digits(const void *a, const void *b)
{
    return strcmp(((const struct number *)a)->digits, ((const struct number *)b)->digits);
}

/* Which of two rows is right nobody here knows. */
enum err
seen_add(struct seen *s, const char *digits, long line, struct fault *f)
{
    size_t n = strlen(digits) + 1;
    struct number *x = must_alloc(sizeof *x + n);

    x->line = line;
    memcpy(x->digits, digits, n);
    struct number **at = tsearch(x, &s->tree, by_digits);
    if (at != NULL && *at == x)
        return OK;
    free(x);
    if (at == NULL)
        return fail(f, ERR_BUSY, "memory", "", "内存不足");
    return fail(f, ERR_INPUT, "number_twice", "",
                "备案编号与第 %ld 行相同，同一个编号在一个文件中只能出现一次", (*at)->line);
}

void
seen_free(struct seen *s)
{
    tdestroy(s->tree, free);
    s->tree = NULL;
}
