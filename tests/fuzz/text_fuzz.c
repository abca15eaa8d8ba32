/* Texts as people write them, and others: what they are folded to, made tidy and refused for; names
 * that people log in by, addresses of the web, header fields. The first byte says how the text is
 * to be written; the first line is one text, what follows another. */
#include "fuzz.h"
#include "http/http.h"
#include "model/fold.h"
#include "model/name.h"
#include "model/url.h"
#include "model/writing.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* U+FDFA, three bytes of UTF-8, is eighteen letters. */
enum { GROWTH_MOST = 11, INPUT_MAX = 512 };
/* Stands for itself, and is none of those that fold.c and writing.c take the near way for. */
#define FAR_CHAR "㐀"

static struct arena *a;

static bool
is_text(const char *s)
{
    return utf8_valid(s, strlen(s));
}

static const char *
with_far(const char *s)
{
    return arena_printf(a, "%s" FAR_CHAR, s);
}

/* The number after “第 ” in words is that of a character of text. */
static void
look_at_place(const char *words, const char *text)
{
    const char *at = strstr(words, "第 ");
    long n = at ? strtol(at + strlen("第 "), NULL, 10) : 0;

    FUZZ_MUST(is_text(words));
    FUZZ_MUST(at != NULL && n >= 1 && (size_t)n <= utf8_length(text));
}

static void
look_at_fold(const char *text, const char *other)
{
    const char *folded = text_fold(a, text);

    FUZZ_MUST(is_text(folded) && strlen(folded) <= GROWTH_MOST * strlen(text));
    FUZZ_MUST(str_is(text_fold(a, folded), folded));
    /* The near way leads where the whole way does. */
    FUZZ_MUST(str_is(text_fold(a, with_far(text)), with_far(folded)));
    FUZZ_MUST(!text_is_blank(text) || folded[0] == '\0');

    const char *words = text_difference(a, text, other);
    FUZZ_MUST((words == NULL) == str_is(text, other));
    FUZZ_MUST(words == NULL || is_text(words));
}

static void
look_at_writing(enum writing how, const char *text)
{
    struct text_refusal why = {0};
    const char *tidy = text_tidy(a, how, text), *bare = text_trim(a, text);
    bool is_refused = text_refused(a, how, text, &why);

    FUZZ_MUST(is_text(tidy) && str_is(text_tidy(a, how, tidy), tidy));
    FUZZ_MUST(is_text(bare) && strstr(text, bare) != NULL);
    FUZZ_MUST((bare[0] == '\0') == text_is_blank(text));
    if (is_refused) {
        look_at_place(why.message, text);
        FUZZ_MUST(is_text(why.cure));
    }
    if (text_is_plain(how, text, strlen(text))) {
        FUZZ_MUST(tidy == text && !is_refused);
        /* As the whole way says, too. */
        FUZZ_MUST(!text_refused(a, how, with_far(text), &why));
        FUZZ_MUST(str_is(text_tidy(a, how, with_far(text)), with_far(text)));
    }
}

static void
look_at_name(const char *name)
{
    const char *key = username_key(a, name), *shown = username_shown(a, name);
    const char *why = username_reason(a, name);

    FUZZ_MUST(is_text(key) && is_text(shown));
    FUZZ_MUST(str_is(username_key(a, key), key));
    if (why != NULL) {
        look_at_place(why, name);
        return;
    }
    /* Whoever types what is shown is found. */
    FUZZ_MUST(str_is(username_key(a, shown), key));
    FUZZ_MUST(str_is(username_shown(a, shown), shown));
}

static void
look_at_url(const char *text)
{
    struct url u, again;
    struct fault f = {0};
    struct in6_addr six;

    if (url_read(a, text, &u, &f) != OK) {
        FUZZ_MUST(f.text[0] != '\0' && is_text(f.text));
        return;
    }
    FUZZ_MUST(u.host[0] != '\0' && is_text(u.unicode) && u.port >= 1 && u.port <= 65535);
    FUZZ_MUST(u.rest[0] == '\0' || strchr("/?#", u.rest[0]) != NULL);
    for (const char *s = u.host; *s != '\0'; s++)
        FUZZ_MUST(*s > ' ' && *s < 0x7f && (u.is_number || !(*s >= 'A' && *s <= 'Z')));
    if (u.host[0] == '[') {
        const char *inside = arena_strndup(a, u.host + 1, strlen(u.host) - 2);
        FUZZ_MUST(u.is_number && inet_pton(AF_INET6, inside, &six) == 1);
    }

    /* Its parts put together are the same address, with the host as either of its forms. */
    const char *hosts[] = {u.host, u.unicode};
    for (size_t i = 0; i < LEN(hosts); i++) {
        const char *whole = arena_printf(a, "%s://%s:%ld%s", u.scheme, hosts[i], u.port, u.rest);
        FUZZ_MUST(url_read(a, whole, &again, &f) == OK);
        FUZZ_MUST(str_is(again.host, u.host) && again.port == u.port &&
                  str_is(again.rest, u.rest) && str_is(again.scheme, u.scheme));
    }
}

