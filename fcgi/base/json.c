/* JSON, written and read. Every text of ours that is JSON is made here, and escaped here. */
#include "base/json.h"
#include "base/json_tree.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

#define JSON_DEPTH_MAX 64

/* ---- written --------------------------------------------------------------------------------- */

static void
add_escaped(struct buf *b, const char *s, size_t n)
{
    char escape[JSON_ESCAPE_TEXT];

    for (size_t i = 0; i < n;) {
        size_t plain = json_plain(s + i, n - i);
        buf_add(b, s + i, plain);
        i += plain;
        if (i < n)
            buf_add(b, escape, json_escape(s[i++], escape));
    }
}

/* In quotes, with so many characters behind them. Most texts need no escape. */
static void
add_quoted(struct buf *b, const char *s, const char *behind, size_t behind_n)
{
    size_t n = strlen(s);

    if (json_plain(s, n) < n) {
        buf_add(b, "\"", 1);
        add_escaped(b, s, n);
        buf_add(b, "\"", 1);
        buf_add(b, behind, behind_n);
        return;
    }
    char *p = buf_grow(b, n + 2 + behind_n);
    p[0] = '"';
    memcpy(p + 1, s, n);
    p[n + 1] = '"';
    memcpy(p + n + 2, behind, behind_n);
}

void
buf_json(struct buf *b, const char *s)
{
    if (s == NULL)
        buf_add(b, "null", 4);
    else
        add_quoted(b, s, "", 0);
}

/* A comma is due unless the last character opened a bracket or ended a key. */
static void
comma(struct buf *b)
{
    char last = b->n > 0 ? b->p[b->n - 1] : '{';
    if (last != '{' && last != '[' && last != ':')
        buf_add(b, ",", 1);
}

void
buf_key(struct buf *b, const char *key)
{
    comma(b);
    add_quoted(b, key, ":", 1);
}

void
buf_open(struct buf *b, const char *key, char bracket)
{
    if (key != NULL)
        buf_key(b, key);
    else
        comma(b);
    buf_add(b, &bracket, 1);
    b->lists = b->lists << 1 | (bracket == '[');
}

void
buf_close(struct buf *b)
{
    buf_add(b, b->lists & 1 ? "]" : "}", 1);
    b->lists >>= 1;
}

void
buf_json_item(struct buf *b, const char *s)
{
    comma(b);
    buf_json(b, s);
}

void
buf_raw_item(struct buf *b, const char *json)
{
    comma(b);
    buf_puts(b, json);
}

