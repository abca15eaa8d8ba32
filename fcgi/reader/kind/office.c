/*
 * DOCX (ECMA-376, ISO/IEC 29500). Part 2 says how a document is found: _rels/.rels names the main
 * part by a relationship of the type officeDocument, [Content_Types].xml says what it is. Where it
 * lies, and how it is called, is up to the program that wrote it.
 */
#include "reader/kind/archive.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define TYPES_MAX 4000
#define FIELD_MAX 8

struct part_type {
    char *name, *type; /* "/word/document.xml", or an ending for a default */
    bool is_default;
};

struct office {
    struct archive *a;
    struct part_type types[TYPES_MAX];
    int types_n;
    char base[PATH_MAX_];       /* of the relationships at hand */
    char main[PATH_MAX_];       /* what the package's relationship leads to; "": nothing */
    char properties[PATH_MAX_]; /* the part with properties of the author's own; "": none */
    bool is_fixed;              /* the package is an XPS */
    bool is_made_of;            /* the property at hand is ours */
    char made_of[FILE_MADE_OF_TEXT];
    bool has_document, has_body;
    char field[FIELD_MAX]; /* the first letters of a field's command */
    size_t field_n;
};

static const char *
after_slash(const char *s)
{
    const char *slash = strrchr(s, '/');
    return slash != NULL ? slash + 1 : s;
}

/* ---- what parts are -------------------------------------------------------------------------- */

static void
on_type(void *ctx, const char *name, const char **attributes)
{
    struct office *o = ctx;
    const char *type = xml_attribute(attributes, "ContentType");
    bool is_default = strcmp(xml_local(name), "Default") == 0;
    const char *of = xml_attribute(attributes, is_default ? "Extension" : "PartName");

    if (type == NULL || of == NULL)
        return;
    if (o->types_n == TYPES_MAX) {
        o->a->flaws |= FLAW_BIT(FLAW_MANY);
        return;
    }
    struct part_type *t = &o->types[o->types_n++];
    *t = (struct part_type){strdup(of), strdup(type), is_default};
    if (t->name == NULL || t->type == NULL)
        o->a->flaws |= FLAW_BIT(FLAW_HEAVY);
    if (!is_default && strcasestr(type, "macroEnabled") != NULL)
        o->a->flaws |= FLAW_BIT(FLAW_MACRO);
}

/* "" when nothing says what it is. */
static const char *
type_of(const struct office *o, const char *part)
{
    const char *dot = strrchr(part, '.'), *by_ending = "";

    for (int i = 0; i < o->types_n; i++) {
        const struct part_type *t = &o->types[i];
        if (t->name == NULL || t->type == NULL)
            continue;
        if (!t->is_default && strcasecmp(t->name + (t->name[0] == '/'), part) == 0)
            return t->type;
        if (t->is_default && dot != NULL && strcasecmp(t->name, dot + 1) == 0)
            by_ending = t->type;
    }
    return by_ending;
}

/* ---- what they refer to ---------------------------------------------------------------------- */

/* Bytes of the slash of either kind, escaped or not, that s begins with; 0: none. */
static size_t
slash_size(const char *s)
{
    if (*s == '/' || *s == '\\')
        return 1;
    return strncasecmp(s, "%5c", 3) == 0 || strncasecmp(s, "%2f", 3) == 0 ? 3 : 0;
}

/* Two slashes, which Windows takes in any mixture, are another machine's. */
static bool
is_share(const char *target)
{
    size_t n = slash_size(target);
    return n > 0 && slash_size(target + n) > 0;
}

/* A place on the machine of whoever wrote it: it is not fetched from anywhere. */
static bool
is_local(const char *target)
{
    target += strspn(target, " \t\r\n");
    if (strncasecmp(target, "file:", 5) == 0) {
        target += 5;
        target += strspn(target, "/");
        return isalpha((unsigned char)target[0]) && target[1] == ':';
    }
    if (isalpha((unsigned char)target[0]) && target[1] == ':')
        return true;
    return !is_share(target) && strchr(target, ':') == NULL;
}

/* Hyperlinks wait until somebody follows them; all else a program would fetch by itself. Templates
 * and pictures that lay on the author's disk are not there, and so do no harm. */