/* Fields as nginx passes them on: any bytes but NUL. */
static void
look_at_fields(const char *field, const char *other)
{
    const struct request q = {.origin = field, .host = other, .sec_fetch_site = field};
    const char *rest = field, *value;
    const char *key = http_key(a, field);

    for (enum tag_compare how = TAG_STRONG; how <= TAG_WEAK; how++) {
        FUZZ_MUST(!http_tags_name(field, other, how) || field[0] != '\0');
        (void)http_tags_name(field, NULL, how);
    }
    FUZZ_MUST(!http_tags_name(field, "\"1\"", TAG_STRONG) ||
              http_tags_name(field, "\"1\"", TAG_WEAK));
    while ((value = http_cookie(a, &rest, "s")) != NULL)
        FUZZ_MUST(strlen(value) + 2 <= strlen(field) && rest <= field + strlen(field));
    value = http_bearer(a, field);
    FUZZ_MUST(value == NULL || strpbrk(value, " \t") == NULL);
    FUZZ_MUST(key == NULL || (strlen(key) >= 1 && strlen(key) <= 200 && strstr(field, key)));
    FUZZ_MUST((unsigned)http_origin(&q) <= ORIGIN_FOREIGN);
    (void)http_is_json(a, field);
    value = http_filename(a, field);
    FUZZ_MUST(value == NULL || (value[0] != '\0' && strlen(value) <= 200 && is_text(value) &&
                                strpbrk(value, "/\\\r\n") == NULL));
    if (value != NULL)
        FUZZ_MUST(strpbrk(http_disposition(a, value), "\r\n") == NULL);
}

/* ---- characters in place of bytes ------------------------------------------------------------ */

size_t LLVMFuzzerMutate(uint8_t *p, size_t n, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t most, unsigned seed);

/* One of the first planes, and in every other case of the letters and marks below U+3400. */
static uint32_t
any_char(uint32_t random)
{
    uint32_t c = random & 1 ? 0x80 + (random >> 1) % 0x3380 : 0x80 + (random >> 1) % 0x2ff00;
    return c >= 0xd800 && c < 0xe000 ? c + 0x2000 : c;
}

static size_t
put_char(uint8_t *p, uint32_t c)
{
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = n; i-- > 1; c >>= 6)
        p[i] = (uint8_t)(0x80 | (c & 0x3f));
    p[0] = (uint8_t)(c | (n == 2 ? 0xc0 : n == 3 ? 0xe0 : 0xf0));
    return n;
}

/* Bytes that change one by one are rarely a text: in two cases of three a character is put in. */
size_t
LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t most, unsigned seed)
{
    uint8_t one[4];

    srandom(seed);
    if (seed % 3 == 0 || n < 2 || n + sizeof one > (most < INPUT_MAX ? most : INPUT_MAX))
        return LLVMFuzzerMutate(p, n, most);
    size_t size = put_char(one, any_char((uint32_t)random())), at = 1 + (size_t)random() % n;
    while (at < n && (p[at] & 0xc0) == 0x80)
        at++;
    memmove(p + at + size, p + at, n - at);
    memcpy(p + at, one, size);
    return n + size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (a == NULL) {
        base_init();
        a = arena_new();
    }
    if (n < 1 || n > INPUT_MAX)
        return 0;

    enum writing how = p[0] % WRITING__MAX;
    const char *whole = arena_strndup(a, (const char *)p + 1, n - 1);
    size_t line = strcspn(whole, "\n");
    const char *first = arena_strndup(a, whole, line);
    const char *second = whole + line + (whole[line] == '\n');
    look_at_fields(first, second);
    if (is_text(whole)) {
        look_at_fold(whole, second);
        look_at_writing(how, whole);
        look_at_writing(how, first);
        look_at_name(first);
        look_at_url(first);
    }
    arena_reset(a);
    return 0;
}
