/*
 * bundle: a rule set as text. An immutable map path → content ("forms/algorithm.lua" → …), and its
 * SHA-256 over the version of the host API and every path and content in path order.
 *
 * It has two layers: what is shipped, and below "local/" what the operator lays over it. Both are
 * kept, so that what lies under an override stays known; which of them wins is the engine's
 * business (load.lua).
 */
#ifndef RULEKIT_BUNDLE_H
#define RULEKIT_BUNDLE_H

#include "base/base.h"

struct bundle;

/* Every *.lua, *.json and *.txt below folder, and those of local (NULL or missing: none) as
 * "local/…" (a set written out whole has it there). At most 512 files, 1 MiB each, 8 MiB in all,
 * UTF-8, plain names, none empty, no symbolic links; anything else is ERR_RULE and says which file.
 */
enum err bundle_read(struct bundle **out, const char *folder, const char *local,
                     struct fault *f) MUST;
/* May a file of a bundle have that path and text? ERR_RULE says why not. */
enum err bundle_may(const char *path, const char *text, size_t n, struct fault *f) MUST;
/* From {"path":"content",…}. */
enum err bundle_parse(struct bundle **out, const char *json, size_t n, struct fault *f) MUST;
/* A copy with one file replaced or added. */
enum err bundle_with(struct bundle **out, const struct bundle *b, const char *path,
                     const char *text, struct fault *f) MUST;
void bundle_free(struct bundle *b); /* NULL allowed */

char *bundle_text(const struct bundle *b, struct arena *a); /* as bundle_parse reads it */
const char *bundle_hash(const struct bundle *b);            /* 64 hex digits */
/* The files of the folder that were passed over, because they end in none of these, with
 * "、" between them; "": none. */
const char *bundle_passed_over(const struct bundle *b);
const char *bundle_path(const struct bundle *b, int i); /* in path order; NULL: no more */
const char *bundle_file(const struct bundle *b, const char *path); /* its content, NULL: none */

/* The lines of the declaration that begins at that line of a file as messages name it
 * ("rules/x.lua", "rules.local/x.lua"), up to the bracket that closes it. In the arena; NULL when
 * there is no such line. */
char *bundle_declaration(const struct bundle *b, const char *file, int line, struct arena *a);

#endif
