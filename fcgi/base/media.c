#include "base/media.h"

#include <ctype.h>
#include <string.h>

#define ENDING_MAX 8

static const struct {
    const char *name;
    const char *endings[6]; /* NULL-terminated */
} media[FILE__MAX] = {
    [FILE_UNKNOWN] = {"application/octet-stream", {NULL}},
    [FILE_PDF] = {"application/pdf", {".pdf"}},
    [FILE_DOCX] = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                   {".docx"}},
    [FILE_OFD] = {"application/ofd", {".ofd"}},
    [FILE_JPEG] = {"image/jpeg", {".jpg", ".jpeg", ".jpe", ".jfif", ".jif"}},
    [FILE_PNG] = {"image/png", {".png"}},
    [FILE_MP4] = {"video/mp4", {".mp4", ".m4v", ".mpg4"}},
};

const char *
file_media_type(enum file_type t)
{
    return media[(unsigned)t < FILE__MAX ? t : FILE_UNKNOWN].name;
}

enum file_type
file_media_find(const char *media_type)
{
    const char *p = media_type != NULL ? media_type + strspn(media_type, " \t") : "";
    size_t n = strcspn(p, " \t;");
    const char *end = p + n + strspn(p + n, " \t");

    for (int t = FILE_UNKNOWN + 1; t < FILE__MAX; t++)
        if (n == strlen(media[t].name) && strncasecmp(p, media[t].name, n) == 0)
            return *end == '\0' || *end == ';' ? (enum file_type)t : FILE_UNKNOWN;
    return FILE_UNKNOWN;
}

const char *
file_ending(const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t n = dot == NULL ? 0 : strlen(dot + 1);
    bool has_letter = false;

    if (n == 0 || n > ENDING_MAX || dot == name)
        return NULL;
    for (const char *p = dot + 1; *p != '\0'; p++) {
        if ((unsigned char)*p >= 0x80 || !isalnum((unsigned char)*p))
            return NULL;
        has_letter |= isalpha((unsigned char)*p) != 0;
    }
    return has_letter ? dot : NULL; /* "1.0" is a number */
}

bool
file_ending_fits(enum file_type t, const char *ending)
{
    for (const char *const *e = media[(unsigned)t < FILE__MAX ? t : FILE_UNKNOWN].endings;
         *e != NULL; e++)
        if (strcasecmp(*e, ending) == 0)
            return true;
    return false;
}
