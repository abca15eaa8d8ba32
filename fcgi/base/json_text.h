/* base/json_text: the inside of a string literal of JSON (RFC 8259, section 7). */
#ifndef BASE_JSON_TEXT_H
#define BASE_JSON_TEXT_H

#include "base/text.h"

/* How many of the n bytes, from the first on, stand in a literal as they are; and the escape
 * of one that does not, with its length. */
size_t json_plain(const char *s, size_t n);
/* The same for a reader, to whom DEL, which only a writer escapes, stands for itself, too. */
size_t json_plain_read(const char *s, size_t n);
#define JSON_ESCAPE_TEXT 8
size_t json_escape(char c, char out[JSON_ESCAPE_TEXT]);

/* The escape at *p, a backslash before end: writes what it stands for (at most 4 bytes), moves *p
 * past it and returns how many bytes these are; 0: it is none. */
size_t json_unescape(const char **p, const char *end, char *out);

#endif
