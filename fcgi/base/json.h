/* base/json: every text of ours that is JSON is made here, and escaped here. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/json_text.h"

/* JSON in the making: commas and closing brackets come by themselves. buf_open() opens an object or
 * a list ('{' or '['), as a member when key is given, and buf_close() closes what was opened last;
 * at most 64 are open at once. */
void buf_open(struct buf *b, const char *key, char bracket);
void buf_close(struct buf *b);

/* Members: "key": and a value. */
void buf_key(struct buf *b, const char *key);
void buf_json_str(struct buf *b, const char *key, const char *s); /* NULL gives null */
void buf_json_int(struct buf *b, const char *key, long long v);
void buf_json_bool(struct buf *b, const char *key, bool v);
void buf_json_time(struct buf *b, const char *key, int64_t ms); /* RFC 3339 +08:00; 0 gives null */
/* json is passed on unread; NULL or "" gives null. */
void buf_json_raw(struct buf *b, const char *key, const char *json);
void buf_members(struct buf *b,
                 const char *object); /* those of a compact object, passed on unread */

/* Values in a list. */
void buf_json_item(struct buf *b, const char *s);   /* a string */
void buf_raw_item(struct buf *b, const char *json); /* passed on unread */

/* A string literal with quotes, escaped, and nothing before it; s NULL gives null. s must be UTF-8.
 */
void buf_json(struct buf *b, const char *s);

/* The value of a member of a compact object, found without parsing the rest: its text and length,
 * NULL when there is none. Keys that need escapes are not found. */
const char *json_member(const char *object, const char *key, size_t *n);

/* Into jansson's values, with the refusals of this project: duplicate keys, NUL, depth over 64,
 * trailing text. The root is in the arena. ERR_INPUT with code "json_malformed",
 * "json_duplicate_key" or "json_too_deep"; where says line and column. */
enum err json_read(struct arena *a, const char *text, size_t n, json_t **out, struct fault *f) MUST;
/* The same of a text from outside: each value and key takes memory and time, however short it is.
 * ERR_INPUT "json_values_many" where there are more than most of them, counted by their marks. */
enum err json_read_most(struct arena *a, const char *text, size_t n, size_t most, json_t **out,
                        struct fault *f) MUST;
/* In it, numbers that are whole become integers: 1.0 and 1e0 are 1, as JSON Schema has it. Beyond
 * 2^53, where a double no longer says which, they stay. */
void json_make_whole(json_t *j);
/* Compact, keys sorted: the form that is hashed. In the arena. */
char *json_canonical(struct arena *a, const json_t *j);
/* Compact, insertion order. In the arena. */
char *json_text(struct arena *a, const json_t *j);
/* Borrowed; NULL when the member is absent or no string. */
const char *json_str(const json_t *object, const char *key);
/* One of the list's members is this text. */
bool json_list_has(const json_t *list, const char *text);

#endif
