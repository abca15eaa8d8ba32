/* The text of one declaration, found in its file by reading brackets, quotes and comments as Lua
 * does. */
#include "policy/policy.h"

#include <string.h>

/* A long bracket that opens at s ("[[", "[==["): what follows its end; NULL when none opens here.
 */
static const char *
skip_long(const char *s)
{
    size_t level = strspn(s + 1, "=");
    if (s[0] != '[' || s[1 + level] != '[')
        return NULL;
    for (const char *at = s + level + 2; (at = strchr(at, ']')); at++)
        if (strspn(at + 1, "=") == level && at[1 + level] == ']')
            return at + level + 2;
    return s + strlen(s);
}

static const char *
skip_quoted(const char *s)
{
    char quote = *s++;
    while (*s && *s != quote && *s != '\n')
        s += s[0] == '\\' && s[1] ? 2 : 1;
    return *s == quote ? s + 1 : s;
}

/* After the piece of Lua at s: a comment, a text, or one character. */
static const char *
skip_piece(const char *s)
{
    const char *end;
    if (*s == '\'' || *s == '"')
        return skip_quoted(s);
    if (*s == '[' && (end = skip_long(s)))
        return end;
    if (s[0] == '-' && s[1] == '-')
        return s[2] == '[' && (end = skip_long(s + 2)) ? end : s + strcspn(s, "\n");
    return s + 1;
}

static const char *
line_start(const char *text, int line)
{
    while (text && --line > 0) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return text && *text ? text : NULL;
}

/* Where the declaration at s ends: after the bracket that closes its first one. Without any bracket
 * on the line: with the line. */
static const char *
declaration_end(const char *s)
{
    int depth = 0;

    for (const char *at = s; *at;) {
        if (strchr("{(", *at))
            depth++;
        if (strchr("})", *at) && --depth <= 0)
            return at + 1;
        if (*at == '\n' && depth == 0)
            return at;
        at = skip_piece(at);
    }
    return s + strlen(s);
}

char *
bundle_declaration(const struct bundle *b, const char *file, int line, struct arena *a)
{
    static const char *const layers[][2] = {{"rules.local/", "local/"}, {"rules/", ""}};
    const char *text = NULL;

    for (size_t i = 0; i < LEN(layers) && !text; i++)
        if (str_starts(file, layers[i][0]))
            text =
                bundle_file(b, arena_printf(a, "%s%s", layers[i][1], file + strlen(layers[i][0])));

    const char *start = text ? line_start(text, line) : NULL;
    if (!start)
        return NULL;

    const char *end = declaration_end(start);
    end += strcspn(end, "\n");
    return arena_printf(a, "%.*s", (int)(end - start), start);
}
