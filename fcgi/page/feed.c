/* What is new in the register, for whoever subscribes (RFC 4287). */
#include "page/markup.h"
#include "page/page.h"

#include <string.h>

/* What happened last, in the words of its history; NULL: its history is none. */
static const char *
last_label(struct arena *a, const struct entry *x, size_t *lines)
{
    struct fault f;
    json_t *history = NULL;

    *lines = 0;
    if (x->history == NULL || json_read(a, x->history, strlen(x->history), &history, &f))
        return NULL;
    *lines = json_array_size(history);
    return *lines ? json_str(json_array_get(history, *lines - 1), "label") : NULL;
}

static const char *
moment(struct arena *a, const struct entry *x)
{
    char text[TIME_TEXT];

    time_rfc3339(x->changed_at, text);
    return arena_strdup(a, text);
}

/* Each line of the history is an item, under one name for good: readers show no item twice, and of
 * a change they are to hear. The first is called as the entry is. */
static void
write_id(struct buf *b, const char *address, size_t line)
{
    page(b, "<entry><id>%s", address);
    if (line > 1)
        page(b, "#%s", arena_printf(b->a, "%zu", line));
    page(b, "</id>");
}

static void
write_item(struct buf *b, const char *origin, const struct entry *x)
{
    size_t lines;
    const char *last = last_label(b->a, x, &lines);
    bool is_changed = lines > 1 && str_is(x->status, register_statuses[0]);
    const char *what = is_changed ? "备案变更" : register_status_label(x->status);
    struct buf address = BUF(b->a);

    buf_puts(&address, origin);
    buf_puts(&address, "/r/");
    page_url(&address, x->digits ? x->digits : x->number);
    write_id(b, address.p, lines);
    page(b, "<title>%s：", what);
    page(b, "%s</title><updated>%s</updated>", x->algorithm_name, moment(b->a, x));
    page(b, "<author><name>%s</name></author><link rel=\"alternate\" href=\"%s\"/>",
         x->organization, address.p);
    page(b, "<summary>%s，%s，%s</summary></entry>\n", x->number, x->organization,
         last ? last : what);
}

void
page_feed(struct buf *b, const char *title, const char *origin, const struct entry *rows, int n)
{
    static const struct entry none;

    buf_puts(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">");
    page(b, "<id>%s/api/v1/register/feed.atom</id><title>%s</title>", origin, title);
    page(b, "<updated>%s</updated>", moment(b->a, n > 0 ? &rows[0] : &none));
    page(b,
         "<link rel=\"self\" type=\"application/atom+xml\" "
         "href=\"%s/api/v1/register/feed.atom\"/>",
         origin);
    page(b, "<link rel=\"alternate\" href=\"%s/register\"/>\n", origin);
    for (int i = 0; i < n; i++)
        write_item(b, origin, &rows[i]);
    buf_puts(b, "</feed>\n");
}
