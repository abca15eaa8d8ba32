#include "judge/wall/opening.h"

#include <string.h>

/* ---- the pattern ----------------------------------------------------------------------------- */

/* What is read, and how far; is_lost: something came that is not understood. */
struct pattern_text {
    const char *at, *end;
    bool is_lost;
    struct opening *out;
};

#define DEEPEST 8 /* groups in groups, each at the beginning of the other */

static size_t
character_bytes(const char *at, const char *end)
{
    unsigned char first = (unsigned char)*at;
    size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    return n <= (size_t)(end - at) ? n : (size_t)(end - at);
}

static bool
is_plain(char c)
{
    return strchr("\\^$.[]|()?*+{}", c) == NULL;
}

/* What may stand no time at all is no part of a word; what stands once or more is its end. */
enum times { TIMES_ONE, TIMES_MORE, TIMES_NONE };

static enum times
times_of(const struct pattern_text *p)
{
    if (p->at == p->end)
        return TIMES_ONE;
    if (*p->at == '?' || *p->at == '*')
        return TIMES_NONE;
    if (*p->at == '{')
        return p->end - p->at > 1 && p->at[1] >= '1' && p->at[1] <= '9' ? TIMES_MORE : TIMES_NONE;
    return *p->at == '+' ? TIMES_MORE : TIMES_ONE;
}

/* Groups that change nothing of how the rest is read. */
static bool
is_simple_group(const struct pattern_text *p)
{
    static const char *const known[] = {"?:", "?>", "?!", "?=", "?<!", "?<="};
    size_t left = (size_t)(p->end - p->at) - 1;

    if (left > 0 && p->at[1] != '?' && p->at[1] != '*')
        return true;
    for (size_t i = 0; i < LEN(known); i++)
        if (left > strlen(known[i]) && memcmp(p->at + 1, known[i], strlen(known[i])) == 0)
            return true;
    return false;
}

/* One that stands for itself or says something of the next character alone, or in braces: not what
 * quotes others, nor a control character. */
static bool
is_simple_escape(const struct pattern_text *p)
{
    return p->end - p->at > 1 && p->at[1] != 'Q' && p->at[1] != 'c';
}

/* A class of characters, its bracket first. One that names others in [: :] is not understood. */
static void
pass_class(struct pattern_text *p)
{
    p->at += p->end - p->at > 1 && p->at[1] == '^' ? 2 : 1;
    if (p->at < p->end && *p->at == ']')
        p->at++;
    for (; p->at < p->end && *p->at != ']'; p->at++) {
        bool is_escape = *p->at == '\\';
        p->is_lost = p->is_lost || *p->at == '[' || (is_escape && !is_simple_escape(p));
        p->at += is_escape;
    }
    p->is_lost = p->is_lost || p->at >= p->end;
    p->at++;
}

/* One character, escape, class or bracket of a group; *depth counts the groups that are open. */
static void
pass_one(struct pattern_text *p, int *depth)
{
    switch (*p->at) {
    case '\\':
        p->is_lost = !is_simple_escape(p);
        p->at += 2;
        return;
    case '[':
        pass_class(p);
        return;
    case '(':
        p->is_lost = !is_simple_group(p);
        ++*depth;
        break;
    case ')':
        --*depth;
        break;
    default:
        break;
    }
    p->at++;
}

/* To the end of the branch: a | or a ) of its own group, or the end of all. */
static void
pass_branch(struct pattern_text *p)
{
    int depth = 0;

    while (!p->is_lost && p->at < p->end) {
        if (depth == 0 && (*p->at == '|' || *p->at == ')'))
            return;
        pass_one(p, &depth);
    }
}

static unsigned
bit_of(const unsigned char *character, size_t n)
{
    unsigned last = character[n - 1];

    return n == 1 ? last : ((unsigned)character[n - 2] << 3 ^ last) & 0xff;
}

