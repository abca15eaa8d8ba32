#include "model/findings.h"

void
findings_start(struct findings *fs, struct arena *a)
{
    *fs = (struct findings){.text = BUF(a)};
    buf_open(&fs->text, NULL, '[');
}

void
findings_put(struct findings *fs, const struct finding *x)
{
    struct buf *b = &fs->text;

    fs->count++;
    buf_open(b, NULL, '{');
    buf_json_str(b, "rule", x->rule);
    buf_json_str(b, "title", x->title);
    buf_json_str(b, "severity", "error");
    buf_json_str(b, "path", x->path);
    buf_json_str(b, "field", x->field);
    buf_json_str(b, "value", x->value);
    buf_json_str(b, "message", x->message);
    buf_json_str(b, "suggestion", x->suggestion);
    buf_json_str(b, "law", x->law);
    buf_json_str(b, "source", x->source);
    buf_close(b);
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
    buf_close(&fs->text);
    return fs->text.p;
}
