/* By what an entry of the register is found: what it is called, and what it was called before. */
#include "store/entries.h"

/* What it says today. */
static void
write_present(struct buf *b, const struct entry *x)
{
    const char *parts[] = {x->algorithm_name, x->organization,         x->products,  x->purpose,
                           x->number,         x->algorithm_type_label, x->role_label};

    for (size_t i = 0; i < LEN(parts); i++) {
        buf_puts(b, text_fold(b->a, parts[i] ? parts[i] : ""));
        buf_puts(b, "\n");
    }
}

/* Those of one thing, or of all (NULL). */
static void
write_former(struct buf *b, const struct entry *x, const char *what)
{
    const json_t *list = register_former_list(b->a, x->former_names), *one;
    size_t i;

    json_array_foreach(list, i, one)
    {
        const char *name = json_str(one, "name");
        if (name == NULL || (what != NULL && !str_is(json_str(one, "what"), what)))
            continue;
        buf_puts(b, text_fold(b->a, name));
        buf_puts(b, "\n");
    }
}

const char *
entry_text(struct arena *a, const struct entry *x)
{
    struct buf b = BUF(a);

    write_present(&b, x);
    write_former(&b, x, NULL);
    return b.p;
}

const char *
entry_organizations(struct arena *a, const struct entry *x)
{
    struct buf b = BUF(a), former = BUF(a);

    buf_puts(&b, text_fold(a, x->organization ? x->organization : ""));
    write_former(&former, x, FORMER_ORGANIZATION);
    if (former.n > 0) {
        buf_puts(&b, "\n");
        buf_add(&b, former.p, former.n - 1);
    }
    return b.p;
}

/* Some word stands in it that does not stand in what the entry says today. */
static bool
is_why(const struct entry_sought *q, const char *present, const char *name)
{
    for (int i = 0; i < q->n; i++)
        if (strstr(present, q->words[i]) == NULL && strstr(name, q->words[i]) != NULL)
            return true;
    return false;
}

void
entry_found(struct arena *a, struct entry *x, const struct entry_sought *q)
{
    if (str_is(x->former_names, "[]"))
        return;

    const json_t *list = register_former_list(a, x->former_names), *one;
    bool is_asked = q->organization != NULL &&
                    !str_is(q->organization, text_fold(a, x->organization ? x->organization : ""));
    struct buf present = BUF(a);
    size_t i;

    if (json_array_size(list) == 0 || (q->n == 0 && !is_asked))
        return;
    write_present(&present, x);
    json_array_foreach(list, i, one)
    {
        const char *name = json_str(one, "name"), *folded = text_fold(a, name ? name : "");
        bool is_whole = is_asked && str_is(json_str(one, "what"), FORMER_ORGANIZATION) &&
                        str_is(folded, q->organization);
        if (is_whole || is_why(q, present.p, folded)) {
            x->found_as = name;
            return;
        }
    }
}