static void
look_outside(struct office *o, const char *kind, const char *target)
{
    static const char *const harmless[] = {"attachedTemplate", "image", "mailMergeSource",
                                           "mailMergeHeaderSource", "recipientData"};

    if (strcmp(kind, "hyperlink") == 0)
        return;
    for (size_t i = 0; i < LEN(harmless); i++)
        if (strcmp(kind, harmless[i]) == 0 && is_local(target))
            return;
    o->a->flaws |= FLAW_BIT(FLAW_OUTSIDE);
}

static void
look_inside(struct office *o, const char *kind)
{
    static const struct {
        const char *kind;
        enum file_flaw flaw;
    } bad[] = {
        {"vbaProject", FLAW_MACRO},
        {"wordVbaData", FLAW_MACRO},
        {"attachedToolbars", FLAW_MACRO},
        {"control", FLAW_CONTROL},
        {"activeXControlBinary", FLAW_CONTROL},
        {"oleObject", FLAW_OBJECT},
        {"aFChunk", FLAW_CHUNK},
    };

    for (size_t i = 0; i < LEN(bad); i++)
        if (strcmp(kind, bad[i].kind) == 0)
            o->a->flaws |= FLAW_BIT(bad[i].flaw);
}

/* As Word and LibreOffice call it, and as the strict form does. */
static bool
is_own_properties(const char *kind)
{
    return strcmp(kind, "custom-properties") == 0 || strcmp(kind, "customProperties") == 0;
}

static void
on_relationship(void *ctx, const char *name, const char **attributes)
{
    struct office *o = ctx;
    const char *type = xml_attribute(attributes, "Type"),
               *target = xml_attribute(attributes, "Target"),
               *mode = xml_attribute(attributes, "TargetMode");

    if (strcmp(xml_local(name), "Relationship") != 0 || type == NULL || target == NULL)
        return;
    const char *kind = after_slash(type);
    if (mode != NULL && strcasecmp(mode, "External") == 0)
        look_outside(o, kind, target);
    else
        look_inside(o, kind);

    bool is_package = o->base[0] == '\0';
    if (is_package && strcmp(kind, "officeDocument") == 0 && o->main[0] == '\0' &&
        !part_path("", target, o->main))
        o->a->flaws |= FLAW_BIT(FLAW_NAMES);
    if (is_package && is_own_properties(kind) && !part_path("", target, o->properties))
        o->properties[0] = '\0'; /* what a document says of itself is never a flaw */
    o->is_fixed |= is_package && strcmp(kind, "fixedrepresentation") == 0;
}

/* "word/_rels/document.xml.rels" says what "word/document.xml" refers to. */
static bool
is_relationships(const char *name)
{
    size_t n = strlen(name);
    const char *slash = strrchr(name, '/');

    return n > 5 && strcasecmp(name + n - 5, ".rels") == 0 && slash != NULL && slash - name >= 5 &&
           strncasecmp(slash - 5, "_rels", 5) == 0;
}

static void
read_relationships(struct office *o)
{
    const struct xml_sink sink = {on_relationship, NULL, o};

    for (zip_int64_t i = 0; i < o->a->entries; i++) {
        const char *name = archive_name(o->a, i);
        if (strcasestr(after_slash(name), "vbaProject") != NULL)
            o->a->flaws |= FLAW_BIT(FLAW_MACRO);
        if (!is_relationships(name))
            continue;
        snprintf(o->base, sizeof o->base, "%s", strcasecmp(name, "_rels/.rels") == 0 ? "" : name);
        if (!xml_read(o->a, i, &sink))
            o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
    }
}

/* ---- the text -------------------------------------------------------------------------------- */

static void
on_word_start(void *ctx, const char *name, const char **attributes)
{
    struct office *o = ctx;
    const char *local = xml_local(name);

    o->has_document |= strcmp(local, "document") == 0;
    o->has_body |= strcmp(local, "body") == 0;
    if (strcmp(local, "fldChar") == 0)
        o->field_n = 0;
    for (; strcmp(local, "fldSimple") == 0 && *attributes != NULL; attributes += 2) {
        const char *command = attributes[1] + strspn(attributes[1], " \t\r\n");
        if (strcmp(xml_local(attributes[0]), "instr") == 0 && strncasecmp(command, "DDE", 3) == 0)
            o->a->flaws |= FLAW_BIT(FLAW_OUTSIDE);
    }
}

