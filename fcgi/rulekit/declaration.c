/* The text of one declaration, found in its file by its brackets. */
#include "rulekit/bundle.h"
#include "rulekit/lexer.h"

#include <string.h>

static const char *
line_start(const char *text, int line)
{
    while (text && --line > 0) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return text && *text ? text : NULL;
}

/* The declaration at s ends after the bracket that closes its first one, or with its line when no
 * bracket opens there. */
static const char *
declaration_end(const char *s)
{
    struct lexer l = lexer_at(s, strlen(s));
    const char *end = s;
    int depth = 0, line = 1;

    for (;;) {
        struct token t = lexer_next(&l);
        if (t.kind == TOKEN_END || (depth == 0 && t.line > line))
            return depth == 0 ? end : l.end;

        end = t.p + t.n;
        line = t.last_line;
        if (token_is(&t, "{") || token_is(&t, "("))
            depth++;
        else if ((token_is(&t, "}") || token_is(&t, ")")) && --depth <= 0)
            return end;
    }
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
