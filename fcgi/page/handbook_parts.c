/* The parts that chapters share: grounds of law, places of declarations, lists of labels. */
#include "page/handbook.h"

#include <stdlib.h>
#include <string.h>

/* ---- grounds --------------------------------------------------------------------------------- */

/* 1 to 99 in Chinese; others as digits. */
static void
number_words(struct buf *b, long n)
{
    static const char *const digit[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

    if (n < 1 || n > 99) {
        buf_printf(b, " %ld ", n);
        return;
    }

    if (n >= 20)
        buf_puts(b, digit[n / 10]);
    if (n >= 10)
        buf_puts(b, "十");
    buf_puts(b, digit[n % 10]);
}

void
page_article(struct buf *b, const char *article)
{
    char *end;
    long n = strtol(article, &end, 10), part = 0;

    if (end != article && *end == '.')
        part = strtol(end + 1, &end, 10);
    if (end == article || *end != '\0' || n < 1) {
        page(b, " %s", article);
        return;
    }

    buf_puts(b, "第");
    number_words(b, n);
    buf_puts(b, "条");
    if (part > 0) {
        buf_puts(b, "第");
        number_words(b, part);
        buf_puts(b, "款");
    }
}

static void
one_law(struct buf *b, const json_t *laws, const char *part)
{
    const char *id = part, *article = NULL, *space = strrchr(part, ' ');

    if (json_object_get(laws, part) == NULL && space != NULL && space[1] != '\0' &&
        (laws == NULL || space[1] <= '9')) {
        id = arena_strndup(b->a, part, (size_t)(space - part));
        article = space + 1;
    }

    const char *title = json_str(json_object_get(laws, id), "title");
    if (str_is(id, PARAMETER))
        page(b, "<span class=\"tag param\">%s，未经核实</span>", id);
    else if (article != NULL)
        page(b, "《%s》", title ? title : id);
    else if (title == NULL || str_is(title, id))
        page(b, "%s", id);
    else
        page(b, "%s《%s》", id, title);

    if (article != NULL)
        page_article(b, article);
}

void
page_law(struct buf *b, const json_t *laws, const char *reference)
{
    const char *const semicolon = "；";

    for (const char *at = reference; at != NULL && *at != '\0';) {
        const char *end = strstr(at, semicolon);
        size_t n = end ? (size_t)(end - at) : strlen(at);
        char *part = arena_strndup(b->a, at, n);
        while (*part == ' ')
            part++;
        if (at != reference)
            buf_puts(b, "；");
        one_law(b, laws, part);
        at = end ? end + strlen(semicolon) : NULL;
    }
}

/* ---- what chapters share --------------------------------------------------------------------- */

const json_t *
handbook_declared(const struct handbook *h, const char *id)
{
    size_t i;
    const json_t *row;
    json_array_foreach(json_object_get(h->m, "declared"), i, row)
    {
        if (str_is(json_str(row, "id"), id))
            return row;
    }
    return NULL;
}

void
handbook_place(const struct handbook *h, const char *id)
{
    const json_t *d = handbook_declared(h, id);
    if (json_str(d, "file") == NULL)
        return;
    page(h->b, "<div class=\"small\"><code>%s:%lld</code>%s</div>", json_str(d, "file"),
         (long long)json_integer_value(json_object_get(d, "line")),
         str_is(json_str(d, "layer"), "local") ? "（本地）" : "");
}

const char *
handbook_form_title(const struct handbook *h, const char *kind)
{
    const char *title = json_str(json_object_get(json_object_get(h->m, "forms"), kind), "title");
    return title ? title : kind;
}

void
handbook_labels(const struct handbook *h, enum label what, const json_t *codes)
{
    size_t i;
    const json_t *code;
    json_array_foreach(codes, i, code)
        page(h->b, i ? "、%s" : "%s", label_of(what, json_string_value(code)));
}

const char *
handbook_role(const struct handbook *h, const char *role)
{
    for (int i = 0; i < h->law->roles_n; i++)
        if (str_is(h->law->roles[i].code, role))
            return h->law->roles[i].label;
    return label_of(LABEL_ROLE, role);
}

const char *
handbook_admitting(const struct handbook *h)
{
    const struct law_kind *kind = law_admitting(h->law);
    return kind ? kind->code : "";
}

void
handbook_titles(const struct handbook *h, const json_t *kinds)
{
    size_t i;
    const json_t *kind;
    json_array_foreach(kinds, i, kind)
        page(h->b, i ? "、%s" : "%s", handbook_form_title(h, json_string_value(kind)));
}
