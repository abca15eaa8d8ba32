#include "model/findings.h"
#include "model/ceiling.h"

#include <string.h>

/* An answer holds them all beside little else, and is no longer than 256 KB. */
enum { FINDINGS_BYTES = 128 * 1024, TEXT_BYTES = 1200, UNKNOWN_MOST = 20 };

void
findings_start(struct findings *fs, struct arena *a)
{
    *fs = (struct findings){.text = BUF(a)};
    buf_open(&fs->text, NULL, '[');
}

static bool
is_full(const struct findings *fs)
{
    return fs->shown >= ceiling_most(CEILING_FINDINGS) || fs->text.n >= FINDINGS_BYTES;
}

bool
findings_pass(struct findings *fs)
{
    bool is_passed = is_full(fs);
    fs->count += is_passed;
    return is_passed;
}

bool
findings_pass_unknown(struct findings *fs)
{
    if (findings_pass(fs))
        return true;
    bool is_passed = fs->unknown++ >= UNKNOWN_MOST;
    fs->count += is_passed;
    return is_passed;
}

/* A text, cut between two characters when it is longer than anybody reads. */
static void
write_text(struct buf *b, const char *key, const char *text)
{
    size_t n = text ? strnlen(text, TEXT_BYTES + 1) : 0;

    if (n > TEXT_BYTES) {
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
        text = arena_printf(b->a, "%.*s…", (int)n, text);
    }
    buf_json_str(b, key, text);
}

static void
write_one(struct buf *b, const struct finding *x, const char *severity)
{
    buf_open(b, NULL, '{');
    buf_json_str(b, "rule", x->rule);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "severity", severity);
    write_text(b, "path", x->path);
    write_text(b, "field", x->field);
    write_text(b, "value", x->value);
    write_text(b, "message", x->message);
    write_text(b, "suggestion", x->suggestion);
    buf_json_str(b, "law", x->law);
    buf_json_str(b, "source", x->source);
    buf_close(b);
}

void
findings_put(struct findings *fs, const struct finding *x)
{
    if (findings_pass(fs))
        return;
    fs->count++;
    fs->shown++;
    write_one(&fs->text, x, "error");
}

void
findings_add(struct findings *fs, const char *rule, const char *path, const char *message,
             const char *suggestion)
{
    findings_put(fs, &(struct finding){
                         .rule = rule, .path = path, .message = message, .suggestion = suggestion});
}

const char *
findings_end(struct findings *fs)
{
    if (fs->count > fs->shown) {
        const char *message =
            arena_printf(fs->text.a, "意见共 %d 条，只列出 %d 条", fs->count, fs->shown);
        struct finding rest = {.rule = "findings.more",
                               .title = "意见太多",
                               .path = "",
                               .message = message,
                               .suggestion = "请先改正所列各项再试"};
        write_one(&fs->text, &rest, "notice");
    }
    buf_close(&fs->text);
    return fs->text.p;
}
