#include "casework/letters.h"
#include "casework/judging.h"
#include "casework/letter_fields.h"

#include <string.h>

/* ---- composed -------------------------------------------------------------------------------- */

static struct letter_source
source_of(struct casework *w, const struct move *m, const struct law_letter *letter)
{
    bool is_handed_in = m->submission != NULL;

    return (struct letter_source){.w = w,
                                  .filing = m->filing,
                                  .letter = letter,
                                  .by = m->by,
                                  .law = m->law,
                                  .reasons = m->reasons,
                                  .submitted_at = is_handed_in ? w->now : 0};
}

static enum err
compose(struct letter_source *x, const char **lines)
{
    const struct letter_fields fields = {letter_field, letter_items, x};
    enum err err = letter_compose(x->w->arena, x->letter->lines, &fields, lines, &x->w->fault);
    return x->err ? x->err : err;
}

static const char *
plain_of(struct casework *w, const char *lines)
{
    json_t *read;
    enum err err = json_read(w->arena, lines, strlen(lines), &read, &w->fault);
    return err ? "" : letter_plain(w->arena, read);
}

/* ---- numbered -------------------------------------------------------------------------------- */

struct numbering {
    const char *year, *serial;
};

static const char *
number_field(void *ctx, const char *name, int item)
{
    const struct numbering *n = ctx;

    (void)item;
    return str_is(name, "year") ? n->year : n->serial;
}

static enum err
take_number(struct casework *w, const struct law_letter_series *series, struct letter *x)
{
    x->series = series->code;
    x->year = arena_printf(w->arena, "%.4s", w->today);
    enum err err = store_letter_serial_take(w->store, x->series, x->year, &x->serial, &w->fault);
    if (err)
        return err;

    struct numbering n = {x->year, arena_printf(w->arena, "%ld", x->serial)};
    const struct letter_fields fields = {.field = number_field, .ctx = &n};
    x->number = letter_fill(w->arena, series->format, &fields);
    return OK;
}

/* ---- issued ---------------------------------------------------------------------------------- */

static const char *
content_of(struct casework *w, const char *to, const char *lines)
{
    struct buf b = BUF(w->arena);

    buf_open(&b, NULL, '{');
    buf_json_str(&b, "to", to);
    buf_json_raw(&b, "lines", lines);
    buf_close(&b);
    return b.p;
}

static enum err
add(struct casework *w, struct letter *x)
{
    enum err err = store_letter_add(w->store, x, &w->fault);

    if (err == ERR_CONFLICT)
        return fail(&w->fault, ERR_RULE, "letter_number_taken", "",
                    "文号 %s 已被使用，决定没有作出，请规则管理员检查 letter_series 的 format",
                    x->number);
    if (err)
        return err;

    struct buf b = BUF(w->arena);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "number", x->number);
    buf_json_str(&b, "hash", x->hash);
    buf_close(&b);
    return casework_audit(w, "letter.issue", x->filing_id, b.p);
}

static enum err
issue(struct casework *w, const struct move *m, const struct law_letter *letter)
{
    struct letter_source source = source_of(w, m, letter);
    char code[LETTER_CODE_TEXT], hash[SHA256_TEXT];
    struct letter x = {.filing_id = m->filing->id,
                       .version = m->filing->version,
                       .code = letter->code,
                       .title = letter->title,
                       .is_public = letter->is_public,
                       .rule_set = policy_rule_set(w->policy),
                       .issued_at = w->now};
    const char *lines;
    enum err err = take_number(w, letter->series, &x);
    if (err)
        return err;

    letter_code(w->world, code);
    x.verify = code;
    source.number = x.number;
    source.code = letter_code_shown(w->arena, code);
    if ((err = compose(&source, &lines)))
        return err;
    const char *plain = plain_of(w, lines);
    sha256_hex(plain, strlen(plain), hash);
    x.hash = hash;
    const char *to = letter_field(&source, "organization.name", -1);
    if (source.err)
        return source.err;
    x.content = content_of(w, to, lines);
    return add(w, &x);
}

enum err
letters_issue(struct casework *w, const struct move *m)
{
    const struct law *l = casework_law(w);
    const struct law_letter *letter;

    if (m->is_told)
        return OK;
    for (int n = 0; (letter = law_letter_made(l, m->by, m->filing->action, n)) != NULL; n++) {
        enum err err = issue(w, m, letter);
        if (err)
            return err;
    }
    return OK;
}

/* ---- previewed, read ------------------------------------------------------------------------- */

#define NOT_YET "（作出决定时编号）"

enum err
letters_preview(struct casework *w, const struct move *m, struct letter_draft **out, int *n)
{
    const struct law *l = casework_law(w);
    const struct law_letter *letter;

    *out = arena_alloc(w->arena, ((size_t)l->letters_n + 1) * sizeof **out);
    for (*n = 0; (letter = law_letter_made(l, m->by, m->filing->action, *n)) != NULL; (*n)++) {
        struct letter_source source = source_of(w, m, letter);
        struct letter_draft *x = &(*out)[*n];
        source.number = source.blank = NOT_YET;
        enum err err = compose(&source, &x->lines);
        if (err)
            return err;
        x->code = letter->code;
        x->title = letter->title;
        x->text = plain_of(w, x->lines);
    }
    return OK;
}

enum err
letter_content(struct casework *w, const struct letter *x, struct letter_content *out)
{
    json_t *read;

    *out = (struct letter_content){0};
    if (x->content == NULL || *x->content == '\0')
        return OK;
    enum err err = json_read(w->arena, x->content, strlen(x->content), &read, &w->fault);
    if (err)
        return err;
    out->to = json_str(read, "to");
    out->lines = json_object_get(read, "lines");
    return OK;
}

enum err
letter_verify(struct casework *w, const char *typed, struct letter_verified *out)
{
    const char *code = letter_code_read(w->arena, typed);
    struct letter *x = &out->letter;
    struct letter_content content = {0};
    char day[DATE_TEXT];

    *out = (struct letter_verified){0};
    if (code == NULL)
        return ERR_NOTFOUND;
    enum err err = store_letter_by_code(w->store, w->arena, code, x, &w->fault);
    if (err && !casework_is_erased(w, err))
        return err;
    if (!err && (err = letter_content(w, x, &content)))
        return err;

    date_beijing(x->issued_at, day);
    out->issued_on = arena_strdup(w->arena, day);
    out->to = content.to;
    if (x->is_public && content.lines != NULL)
        out->text = letter_plain(w->arena, content.lines);
    return OK;
}
