/* What is new in the register, for whoever subscribes. */
#include "page/markup.h"
#include "page/page.h"

/* An entry that is changed again is another item, and one that is not keeps its name. */
static void
write_item(struct buf *b, const char *origin, const struct entry *x)
{
    const char *on = x->changed_on ? x->changed_on : x->filed_on;
    bool is_new = str_is(on, x->filed_on) && str_is(x->status, register_statuses[0]);
    bool is_changed = !is_new && str_is(x->status, register_statuses[0]);
    const char *what = is_changed ? "备案变更" : register_status_label(x->status);
    struct buf address = BUF(b->a);

    buf_puts(&address, origin);
    buf_puts(&address, "/r/");
    page_url(&address, x->digits ? x->digits : x->number);
    page(b, "<entry><id>%s#%s-%s</id>", address.p, on, is_changed ? "changed" : x->status);
    page(b, "<title>%s：%s</title><updated>%sT00:00:00+08:00</updated>", what, x->algorithm_name,
         on);
    page(b, "<author><name>%s</name></author><link rel=\"alternate\" href=\"%s\"/>",
         x->organization, address.p);
    page(b, "<summary>%s，%s，%s</summary></entry>\n", x->number, x->organization, what);
}

void
page_feed(struct buf *b, const char *title, const char *origin, const struct entry *rows, int n)
{
    const char *at = n == 0               ? "1970-01-01"
                     : rows[0].changed_on ? rows[0].changed_on
                                          : rows[0].filed_on;

    buf_puts(b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">");
    page(b, "<id>%s/api/v1/register/feed.atom</id><title>%s</title>", origin, title);
    page(b, "<updated>%sT00:00:00+08:00</updated>", at);
    page(b,
         "<link rel=\"self\" type=\"application/atom+xml\" "
         "href=\"%s/api/v1/register/feed.atom\"/>",
         origin);
    page(b, "<link rel=\"alternate\" href=\"%s/register\"/>\n", origin);
    for (int i = 0; i < n; i++)
        write_item(b, origin, &rows[i]);
    buf_puts(b, "</feed>\n");
}