static void
add_word(struct pattern_text *p, const char *word, size_t n)
{
    struct opening *o = p->out;
    size_t from = o->n > 0 ? (size_t)o->end[o->n - 1] : 0;

    p->is_lost = p->is_lost || n == 0 || o->n == OPENING_WORDS || from + n > sizeof o->text;
    if (p->is_lost)
        return;
    memcpy(o->text + from, word, n);
    o->end[o->n++] = (short)(from + n);
    unsigned bit = bit_of((const unsigned char *)word, character_bytes(word, word + n));
    o->begins[bit / 64] |= (uint64_t)1 << bit % 64;
}

static void read_branches(struct pattern_text *p, int depth);

/* A branch that begins with a group begins as that does. */
static void
read_group(struct pattern_text *p, int depth)
{
    bool is_asked = p->end - p->at > 2 && p->at[1] == '?';
    bool is_taken = is_asked ? p->at[2] == ':' || p->at[2] == '>' : is_simple_group(p);

    p->is_lost = !is_taken || depth == DEEPEST;
    p->at += is_asked ? 3 : 1;
    if (!p->is_lost)
        read_branches(p, depth + 1);
    p->is_lost = p->is_lost || p->at >= p->end || *p->at++ != ')' || times_of(p) == TIMES_NONE;
}

static void
read_branch(struct pattern_text *p, int depth)
{
    char word[64];
    size_t n = 0;
    enum times times = TIMES_ONE;

    if (p->at < p->end && *p->at == '(') {
        read_group(p, depth);
        pass_branch(p);
        return;
    }
    while (times == TIMES_ONE && p->at < p->end && is_plain(*p->at)) {
        size_t size = character_bytes(p->at, p->end);
        const char *character = p->at;
        if (n + size > sizeof word)
            break;
        p->at += size;
        times = times_of(p);
        memcpy(word + n, character, size);
        n += times == TIMES_NONE ? 0 : size;
    }
    add_word(p, word, n);
    pass_branch(p);
}

static void
read_branches(struct pattern_text *p, int depth)
{
    read_branch(p, depth);
    while (!p->is_lost && p->at < p->end && *p->at == '|') {
        p->at++;
        read_branch(p, depth);
    }
}

void
opening_read(const char *pattern, size_t n, struct opening *out)
{
    struct pattern_text p = {.at = pattern, .end = pattern + n, .out = out};

    *out = (struct opening){0};
    read_branches(&p, 0);
    if (p.is_lost || p.at != p.end)
        out->n = 0;
}

/* ---- the text -------------------------------------------------------------------------------- */

static bool
begins_here(const struct opening *o, const char *at, size_t left)
{
    size_t from = 0;

    for (int i = 0; i < o->n; i++) {
        size_t n = (size_t)o->end[i] - from;
        if (n <= left && memcmp(at, o->text + from, n) == 0)
            return true;
        from = (size_t)o->end[i];
    }
    return false;
}

static const unsigned char bytes_of[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};

void
opening_bits(const char *text, size_t n, uint64_t bits[4])
{
    const unsigned char *at = (const unsigned char *)text, *end = at + n;

    memset(bits, 0, 4 * sizeof *bits);
    while (at < end) {
        size_t size = bytes_of[*at >> 4];
        unsigned bit = bit_of(at, size);
        bits[bit / 64] |= (uint64_t)1 << bit % 64;
        at += size;
    }
}

bool
opening_is_in(const struct opening *o, const char *text, size_t n, const uint64_t bits[4])
{
    const unsigned char *at = (const unsigned char *)text, *end = at + n;

    if (((o->begins[0] & bits[0]) | (o->begins[1] & bits[1]) | (o->begins[2] & bits[2]) |
         (o->begins[3] & bits[3])) == 0)
        return false;
    while (at < end) {
        size_t size = bytes_of[*at >> 4];
        unsigned bit = bit_of(at, size);
        if (o->begins[bit / 64] >> bit % 64 & 1 &&
            begins_here(o, (const char *)at, (size_t)(end - at)))
            return true;
        at += size;
    }
    return false;
}
