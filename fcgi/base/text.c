#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JSON_DEPTH_MAX 64

static void
buf_room(struct buf *b, size_t more)
{
    if (b->cap - b->n > more)
        return;
    size_t cap = b->cap ? b->cap * 2 : 256;
    while (cap - b->n <= more)
        cap *= 2;
    char *p = arena_bytes(b->a, cap);
    if (b->n > 0)
        memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
}

void
buf_add(struct buf *b, const char *s, size_t n)
{
    buf_room(b, n);
    if (n > 0)
        memcpy(b->p + b->n, s, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void
buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;

    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        buf_room(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void
buf_json(struct buf *b, const char *s)
{
    if (s == NULL) {
        buf_add(b, "null", 4);
        return;
    }

    buf_add(b, "\"", 1);
    const char *plain = s;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buf_add(b, plain, (size_t)(s - plain));
        plain = s + 1;
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c == '\n')
            buf_add(b, "\\n", 2);
        else
            buf_printf(b, "\\u%04x", c);
    }

    buf_add(b, plain, (size_t)(s - plain));
    buf_add(b, "\"", 1);
}

void
buf_key(struct buf *b, const char *key)
{
    char last = b->n > 0 ? b->p[b->n - 1] : '{';
    if (last != '{' && last != '[')
        buf_add(b, ",", 1);
    buf_add(b, "\"", 1);
    buf_puts(b, key);
    buf_add(b, "\":", 2);
}

void
buf_json_str(struct buf *b, const char *key, const char *s)
{
    buf_key(b, key);
    buf_json(b, s);
}

void
buf_json_int(struct buf *b, const char *key, long long v)
{
    buf_key(b, key);
    buf_printf(b, "%lld", v);
}

void
buf_json_bool(struct buf *b, const char *key, bool v)
{
    buf_key(b, key);
    buf_puts(b, v ? "true" : "false");
}

void
buf_json_raw(struct buf *b, const char *key, const char *json)
{
    buf_key(b, key);
    buf_puts(b, json && *json ? json : "null");
}

void
buf_json_time(struct buf *b, const char *key, int64_t ms)
{
    char at[TIME_TEXT];
    if (ms != 0)
        time_rfc3339(ms, at);
    buf_json_str(b, key, ms != 0 ? at : NULL);
}

void
str_sort(const char **list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const char *s = list[i];
        size_t at = i;
        for (; at > 0 && strcmp(list[at - 1], s) > 0; at--)
            list[at] = list[at - 1];
        list[at] = s;
    }
}

bool
utf8_valid(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;

    while (p < end) {
        uint64_t eight;
        if (end - p >= 8 && (memcpy(&eight, p, 8), (eight & 0x8080808080808080u) == 0) &&
            ((eight - 0x0101010101010101u) & 0x8080808080808080u) == 0) {
            p += 8; /* ASCII, and none of them NUL */
            continue;
        }
        unsigned char c = *p++;
        if (c - 1u < 0x7F)
            continue;
        if (c - 0xE1u < 0xC && end - p >= 2 && (p[0] & 0xC0) == 0x80 &&
            (p[1] & 0xC0) == 0x80) { /* most of Chinese */
            p += 2;
            continue;
        }
        if (c == 0)
            return false;
        int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
        if (c < 0xC2 || c > 0xF4 || end - p < more)
            return false;
        if ((c == 0xE0 && p[0] < 0xA0) || (c == 0xED && p[0] > 0x9F) ||
            (c == 0xF0 && p[0] < 0x90) || (c == 0xF4 && p[0] > 0x8F))
            return false;
        for (; more > 0; more--)
            if ((*p++ & 0xC0) != 0x80)
                return false;
    }

    return true;
}

size_t
utf8_length(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

bool
str_is(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Whether brackets nest deeper than allowed; text inside strings does not count. */
static bool
too_deep(const char *text, size_t n)
{
    int depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }

    return false;
}

enum err
json_read(struct arena *a, const char *text, size_t n, json_t **out, struct fault *f)
{
    *out = NULL;
    if (too_deep(text, n))
        return fail(f, ERR_INPUT, "json_too_deep", "", "JSON 嵌套超过 %d 层", JSON_DEPTH_MAX);

    json_error_t e;
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
    if (root == NULL) {
        char where[48];
        snprintf(where, sizeof where, "line %d column %d", e.line, e.column);
        if (json_error_code(&e) == json_error_duplicate_key)
            return fail(f, ERR_INPUT, "json_duplicate_key", where,
                        "JSON 第 %d 行第 %d 列出现重复的键", e.line, e.column);
        return fail(f, ERR_INPUT, "json_malformed", where, "JSON 无法解析，位置在第 %d 行第 %d 列",
                    e.line, e.column);
    }

    *out = arena_json(a, root);
    return OK;
}

static int
dump_piece(const char *piece, size_t n, void *into)
{
    buf_add(into, piece, n);
    return 0;
}

static char *
dump(struct arena *a, const json_t *j, size_t flags)
{
    struct buf b = BUF(a);
    buf_puts(&b, "");
    if (json_dump_callback(j, dump_piece, &b, flags | JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        return arena_strdup(a, "null");
    return b.p;
}

char *
json_canonical(struct arena *a, const json_t *j)
{
    return dump(a, j, JSON_SORT_KEYS);
}

char *
json_text(struct arena *a, const json_t *j)
{
    return dump(a, j, 0);
}

const char *
json_str(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}
