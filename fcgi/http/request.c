#include "http/http.h"

#include <string.h>

static const char *const method_names[METHOD__MAX] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

enum method
http_method_parse(const char *name)
{
    if (str_is(name, "HEAD"))
        return GET;
    for (int m = 0; m < METHOD__MAX; m++)
        if (str_is(name, method_names[m]))
            return (enum method)m;
    return METHOD__MAX;
}

const char *
http_method_name(enum method m)
{
    return (unsigned)m < METHOD__MAX ? method_names[m] : "?";
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *
unescape(struct arena *a, const char *s, size_t n, bool plus_is_space)
{
    char *out = arena_alloc(a, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            if (i + 2 >= n || hex_digit(s[i + 1]) < 0 || hex_digit(s[i + 2]) < 0)
                return NULL;
            c = (char)(hex_digit(s[i + 1]) << 4 | hex_digit(s[i + 2]));
            i += 2;
        }
        out[k++] = c;
    }

    return utf8_valid(out, k) ? out : NULL;
}

const char *
http_unescape(struct arena *a, const char *s, size_t n)
{
    return unescape(a, s, n, false);
}

static bool
ends_name(char c)
{
    return c == '=' || c == '&' || c == '\0';
}

/* Hardly any name is written with escapes, and most differ in their first character. */
bool
http_query_names(struct arena *a, const char *pair, const char *name)
{
    size_t n = 0;

    while (name[n] != '\0' && pair[n] == name[n])
        n++;
    if (ends_name(pair[n]))
        return name[n] == '\0';
    for (; !ends_name(pair[n]); n++)
        if (pair[n] == '%' || pair[n] == '+')
            return str_is(unescape(a, pair, strcspn(pair, "&="), true), name);
    return false;
}

/* Where the value of a pair of that name begins; NULL: it is another, or has none. */
static const char *
value_at(struct arena *a, const char *pair, const char *name)
{
    const char *equals = pair + strcspn(pair, "&=");
    return *equals == '=' && http_query_names(a, pair, name) ? equals + 1 : NULL;
}

const char *
http_query(struct arena *a, const char *query, const char *name)
{
    for (const char *p = query; p != NULL && *p != '\0';) {
        const char *end = strchrnul(p, '&'), *at = value_at(a, p, name);
        if (at != NULL) {
            const char *value = unescape(a, at, (size_t)(end - at), true);
            return value != NULL && *value != '\0' ? value : NULL;
        }
        p = *end ? end + 1 : end;
    }
    return NULL;
}

bool
http_is_form(const char *content_type)
{
    static const char type[] = "application/x-www-form-urlencoded";
    size_t n = sizeof type - 1;

    return content_type != NULL && strncasecmp(content_type, type, n) == 0 &&
           (content_type[n] == '\0' || content_type[n] == ';' || content_type[n] == ' ');
}

/* Browsers end the lines of what was typed with CR LF. */
static const char *
with_plain_lines(char *text)
{
    char *to = text;

    for (const char *p = text; *p != '\0'; p++)
        if (p[0] != '\r' || p[1] != '\n')
            *to++ = *p;
    *to = '\0';
    return text;
}

json_t *
http_form(struct arena *a, const char *body)
{
    json_t *form = arena_json(a, json_object());

    for (const char *p = body, *end; *p != '\0'; p = *end ? end + 1 : end) {
        end = strchrnul(p, '&');
        size_t n = (size_t)(end - p), name_n = strcspn(p, "&=");
        const char *name = unescape(a, p, name_n, true);
        const char *value = name_n < n ? unescape(a, p + name_n + 1, n - name_n - 1, true) : "";
        if (name == NULL || value == NULL || json_object_get(form, name) != NULL)
            return NULL;
        json_object_set_new(form, name, json_string(with_plain_lines(arena_strdup(a, value))));
    }
    return form;
}

const char *const *
http_query_list(struct arena *a, const char *query, const char *name)
{
    size_t n = 0;
    for (const char *p = query; *p != '\0'; p++)
        n += *p == '&';

    const char **list = arena_alloc(a, (n + 2) * sizeof *list);
    n = 0;
    for (const char *p = query, *end; *p != '\0'; p = *end ? end + 1 : end) {
        end = strchrnul(p, '&');
        const char *at = value_at(a, p, name);
        if (at == NULL)
            continue;
        const char *value = unescape(a, at, (size_t)(end - at), true);
        if (value != NULL && *value != '\0')
            list[n++] = value;
    }
    return list;
}

