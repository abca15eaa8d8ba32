/* base/media: the kinds of files that are kept, by their names in the standards. What a file is,
 * the room reader says. */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include "base/error.h"

enum file_type {
    FILE_UNKNOWN,
    FILE_PDF,
    FILE_DOCX,
    FILE_OFD,
    FILE_JPEG,
    FILE_PNG,
    FILE_MP4,
    FILE__MAX
};
const char *file_media_type(enum file_type t); /* "application/octet-stream" for FILE_UNKNOWN */
/* FILE_UNKNOWN for another name, and for NULL; case and parameters do not count (RFC 9110 §8.3.1).
 */
enum file_type file_media_find(const char *media_type);
/* The ending of a name with its dot, when it has one that programs go by; or NULL. */
const char *file_ending(const char *name);
bool file_ending_fits(enum file_type t, const char *ending);

#endif
