/* Parts of documents, by expat. */
#include "reader/kind/archive.h"

#include <stdlib.h>
#include <string.h>

#include <expat.h>

#define DEPTH_MAX 512
#define TEXT_MAX 1024
#define BLANKS " \t\r\n"

struct parsing {
    const struct xml_sink *sink;
    XML_Parser parser;
    int depth;
    char text[TEXT_MAX];
    size_t text_n;
};

static void XMLCALL
on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    struct parsing *x = ctx;

    x->text_n = 0;
    if (++x->depth > DEPTH_MAX)
        XML_StopParser(x->parser, XML_FALSE);
    else
        x->sink->start(x->sink->ctx, name, attributes);
}

static void XMLCALL
on_end(void *ctx, const XML_Char *name)
{
    struct parsing *x = ctx;

    x->depth--;
    x->text[x->text_n] = '\0';
    if (x->sink->end != NULL)
        x->sink->end(x->sink->ctx, name, x->text);
    x->text_n = 0;
}

static void XMLCALL
on_text(void *ctx, const XML_Char *text, int n)
{
    struct parsing *x = ctx;
    size_t room = sizeof x->text - 1 - x->text_n;

    for (; n > 0 && x->text_n == 0 && strchr(BLANKS, *text) != NULL; n--)
        text++;
    size_t taken = (size_t)n < room ? (size_t)n : room;
    memcpy(x->text + x->text_n, text, taken);
    x->text_n += taken;
}

static void XMLCALL
on_doctype(void *ctx, const XML_Char *name, const XML_Char *system, const XML_Char *public_,
           int has)
{
    struct parsing *x = ctx;

    (void)name;
    (void)system;
    (void)public_;
    (void)has;
    XML_StopParser(x->parser, XML_FALSE);
}

static bool
parse(struct parsing *x, const char *text, size_t n)
{
    x->parser = XML_ParserCreateNS(NULL, '|');
    if (x->parser == NULL)
        return false;
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    bool is_good = XML_Parse(x->parser, text, (int)n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(x->parser);
    return is_good;
}

bool
xml_read(struct archive *a, zip_int64_t i, const struct xml_sink *sink)
{
    struct parsing x = {.sink = sink};
    size_t n;
    char *text = archive_part(a, i, XML_PART_MAX, &n);
    bool is_good = text != NULL && parse(&x, text, n);

    free(text);
    return is_good;
}

const char *
xml_local(const char *name)
{
    const char *bar = strrchr(name, '|');
    return bar != NULL ? bar + 1 : name;
}

const char *
xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

bool
part_path(const char *base, const char *target, char out[PATH_MAX_])
{
    const char *slash = strrchr(base, '/');
    size_t n = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - base);

    if (n + strlen(target) + 2 > PATH_MAX_)
        return false;
    memcpy(out, base, n);
    for (const char *p = target; *p != '\0';) {
        p += strspn(p, "/");
        size_t k = strcspn(p, "/");
        if (k == 2 && strncmp(p, "..", 2) == 0) {
            if (n == 0)
                return false;
            while (n > 0 && out[--n] != '/')
                continue;
        } else if (k > 0 && !(k == 1 && *p == '.')) {
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, p, k);
            n += k;
        }
        p += k;
    }
    out[n] = '\0';
    return n > 0;
}
