/*
 * OFD (GB/T 33190-2016). OFD.xml names the root of each document, Document.xml its pages, and each
 * page is a file: found by what they say, for writers choose the folders. A locked one (GM/T 0099)
 * says so in OFD.xml.
 */
#include "reader/kind/archive.h"

#include <string.h>

#define ROOTS_MAX 16
#define PAGES_MAX 20000

struct ofd {
    struct archive *a;
    char root[ROOTS_MAX][PATH_MAX_];
    int roots_n, pages_n;
    const char *base; /* of the document at hand */
    bool is_ofd, is_document;
};

static bool
is_ofd_name(const char *name, const char *local)
{
    return strncmp(name, "http://www.ofdspec.org", 22) == 0 && strcmp(xml_local(name), local) == 0;
}

static void
on_root(void *ctx, const char *name, const char **attributes)
{
    struct ofd *o = ctx;

    (void)attributes;
    o->is_ofd |= is_ofd_name(name, "OFD");
    if (strncmp(xml_local(name), "Encrypt", 7) == 0)
        o->a->flaws |= FLAW_BIT(FLAW_LOCKED);
}

static void
on_root_end(void *ctx, const char *name, const char *text)
{
    struct ofd *o = ctx;
    char target[PATH_MAX_];

    if (!is_ofd_name(name, "DocRoot") || o->roots_n == ROOTS_MAX)
        return;
    text += strspn(text, " \t\r\n");
    snprintf(target, sizeof target, "%s", text);
    target[strcspn(target, " \t\r\n")] = '\0';
    if (part_path("", target, o->root[o->roots_n]))
        o->roots_n++;
    else
        o->a->flaws |= FLAW_BIT(FLAW_NAMES);
}

static void
on_page(void *ctx, const char *name, const char **attributes)
{
    struct ofd *o = ctx;
    const char *at = xml_attribute(attributes, "BaseLoc");
    char path[PATH_MAX_];

    o->is_document |= is_ofd_name(name, "Document");
    if (!is_ofd_name(name, "Page") || at == NULL)
        return;
    if (++o->pages_n > PAGES_MAX)
        o->a->flaws |= FLAW_BIT(FLAW_MANY);
    else if (!part_path(o->base, at, path) || archive_find(o->a, path, false) < 0)
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
}

static void
read_document(struct ofd *o, const char *root)
{
    const struct xml_sink sink = {on_page, NULL, o};

    o->base = root;
    o->is_document = false;
    if (!xml_read(o->a, archive_find(o->a, root, false), &sink) || !o->is_document)
        o->a->flaws |= FLAW_BIT(FLAW_DAMAGED);
}

bool
ofd_read(struct archive *a, struct file_report *out)
{
    struct ofd o = {.a = a};
    const struct xml_sink sink = {on_root, on_root_end, &o};
    bool is_locked = archive_find(a, "Encryptions.xml", false) >= 0;

    (void)out;
    if (is_locked)
        a->flaws |= FLAW_BIT(FLAW_LOCKED);
    if (!xml_read(a, archive_find(a, "OFD.xml", true), &sink) || !o.is_ofd || o.roots_n == 0)
        a->flaws |= FLAW_BIT(FLAW_DAMAGED);
    for (int i = 0; i < o.roots_n && !is_locked; i++)
        read_document(&o, o.root[i]);
    if (o.pages_n == 0 && a->flaws == 0)
        a->flaws |= FLAW_BIT(FLAW_EMPTY);
    return true;
}