void
buf_members(struct buf *b, const char *object)
{
    size_t n = strlen(object);
    if (n <= 2)
        return;
    comma(b);
    buf_add(b, object + 1, n - 2);
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
    buf_int(b, v);
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

/* ---- read ------------------------------------------------------------------------------------ */

/* Counts open brackets before the parser may recurse; text inside strings does not count. */
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

/* Past the string literal that begins at p. */
static const char *
after_string(const char *p)
{
    for (p++; *p != '"' && *p != '\0'; p++)
        if (*p == '\\' && p[1] != '\0')
            p++;
    return *p == '"' ? p + 1 : p;
}

/* Past the value that begins at p. */
static const char *
after_value(const char *p)
{
    int depth = 0;

    for (; *p != '\0'; p++) {
        if (depth == 0 && (*p == ',' || *p == '}' || *p == ']'))
            return p;
        if (*p == '"')
            p = after_string(p) - 1;
        else if (*p == '{' || *p == '[')
            depth++;
        else if (*p == '}' || *p == ']')
            depth--;
    }
    return p;
}

const char *
json_member(const char *object, const char *key, size_t *n)
{
    size_t length = strlen(key);
    const char *p = *object == '{' ? object + 1 : "";

    while (*p == '"') {
        const char *value = after_string(p);
        bool is_it = (size_t)(value - p) == length + 2 && strncmp(p + 1, key, length) == 0;
        value += *value == ':';
        const char *end = after_value(value);
        if (is_it) {
            *n = (size_t)(end - value);
            return value;
        }
        p = end + (*end == ',');
    }
    return NULL;
}

/* Past a string that begins at i: the place after its last quote. */
static size_t
past_string(const char *text, size_t n, size_t i)
{
    for (i++; i < n && text[i] != '"'; i++)
        i += text[i] == '\\';
    return i + 1;
}

static size_t
values_of(const char *text, size_t n)
{
    size_t values = 1;

    for (size_t i = 0; i < n;) {
        char c = text[i];
        values += c == ',' || c == ':' || c == '[' || c == '{';
        i = c == '"' ? past_string(text, n, i) : i + 1;
    }
    return values;
}

/* No JSON text holds one outside an escape, but jansson takes one behind a number for the end. */
static enum err
no_nul(const char *text, size_t n, struct fault *f)
{
    const char *nul = n > 0 ? memchr(text, 0, n) : NULL;
    int line = 1, column = 1;
    if (nul == NULL)
        return OK;

    for (const char *p = text; p < nul; p++) {
        column = *p == '\n' ? 1 : column + 1;
        line += *p == '\n';
    }
    char where[48];
    snprintf(where, sizeof where, "line %d column %d", line, column);
    return fail(f, ERR_INPUT, "json_malformed", where,
                "JSON 第 %d 行第 %d 列有空字符（NUL），请删去后再发送", line, column);
}

enum err
json_read(struct arena *a, const char *text, size_t n, json_t **out, struct fault *f)
{
    return json_read_most(a, text, n, SIZE_MAX, out, f);
}

/* What json_tree() did not take: why, and where. */
static enum err
why_not(struct arena *a, const char *text, size_t n, json_t **out, struct fault *f)
{
    json_error_t e;
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
    char where[48];

    if (root != NULL) {
        *out = arena_json(a, root);
        return OK;
    }
    snprintf(where, sizeof where, "line %d column %d", e.line, e.column);
    if (json_error_code(&e) == json_error_duplicate_key)
        return fail(f, ERR_INPUT, "json_duplicate_key", where, "JSON 第 %d 行第 %d 列出现重复的键",
                    e.line, e.column);
    return fail(f, ERR_INPUT, "json_malformed", where, "JSON 无法解析，位置在第 %d 行第 %d 列",
                e.line, e.column);
}

enum err
json_read_most(struct arena *a, const char *text, size_t n, size_t most, json_t **out,
               struct fault *f)
{
    size_t values = most < n ? values_of(text, n) : 0;
    json_t *root = values <= most ? json_tree(text, n, JSON_DEPTH_MAX) : NULL;

    *out = NULL;
    if (root != NULL) {
        *out = arena_json(a, root);
        return OK;
    }
    enum err err = no_nul(text, n, f);
    if (err)
        return err;
    if (too_deep(text, n))
        return fail(f, ERR_INPUT, "json_too_deep", "", "JSON 嵌套超过 %d 层", JSON_DEPTH_MAX);
    if (values > most)
        return fail(f, ERR_INPUT, "json_values_many", "",
                    "内容里的字段和列表项过多：约 %zu 个，至多 %zu 个，请删减后再试", values, most);
    return why_not(a, text, n, out, f);
}

enum { WHOLE_BITS = 53 }; /* a double tells neighbours apart up to there */

static json_t *
whole_of(const json_t *j)
{
    double x = json_real_value(j), most = (double)(1LL << WHOLE_BITS);
    bool is_whole = json_is_real(j) && x >= -most && x <= most && x == (double)(json_int_t)x;
    return is_whole ? json_integer((json_int_t)x) : NULL;
}

void
json_make_whole(json_t *j)
{
    json_t *member, *whole;
    const char *key;
    size_t i;

    json_object_foreach(j, key, member)
    {
        if ((whole = whole_of(member)) != NULL)
            (void)json_object_set_new(j, key, whole);
        else
            json_make_whole(member);
    }
    json_array_foreach(j, i, member)
    {
        if ((whole = whole_of(member)) != NULL)
            (void)json_array_set_new(j, i, whole);
        else
            json_make_whole(member);
    }
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

bool
json_list_has(const json_t *list, const char *text)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
    {
        if (str_is(json_string_value(one), text))
            return true;
    }
    return false;
}
