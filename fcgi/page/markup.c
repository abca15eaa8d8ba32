#include "page/markup.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Contrast of every pair of colours is above 4.5 : 1. Below 40em a table becomes a list of blocks,
 * each cell with its heading. */
static const char style[] =
    ":root{color-scheme:light}*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:62rem;color:#1b1f24;background:#fff;"
    "font:16px/1.7 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft "
    "YaHei',sans-serif}"
    "h1{font-size:1.7rem;line-height:1.3;margin:.2em 0 .4em}h2{font-size:1.3rem;margin:2.4em 0 "
    ".6em;padding-bottom:.25em;"
    "border-bottom:2px solid #1b4f8f}h3{font-size:1.05rem;margin:1.8em 0 "
    ".5em}h4{font-size:1rem;margin:1.2em 0 .3em}"
    "p,ul,ol,dl,table{margin:.5em 0}a{color:#0b57a4}a:focus-visible{outline:3px solid "
    "#0b57a4;outline-offset:2px}"
    "code{font:.86em/1.4 ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK "
    "SC',monospace;background:#f0f2f5;padding:.05em .3em;"
    "border-radius:3px;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%;font-size:.93rem}caption{text-align:left;font-"
    "weight:600;padding:.3em 0}"
    "th,td{border:1px solid #c9d0d8;padding:.4em "
    ".6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "thead th{background:#eef2f7}tbody "
    "th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:"
    "nowrap}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15em "
    "1em;font-size:.93rem}dt{color:#4d5763}dd{margin:0;overflow-wrap:anywhere}"
    ".lead{font-size:1.1rem}.small{font-size:.86rem;color:#4d5763}.toc{background:#f6f8fa;padding:."
    "6em 1.2em;border-radius:6px}"
    ".toc ol{margin:.2em 0;padding-left:1.6em}.toc ul{margin:0;padding-left:1.2em}"
    ".tag{display:inline-block;font-size:.8rem;font-weight:600;padding:0 "
    ".5em;border-radius:3px;border:1px solid;white-space:nowrap}"
    ".error{color:#a1130b;background:#fff1f0}.warning{color:#7a4b00;background:#fff7e0}.notice{"
    "color:#0b4a86;background:#eef6ff}"
    ".param{color:#5b3f8c;background:#f5f0fc}.block{border-left:4px solid #c9d0d8;padding:.1em 0 "
    ".1em 1em;margin:1.4em 0}"
    ".block h3,.block h4{margin-top:.2em}footer{margin-top:3em;border-top:1px solid "
    "#c9d0d8;padding-top:.6em}"
    "td.d{white-space:nowrap}.toc>ol{columns:16em}.plain{list-style:none;padding-left:0}"
    "@media(max-width:40em){body{padding:1rem .8rem "
    "3rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4em}"
    "table.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "table.wide,table.wide tbody,table.wide tr,table.wide td,table.wide "
    "th{display:block;border-width:0;padding:.1em 0;text-align:left}"
    "table.wide tr{border-top:1px solid #c9d0d8;padding:.6em 0}"
    "table.wide td[data-h]::before{content:attr(data-h) '：';color:#4d5763;font-size:.86em}}"
    "@page{size:A4;margin:18mm 16mm}@media "
    "print{body{max-width:none;padding:0;font-size:10.5pt}h2,h3,h4{break-after:avoid}"
    "tr,.block{break-inside:avoid}a{color:inherit;text-decoration:none}thead{display:table-header-"
    "group}}";

void
page_text(struct buf *b, const char *s)
{
    for (; s != NULL && *s != '\0'; s++) {
        size_t n = strcspn(s, "&<>\"'");
        buf_add(b, s, n);
        s += n;
        if (*s == '\0')
            return;
        buf_puts(b, *s == '&'   ? "&amp;"
                    : *s == '<' ? "&lt;"
                    : *s == '>' ? "&gt;"
                    : *s == '"' ? "&quot;"
                                : "&#39;");
    }
}

void
page_url(struct buf *b, const char *s)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    for (; s != NULL && *s != '\0'; s++) {
        if (strchr(plain, *s) != NULL)
            buf_add(b, s, 1);
        else
            buf_printf(b, "%%%02X", (unsigned char)*s);
    }
}

/* From five digits on in groups of three: 99,951. */
static void
page_number(struct buf *b, long long n)
{
    char digits[32];
    int count = snprintf(digits, sizeof digits, "%lld", n);
    for (int i = 0; i < count; i++) {
        if (n >= 10000 && i > 0 && (count - i) % 3 == 0)
            buf_puts(b, ",");
        buf_add(b, digits + i, 1);
    }
}

void
page(struct buf *b, const char *fmt, ...)
{
    va_list list;

    va_start(list, fmt);
    for (;;) {
        size_t n = strcspn(fmt, "%");
        buf_add(b, fmt, n);
        fmt += n;
        if (str_starts(fmt, "%s")) {
            page_text(b, va_arg(list, const char *));
            fmt += 2;
        } else if (str_starts(fmt, "%lld")) {
            page_number(b, va_arg(list, long long));
            fmt += 4;
        } else if (*fmt == '\0') {
            break;
        } else {
            abort(); /* a format of ours that the header does not allow */
        }
    }
    va_end(list);
}

const char *
page_hash(struct buf *b, const char *hash)
{
    return hash ? arena_strndup(b->a, hash, strnlen(hash, 12)) : "";
}

void
page_start(struct buf *b, const char *title)
{
    page(b,
         "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s · "
         "算备</title>\n",
         title);
    buf_puts(b, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>");
    buf_puts(b, style);
    buf_puts(b, "</style></head>\n<body>\n");
}

void
page_end(struct buf *b)
{
    buf_puts(b, "</body></html>\n");
}
