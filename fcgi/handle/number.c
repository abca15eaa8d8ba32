/* Numbers as people write them, and the entries that they name. */
#include "handle/number.h"

/* What the rules are asked: the text, and what numbers have been issued under so far. */
static enum err
number_question(struct context *c, const char *written, const char **question)
{
    struct casework *w = &c->work;
    struct buf b = BUF(w->arena);
    struct number_style *styles;
    int n;
    enum err err = store_number_styles(w->store, w->arena, &styles, &n, &w->fault);
    if (err)
        return err;

    buf_open(&b, NULL, '{');
    buf_open(&b, "issued", '[');
    for (int i = 0; i < n; i++) {
        buf_open(&b, NULL, '{');
        buf_json_str(&b, "prefix", styles[i].prefix);
        buf_json_str(&b, "suffix", styles[i].suffix);
        buf_close(&b);
    }
    buf_close(&b);
    buf_json_str(&b, "text", written);
    buf_close(&b);
    *question = b.p;
    return OK;
}

/* The digits of a number as people write it, as the rules read it. */
static enum err
number_read(struct context *c, const char *written, const char **digits)
{
    struct casework *w = &c->work;
    const char *answer, *question;
    json_t *parsed;

    enum err err = number_question(c, written, &question);
    if (err)
        return err;
    store_read_end(w->store);
    err = policy_ask(w->policy, w->arena, POLICY_NUMBER, question, &answer, &w->fault);
    if (err)
        return err;
    if ((err = json_read(w->arena, answer, strlen(answer), &parsed, &w->fault)))
        return err;

    const char *message = json_str(parsed, "message");
    *digits = json_str(parsed, "digits");
    if (*digits != NULL)
        return OK;
    return fail(&w->fault, ERR_NOTFOUND, "number_malformed", "", "%s",
                message ? message : "备案编号格式不正确，或校验位不符，请检查是否抄错");
}

enum err
number_entry(struct context *c, const char *written, struct entry *out)
{
    struct casework *w = &c->work;
    const char *digits;
    enum err err = number_read(c, written, &digits);
    if (err)
        return err;

    err = store_entry_by_digits(w->store, w->arena, digits, out, &w->fault);
    if (err == ERR_NOTFOUND)
        return fail(&w->fault, ERR_NOTFOUND, "number_unknown", "",
                    "编号格式正确，但本系统没有公示过 %s", digits);
    return err;
}
