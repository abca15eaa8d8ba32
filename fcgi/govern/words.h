/* The differences between two rule sets in words, for whoever reads a candidate before its lines:
 * the workflow as the report of a replay tells it, the forms, and every other declaration. */
#ifndef GOVERN_WORDS_H
#define GOVERN_WORDS_H

#include "store/store.h"

/* A JSON list of {"of", "what": "added"|"removed"|"changed", "code", "title", "label", "words"},
 * and of a declaration its "file" and "line". A set that did not keep what it declares has none. */
enum err govern_words(struct arena *a, const struct rule_set *base, const struct rule_set *set,
                      const char **json, struct fault *f) MUST;

#endif
