/*
 * ZIP archives, by libzip: all names, and all entries unfolded once and counted, with their
 * checksums. What an entry says of its size is not believed, nor what one holds by its name alone.
 */
#include "reader/kind/archive.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 10000
#define REAL_MAX (512ull << 20) /* of all entries */
/* A document of many blank pictures unfolds to some forty times its size. */
#define RATIO_MAX 150
#define RATIO_FREE (16ull << 20) /* below it a bomb is none */
#define NAME_MAX_ 255
#define PIECE (64 * 1024)

/* ---- names ----------------------------------------------------------------------------------- */

/* Absolute, upwards, of Windows, or with what no name holds. */
static bool
name_is_bad(const char *name)
{
    size_t n = strlen(name);

    if (n == 0 || n > NAME_MAX_ || name[0] == '/' || (n > 1 && name[1] == ':'))
        return true;
    for (const char *p = name; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F || *p == '\\')
            return true;
    for (const char *p = name; p != NULL; p = strchr(p, '/')) {
        p += *p == '/';
        if (strncmp(p, "../", 3) == 0 || strcmp(p, "..") == 0 || strncmp(p, "./", 2) == 0)
            return true;
        if (*p == '/')
            return true;
    }
    return false;
}

/* A program that a system runs when it is opened, whatever is in it. */
static bool
name_is_program(const char *name)
{
    static const char *const endings[] = {".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1",
                                          ".vbs", ".vbe", ".jse", ".js",  ".wsf", ".hta", ".lnk",
                                          ".msi", ".jar", ".cpl", ".pif", ".reg", ".sh",  ".apk"};
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot != NULL && i < LEN(endings); i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return true;
    return false;
}

static int
by_name(const void *x, const void *y)
{
    return strcasecmp(*(const char *const *)x, *(const char *const *)y);
}

static bool
names_repeat(const struct archive *a)
{
    size_t n = (size_t)a->entries;
    const char **names = calloc(n + 1, sizeof *names);
    bool repeats = names == NULL;

    for (size_t i = 0; names != NULL && i < n; i++)
        names[i] = archive_name(a, (zip_int64_t)i);
    if (names != NULL)
        qsort(names, n, sizeof *names, by_name);
    for (size_t i = 1; names != NULL && i < n; i++)
        repeats |= by_name(&names[i - 1], &names[i]) == 0;
    free(names);
    return repeats;
}

