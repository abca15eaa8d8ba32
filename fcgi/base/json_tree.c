#include "base/json_tree.h"
#include "base/json_text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    const char *p, *end;
    char *room; /* for texts with escapes; as long as the whole, NULL until there is one */
    size_t n;   /* of the whole */
    int left;   /* brackets that may yet be opened */
};

static json_t *read_value(struct reader *r);

/* The next byte that is not white space, 0 at the end. */
static char
peek(struct reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r'))
        r->p++;
    return r->p < r->end ? *r->p : 0;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* The rest of a text whose first n bytes are in the room, r->p at its first backslash. */
static bool
read_escaped(struct reader *r, size_t *n)
{
    for (;;) {
        size_t plain = json_plain_read(r->p, (size_t)(r->end - r->p));
        memcpy(r->room + *n, r->p, plain);
        r->p += plain;
        *n += plain;
        if (r->p == r->end)
            return false;
        if (*r->p == '"') {
            r->p++;
            return true;
        }
        size_t more = *r->p == '\\' ? json_unescape(&r->p, r->end, r->room + *n) : 0;
        if (more == 0)
            return false;
        *n += more;
    }
}

/* The text whose quote is at r->p: where it stands, and how long it is. It stays there until the
 * next with an escape. */
static bool
read_text(struct reader *r, const char **text, size_t *n)
{
    const char *at = ++r->p;

    r->p += json_plain_read(r->p, (size_t)(r->end - r->p));
    if (r->p == r->end)
        return false;
    *text = at;
    *n = (size_t)(r->p - at);
    if (*r->p == '"') {
        r->p++;
        return true;
    }
    if (r->room == NULL)
        r->room = must_alloc(r->n);
    memcpy(r->room, at, *n);
    *text = r->room;
    return read_escaped(r, n);
}

static json_t *
read_string(struct reader *r)
{
    const char *text;
    size_t n;

    return read_text(r, &text, &n) ? json_stringn_nocheck(text, n) : NULL;
}

/* ---- numbers and words ----------------------------------------------------------------------- */

static size_t
digits(struct reader *r)
{
    const char *from = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
        r->p++;
    return (size_t)(r->p - from);
}

/* Passes over a fraction and an exponent. */
static bool
pass_fraction(struct reader *r, bool *is_real)
{
    if (r->p < r->end && *r->p == '.') {
        *is_real = true;
        r->p++;
        if (digits(r) == 0)
            return false;
    }
    if (r->p < r->end && (*r->p | 0x20) == 'e') {
        *is_real = true;
        r->p++;
        if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
            r->p++;
        return digits(r) > 0;
    }
    return true;
}

static json_t *
real_of(const char *text)
{
    double v = strtod(text, NULL);
    return isfinite(v) ? json_real(v) : NULL;
}

static json_t *
integer_of(const char *text)
{
    errno = 0;
    long long v = strtoll(text, NULL, 10);
    return errno == 0 ? json_integer(v) : NULL;
}

static json_t *
read_number(struct reader *r)
{
    char text[400];
    const char *at = r->p;
    bool is_real = false;

    r->p += *r->p == '-';
    const char *first = r->p;
    size_t n = digits(r);
    if (n == 0 || (n > 1 && *first == '0') || !pass_fraction(r, &is_real))
        return NULL;
    n = (size_t)(r->p - at);
    if (n >= sizeof text)
        return NULL;

    memcpy(text, at, n);
    text[n] = '\0';
    return is_real ? real_of(text) : integer_of(text);
}

static bool
pass_word(struct reader *r, const char *word, size_t n)
{
    bool is_it = (size_t)(r->end - r->p) >= n && memcmp(r->p, word, n) == 0;
    r->p += is_it ? n : 0;
    return is_it;
}

static json_t *
read_word(struct reader *r)
{
    if (pass_word(r, "true", 4))
        return json_true();
    if (pass_word(r, "false", 5))
        return json_false();
    return pass_word(r, "null", 4) ? json_null() : NULL;
}

/* ---- objects and lists ----------------------------------------------------------------------- */

/* A key that is there already does not make it larger. */
static bool
read_member(struct reader *r, json_t *object)
{
    const char *text;
    char key[256], *copy = NULL;
    size_t n, size = json_object_size(object);

    if (peek(r) != '"' || !read_text(r, &text, &n))
        return false;
    if (text == r->room) /* the value may need the room */
        text = memcpy(n <= sizeof key ? key : (copy = must_alloc(n)), text, n);
    json_t *value = peek(r) == ':' && r->p++ ? read_value(r) : NULL;
    bool is_put = value != NULL && json_object_setn_new_nocheck(object, text, n, value) == 0;
    free(copy);
    return is_put && json_object_size(object) == size + 1;
}

static json_t *
read_object(struct reader *r)
{
    json_t *object = json_object();
    bool is_good = true;

    r->p++;
    if (peek(r) != '}')
        do
            is_good = read_member(r, object);
        while (is_good && peek(r) == ',' && r->p++);
    if (is_good && peek(r) == '}' && r->p++)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *
read_list(struct reader *r)
{
    json_t *list = json_array();
    bool is_good = true;

    r->p++;
    if (peek(r) != ']')
        do
            is_good = json_array_append_new(list, read_value(r)) == 0;
        while (is_good && peek(r) == ',' && r->p++);
    if (is_good && peek(r) == ']' && r->p++)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *
read_bracket(struct reader *r, char c)
{
    if (r->left == 0)
        return NULL;
    r->left--;
    json_t *value = c == '{' ? read_object(r) : read_list(r);
    r->left++;
    return value;
}

static json_t *
read_value(struct reader *r)
{
    char c = peek(r);

    if (c == '"')
        return read_string(r);
    if (c == '{' || c == '[')
        return read_bracket(r, c);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r);
    return read_word(r);
}

json_t *
json_tree(const char *text, size_t n, int depth)
{
    struct reader r = {.p = text, .end = text + n, .n = n, .left = depth};
    json_t *root = NULL;
    char c = peek(&r);

    if ((c == '{' || c == '[') && utf8_valid(text, n))
        root = read_bracket(&r, c);
    if (root != NULL && (peek(&r) != 0 || r.p != r.end)) {
        json_decref(root);
        root = NULL;
    }
    free(r.room);
    return root;
}