enum err
http_body(struct arena *a, const struct request *q, size_t max, const char **text, size_t *n,
          struct fault *f)
{
    *text = "";
    *n = 0;
    if (q->content_length <= 0)
        return OK;
    if ((uint64_t)q->content_length > max)
        return fail(f, ERR_LARGE, "body_too_large", "", "请求内容超过 %zu 字节的上限", max);

    size_t size = (size_t)q->content_length, got = 0;
    char *p = arena_alloc(a, size + 1);
    while (got < size) {
        ssize_t k = q->read(q->read_ctx, p + got, size - got);
        if (k <= 0)
            return fail(f, ERR_INPUT, "body_incomplete", "", "请求内容没有收全，请重新发送");
        got += (size_t)k;
    }

    *text = p;
    *n = got;
    return OK;
}

/* A character that shows nothing, turns what is around it, or controls a machine: a name that is
 * read by people has none. */
static bool
is_unseen(unsigned c)
{
    static const struct {
        unsigned first, last;
    } unseen[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},
        {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
        {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };

    for (size_t i = 0; i < LEN(unseen); i++)
        if (c >= unseen[i].first && c <= unseen[i].last)
            return true;
    return false;
}

/* The character at p, which is valid UTF-8, and its bytes. */
static unsigned
character_at(const char *p, size_t *bytes)
{
    unsigned c = (unsigned char)*p;

    *bytes = 1;
    if (c >= 0xC0)
        c &= c >= 0xF0 ? 0x07 : c >= 0xE0 ? 0x0F : 0x1F;
    while (((unsigned char)p[*bytes] & 0xC0) == 0x80)
        c = c << 6 | ((unsigned char)p[(*bytes)++] & 0x3F);
    return c;
}

#define FILENAME_MAX_BYTES 200
#define ENDING_MAX_BYTES 16

/* Cuts the stem and keeps the ending, by which people and programs know what it is. */
static const char *
filename_cut(struct arena *a, const char *name, size_t n)
{
    const char *dot = strrchr(name, '.');
    size_t ending = dot == NULL || dot == name ? 0 : n - (size_t)(dot - name);
    size_t stem = FILENAME_MAX_BYTES;

    if (n <= FILENAME_MAX_BYTES)
        return name;
    if (ending > ENDING_MAX_BYTES)
        ending = 0;
    stem -= ending;
    while (((unsigned char)name[stem] & 0xC0) == 0x80)
        stem--;
    return arena_printf(a, "%.*s%s", (int)stem, name, name + n - ending);
}

const char *
http_filename(struct arena *a, const char *header)
{
    if (header == NULL)
        return NULL;
    const char *name = http_unescape(a, header, strlen(header));
    if (name == NULL)
        return NULL;

    for (const char *p = name; *p != '\0'; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    struct buf b = BUF(a);
    buf_puts(&b, "");
    for (size_t k; *name != '\0'; name += k)
        if (!is_unseen(character_at(name, &k)) && (b.n > 0 || *name != ' '))
            buf_add(&b, name, k);

    while (b.n > 0 && (b.p[b.n - 1] == ' ' || b.p[b.n - 1] == '.'))
        b.p[--b.n] = '\0'; /* Windows takes them away, and the ending is what is left */
    return b.n == 0 ? NULL : filename_cut(a, b.p, b.n);
}

const char *
http_disposition(struct arena *a, const char *filename)
{
    struct buf b = BUF(a);

    buf_puts(&b, "attachment; filename=\"");
    for (const char *p = filename; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if ((c & 0xC0) != 0x80)
            buf_add(&b, c < 0x20 || c >= 0x7F || c == '"' || c == '\\' || c == '%' ? "_" : p, 1);
    }

    buf_puts(&b, "\"; filename*=UTF-8''");
    for (const char *p = filename; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        bool is_plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                        strchr("!#$&+-.^_`|~", c) != NULL;
        if (is_plain)
            buf_add(&b, p, 1);
        else
            buf_printf(&b, "%%%02X", c);
    }

    return b.p;
}