/* A command may be spread over many runs: DDE starts a program. */
static void
on_word_end(void *ctx, const char *name, const char *text)
{
    struct office *o = ctx;

    if (strcmp(xml_local(name), "instrText") != 0)
        return;
    for (; *text != '\0' && o->field_n < FIELD_MAX; text++)
        if (!isspace((unsigned char)*text))
            o->field[o->field_n++] = *text;
    if (o->field_n >= 3 && strncasecmp(o->field, "DDE", 3) == 0)
        o->a->flaws |= FLAW_BIT(FLAW_OUTSIDE);
}

static void
read_text(struct office *o, zip_int64_t part)
{
    const struct xml_sink sink = {on_word_start, on_word_end, o};

    o->field_n = 0;
    if (!xml_read(o->a, part, &sink))
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
}

/* Headers, notes and kin, be they named one by one or by their ending; no settings of printers. */
static bool
is_text(const struct office *o, const char *part)
{
    const char *type = strcasestr(type_of(o, part), "wordprocessingml.");
    return type != NULL && strcasestr(type, "+xml") != NULL && strcasecmp(part, o->main) != 0;
}

static void
read_word(struct office *o)
{
    for (zip_int64_t i = 0; i < o->a->entries; i++)
        if (is_text(o, archive_name(o->a, i)))
            read_text(o, i);
    o->has_document = o->has_body = false;
    read_text(o, archive_find(o->a, o->main, false));
    if (!o->has_document || !o->has_body)
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
}

/* ---- what it says of itself ------------------------------------------------------------------ */

static void
on_property(void *ctx, const char *name, const char **attributes)
{
    struct office *o = ctx;
    const char *called = xml_attribute(attributes, "name");

    if (strcmp(xml_local(name), "property") == 0)
        o->is_made_of = called != NULL && strcmp(called, FILE_MADE_OF) == 0;
}

/* The first that is of the form counts. */
static void
on_property_end(void *ctx, const char *name, const char *text)
{
    struct office *o = ctx;
    size_t n = strlen(text);

    if (o->is_made_of && strcmp(xml_local(name), "lpwstr") == 0 && o->made_of[0] == '\0' &&
        file_made_of_is(text, n))
        memcpy(o->made_of, text, n);
}

static void
read_properties(struct office *o)
{
    const struct xml_sink sink = {on_property, on_property_end, o};
    zip_int64_t part = o->properties[0] ? archive_find(o->a, o->properties, false) : -1;

    if (part >= 0 && !xml_read(o->a, part, &sink))
        o->made_of[0] = '\0';
}

/* ---- which document -------------------------------------------------------------------------- */

#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
static const struct {
    const char *part; /* of the main part's type */
    enum file_other other;
} others[] = {
    {"spreadsheetml", OTHER_XLSX},  {"ms-excel", OTHER_XLSX},
    {"presentationml", OTHER_PPTX}, {"ms-powerpoint", OTHER_PPTX},
    {"visio", OTHER_VISIO},         {"wordprocessingml.template", OTHER_DOTX},
    {"word.template", OTHER_DOTX}, /* with macros */
};

static enum file_other
which(const struct office *o, const char *type)
{
    if (o->is_fixed)
        return OTHER_XPS;
    for (size_t i = 0; i < LEN(others); i++)
        if (strstr(type, others[i].part) != NULL)
            return others[i].other;
    return OTHER_NONE;
}

static bool
read_all(struct office *o, struct file_report *out)
{
    const struct xml_sink types = {on_type, NULL, o};

    if (!xml_read(o->a, archive_find(o->a, "[Content_Types].xml", false), &types))
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
    read_relationships(o);

    const char *type = type_of(o, o->main);
    enum file_other other = which(o, type);
    if (other != OTHER_NONE) {
        *out = (struct file_report){.other = other};
        return false;
    }
    bool is_word = strcmp(type, WORD "document.main+xml") == 0;
    if (is_word && o->a->flaws == 0) {
        read_word(o);
        read_properties(o);
    } else if (!is_word) {
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED); /* macros are told before it */
    }
    memcpy(out->made_of, o->made_of, sizeof out->made_of);
    return true;
}

bool
office_read(struct archive *a, struct file_report *out)
{
    struct office *o = calloc(1, sizeof *o);
    bool is_word = true;

    if (o == NULL) {
        a->flaws |= FLAW_BIT(FLAW_HEAVY);
        return true;
    }
    o->a = a;
    is_word = read_all(o, out);
    for (int i = 0; i < o->types_n; i++) {
        free(o->types[i].name);
        free(o->types[i].type);
    }
    free(o);
    return is_word;
}
