/*
 * Files of boxes: MP4 (ISO/IEC 14496-12 and -14). Boxes are walked here to the end of the file and
 * down to the tracks; nothing is decoded, and no library that does only this much is in Debian. The
 * same boxes hold HEIC and AVIF photos, QuickTime, 3GP and sounds, which the brands tell apart.
 */
#include "reader/kind/kind.h"

#include <string.h>

#define DEPTH_MAX 4
#define BOXES_MAX 100000

static uint64_t
be(const byte *p, int bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

static const struct {
    char brand[5];
    enum file_other other;
} foreign[] = {
    {"heic", OTHER_HEIC},  {"heix", OTHER_HEIC},      {"heim", OTHER_HEIC},  {"heis", OTHER_HEIC},
    {"hevc", OTHER_HEIC},  {"hevx", OTHER_HEIC},      {"hevm", OTHER_HEIC},  {"hevs", OTHER_HEIC},
    {"mif1", OTHER_HEIC},  {"mif2", OTHER_HEIC},      {"msf1", OTHER_HEIC},  {"avif", OTHER_AVIF},
    {"avis", OTHER_AVIF},  {"qt  ", OTHER_MOV},       {"M4A ", OTHER_AUDIO}, {"M4B ", OTHER_AUDIO},
    {"M4P ", OTHER_AUDIO}, {"crx ", OTHER_RAW_PHOTO},
};
/* Four letters, of which the last may be a version: "iso2", "mp41". */
static const char *const movies[] = {"iso",  "mp4", "avc1", "M4V", "dash", "mmp4", "MSNV", "hvc1",
                                     "XAVC", "cmf", "msd",  "F4V", "NDS",  "av01", "f4v"};

static bool
brand_is(const byte *at, const char *brand)
{
    return memcmp(at, brand, strlen(brand)) == 0;
}

/* By the major brand first, then by those that it is compatible with. */
static enum file_other
by_brand(const byte *p, size_t ftyp, bool *is_movie)
{
    *is_movie = false;
    for (size_t at = 8; at + 4 <= ftyp; at += at == 8 ? 8 : 4) {
        for (size_t i = 0; i < LEN(foreign); i++)
            if (brand_is(p + at, foreign[i].brand))
                return foreign[i].other;
        if (brand_is(p + at, "3g"))
            return OTHER_3GP;
        for (size_t i = 0; i < LEN(movies); i++)
            *is_movie |= brand_is(p + at, movies[i]);
        if (*is_movie)
            return OTHER_NONE;
    }
    return OTHER_VIDEO;
}

struct movie {
    bool has_film, has_header, has_data, has_pictures;
    int boxes;
    enum file_flaw flaw;
};

static void walk(struct movie *m, const byte *p, size_t n, int depth);

/* The boxes that hold others on the way to the kind of a track. */
static bool
holds_boxes(const byte *type, int depth)
{
    static const char path[DEPTH_MAX][5] = {"moov", "trak", "mdia", ""};
    return depth < DEPTH_MAX - 1 && brand_is(type, path[depth]);
}

static void
look_at(struct movie *m, const byte *type, const byte *body, size_t n, int depth)
{
    if (depth == 0)
        m->has_film |= brand_is(type, "moov");
    if (depth == 0)
        m->has_data |= (brand_is(type, "mdat") || brand_is(type, "moof")) && n > 0;
    if (depth == 1)
        m->has_header |= brand_is(type, "mvhd");
    if (depth == 3 && brand_is(type, "hdlr"))
        m->has_pictures |= n >= 12 && brand_is(body + 8, "vide");
    if (depth <= 1 && brand_is(type, "pssh"))
        m->flaw = FLAW_LOCKED;
    if (holds_boxes(type, depth))
        walk(m, body, n, depth + 1);
}

static void
walk(struct movie *m, const byte *p, size_t n, int depth)
{
    while (n > 0 && m->flaw == FLAW_NONE) {
        if (depth == 0 && bytes_padding(p, n) == n)
            return;
        uint64_t size = n < 8 ? 0 : be(p, 4), head = 8;
        if (size == 1 && n >= 16) {
            size = be(p + 8, 8);
            head = 16;
        } else if (size == 0 && n >= 8 && depth == 0) {
            size = n; /* the last one, to the end of the file */
        }
        bool is_named = n >= 8 && p[4] >= ' ' && p[5] >= ' ' && p[6] >= ' ' && p[7] >= ' ';
        if (size < head || !is_named)
            m->flaw = depth > 0 ? FLAW_DAMAGED : m->has_film && m->has_data ? FLAW_AFTER : FLAW_CUT;
        else if (size > n)
            m->flaw = depth > 0 ? FLAW_DAMAGED : FLAW_CUT;
        else if (++m->boxes > BOXES_MAX)
            m->flaw = FLAW_HEAVY;
        if (m->flaw != FLAW_NONE)
            return;
        look_at(m, p + 4, p + head, (size_t)(size - head), depth);
        p += size;
        n -= (size_t)size;
    }
}

static enum file_flaw
movie_read(const byte *p, size_t n)
{
    struct movie m = {0};

    walk(&m, p, n, 0);
    if (m.flaw != FLAW_NONE)
        return m.flaw;
    if (!m.has_film || !m.has_data)
        return FLAW_CUT;
    if (!m.has_header)
        return FLAW_DAMAGED;
    return m.has_pictures ? FLAW_NONE : FLAW_SOUND;
}

void
iso_read(const byte *p, size_t n, struct file_report *out)
{
    uint64_t ftyp = be(p, 4);
    bool is_movie = false;

    *out = (struct file_report){.type = FILE_MP4, .flaw = FLAW_CUT};
    if (ftyp < 16 || ftyp > n)
        ftyp = n < 64 ? n : 64; /* what is left of it names it all the same */
    out->other = by_brand(p, (size_t)ftyp, &is_movie);
    if (is_movie)
        out->flaw = movie_read(p, n);
    else
        *out = (struct file_report){.other = out->other};
}