const char *
archive_name(const struct archive *a, zip_int64_t i)
{
    const char *name = zip_get_name(a->zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
    return name != NULL ? name : "";
}

zip_int64_t
archive_find(const struct archive *a, const char *name, bool is_exact)
{
    return zip_name_locate(a->zip, name + (name[0] == '/'), is_exact ? 0 : ZIP_FL_NOCASE);
}

/* ---- what is in them ------------------------------------------------------------------------- */

/* Names of streams in compound files stand there in UTF-16. */
static bool
has_wide(const byte *p, size_t n, const char *name)
{
    char wide[64];
    size_t k = strlen(name);

    for (size_t i = 0; i < k; i++) {
        wide[2 * i] = name[i];
        wide[2 * i + 1] = '\0';
    }
    return memmem(p, n, wide, 2 * k) != NULL;
}

/* What an entry is by its first bytes: a compound file (an object, macros) or another package. */
enum inside { INSIDE_OTHER, INSIDE_COMPOUND, INSIDE_PACKAGE };

static enum inside
look_at_first(struct archive *a, const byte *p, size_t n)
{
    static const char elf[] = "\x7f\x45LF";

    if ((STARTS(p, n, "MZ") && n >= 64) || bytes_start(p, n, elf, 4))
        a->flaws |= FLAW_BIT(FLAW_PROGRAM);
    if (STARTS(p, n, "PK\3\4"))
        return INSIDE_PACKAGE;
    if (!STARTS(p, n, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return INSIDE_OTHER;
    a->flaws |= FLAW_BIT(FLAW_OBJECT);
    return INSIDE_COMPOUND;
}

/* Macros are told by the names of their streams and parts, which stand there unfolded. */
static void
look_for_macros(struct archive *a, enum inside inside, const byte *p, size_t n)
{
    if (inside == INSIDE_COMPOUND && has_wide(p, n, "VBA"))
        a->flaws |= FLAW_BIT(FLAW_MACRO);
    if (inside == INSIDE_PACKAGE && memmem(p, n, "vbaProject", 10) != NULL)
        a->flaws |= FLAW_BIT(FLAW_MACRO);
}

static bool
is_too_much(struct archive *a, uint64_t real, uint64_t folded)
{
    bool is_bomb = real > REAL_MAX || (real > RATIO_FREE && real / (folded + 1) > RATIO_MAX);

    if (is_bomb)
        a->flaws |= FLAW_BIT(FLAW_BOMB);
    return is_bomb;
}

static bool
unfold(struct archive *a, zip_int64_t i, uint64_t folded)
{
    static byte piece[PIECE];
    zip_file_t *f = zip_fopen_index(a->zip, (zip_uint64_t)i, 0);
    bool is_first = true, is_good = f != NULL;
    enum inside inside = INSIDE_OTHER;
    zip_int64_t k = 0;

    while (is_good && (k = zip_fread(f, piece, sizeof piece)) > 0) {
        if (is_first)
            inside = look_at_first(a, piece, (size_t)k);
        is_first = false;
        look_for_macros(a, inside, piece, (size_t)k);
        a->real_bytes += (uint64_t)k;
        is_good = !is_too_much(a, a->real_bytes, folded);
    }
    if (k < 0 || f == NULL)
        a->flaws |= FLAW_BIT(FLAW_DAMAGED);
    if (f != NULL && zip_fclose(f) != 0)
        a->flaws |= FLAW_BIT(FLAW_DAMAGED);
    return is_good && k == 0;
}

/* What the directory says; true: nothing speaks against unfolding. */
static bool
look_at_entries(struct archive *a, uint64_t folded)
{
    uint64_t declared = 0;

    if (a->entries > ENTRIES_MAX)
        a->flaws |= FLAW_BIT(FLAW_MANY);
    for (zip_int64_t i = 0; i < a->entries && i < ENTRIES_MAX; i++) {
        zip_stat_t s;
        if (zip_stat_index(a->zip, (zip_uint64_t)i, 0, &s) != 0 || s.name == NULL) {
            a->flaws |= FLAW_BIT(FLAW_DAMAGED);
            continue;
        }
        declared += s.size < REAL_MAX ? s.size : REAL_MAX + 1;
        if (name_is_bad(s.name))
            a->flaws |= FLAW_BIT(FLAW_NAMES);
        if (name_is_program(s.name))
            a->flaws |= FLAW_BIT(FLAW_PROGRAM);
        if (s.encryption_method != ZIP_EM_NONE)
            a->flaws |= FLAW_BIT(FLAW_LOCKED);
        else if (s.comp_method != ZIP_CM_STORE && s.comp_method != ZIP_CM_DEFLATE)
            a->flaws |= FLAW_BIT(FLAW_STRANGE);
    }
    is_too_much(a, declared, folded);
    if (!(a->flaws & FLAW_BIT(FLAW_MANY)) && names_repeat(a))
        a->flaws |= FLAW_BIT(FLAW_NAMES);
    return (a->flaws & (FLAW_BIT(FLAW_MANY) | FLAW_BIT(FLAW_LOCKED) | FLAW_BIT(FLAW_STRANGE) |
                        FLAW_BIT(FLAW_BOMB))) == 0;
}

/* ---- the directory and the entries ----------------------------------------------------------- */

static size_t
le(const byte *p, int bytes)
{
    size_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

#define RECORD 46
#define LOCAL 30

/* An entry's own head bears the name that the directory gives it. */
static bool
name_agrees(const byte *p, size_t n, const byte *record, size_t name)
{
    size_t at = le(record + 42, 4);

    if (at == 0xFFFFFFFF) /* of an archive of more than 4 GB, or written as one */
        return true;
    return at <= n && n - at >= LOCAL + name && STARTS(p + at, n - at, "PK\3\4") &&
           le(p + at + 26, 2) == name && memcmp(p + at + LOCAL, record + RECORD, name) == 0;
}

/* Two programs must not see two archives, one by the directory at the end and one by the entries.
 * libzip's own check refuses what real writers do: sizes behind the entries, 64 bits for small
 * ones. */
static bool
names_agree(const byte *p, size_t n)
{
    size_t end = n < 22 ? 0 : n - 22;

    while (end > 0 && !STARTS(p + end, n - end, "PK\5\6"))
        end--;
    size_t size = le(p + end + 12, 4), at = le(p + end + 16, 4);
    if (at == 0xFFFFFFFF)
        return true;
    if (at > n || size > n - at)
        return false;
    for (const byte *d = p + at; size >= RECORD && STARTS(d, size, "PK\1\2");) {
        size_t name = le(d + 28, 2), whole = RECORD + name + le(d + 30, 2) + le(d + 32, 2);
        if (whole > size || !name_agrees(p, n, d, name))
            return false;
        d += whole;
        size -= whole;
    }
    return true;
}

bool
archive_open(struct archive *a, const byte *p, size_t n)
{
    zip_error_t error;

    *a = (struct archive){0};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(p, n, 0, &error);
    a->zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (source != NULL && a->zip == NULL)
        zip_source_free(source);
    zip_error_fini(&error);
    if (a->zip == NULL) {
        a->flaws = FLAW_BIT(FLAW_CUT);
        return false;
    }

    a->entries = zip_get_num_entries(a->zip, 0);
    bool can_go_on = look_at_entries(a, n);
    if (!names_agree(p, n))
        a->flaws |= FLAW_BIT(FLAW_NAMES);
    for (zip_int64_t i = 0; can_go_on && i < a->entries; i++)
        can_go_on = unfold(a, i, n);
    return can_go_on;
}

void
archive_close(struct archive *a)
{
    if (a->zip != NULL)
        zip_discard(a->zip);
    a->zip = NULL;
}

char *
archive_part(struct archive *a, zip_int64_t i, size_t most, size_t *n)
{
    zip_stat_t s;

    *n = 0;
    if (i < 0 || zip_stat_index(a->zip, (zip_uint64_t)i, 0, &s) != 0 || s.size > most)
        return NULL;
    char *text = malloc((size_t)s.size + 1);
    zip_file_t *f = text == NULL ? NULL : zip_fopen_index(a->zip, (zip_uint64_t)i, 0);
    zip_int64_t k = f == NULL ? -1 : zip_fread(f, text, s.size);
    if (f != NULL)
        zip_fclose(f);
    if (k < 0) {
        free(text);
        return NULL;
    }
    *n = (size_t)k;
    text[k] = '\0';
    return text;
}

enum file_flaw
flaw_first(uint32_t flaws)
{
    for (int i = FLAW_NONE + 1; i < FLAW__MAX; i++)
        if (flaws & FLAW_BIT(i))
            return (enum file_flaw)i;
    return FLAW_NONE;
}
