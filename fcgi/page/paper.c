/* A letter of the office, verified by the code on its paper. */
#include "page/site.h"

static void
write_term(struct buf *b, const char *label, const char *text)
{
    if (text != NULL)
        page(b, "<div><dt>%s</dt><dd>%s</dd></div>", label, text);
}

static void
write_paper(struct buf *b, const struct paper_view *x)
{
    page(b, "<h1>文书核验</h1><p>本系统发出过这份文书。请将下列各项与纸面逐一核对，"
            "有一项不符的，纸面不是所发出的原文。</p><dl class=\"terms\">");
    write_term(b, "名称", x->title);
    write_term(b, "文号", x->number);
    write_term(b, "收文单位", x->to);
    buf_puts(b, "<div><dt>发出日期</dt><dd>");
    site_day(b, x->issued_on);
    buf_puts(b, "</dd></div>");
    write_term(b, "正文的 SHA-256", x->hash);
    buf_puts(b, "</dl>");
    if (x->text != NULL) {
        buf_puts(b, "<h2>正文</h2>");
        site_text(b, x->text);
    }
}

void
page_paper(struct buf *b, const struct page_site *site, const struct paper_view *x)
{
    site_open(b, site, "文书核验", AT_NOWHERE);
    if (x->title != NULL) {
        write_paper(b, x);
    } else {
        buf_puts(b, "<h1>文书核验</h1><p>没有这个核验码的文书，请与纸面核对；"
                    "核对无误仍查不到的，请向");
        site_office(b, site);
        buf_puts(b, "查询。</p>");
    }
    site_close(b, site);
}
