/* entries: how a row of the register becomes an entry, and by what it is found. Private to this
 * room. */
#ifndef STORE_ENTRIES_H
#define STORE_ENTRIES_H

#include "store/db.h"

extern const struct row_map *const store_entry_map;

/* What words are looked for in, folded: a line each, so that no search finds the end of one and the
 * beginning of the next. Names of before come last. */
const char *entry_text(struct arena *a, const struct entry *x);
/* The organization's name, folded, and in a line each those of before: what whole names are
 * compared with. */
const char *entry_organizations(struct arena *a, const struct entry *x);
/* Sets found_as of one that was found: a name of before that has one of the words (folded), or is
 * the whole name (folded; NULL: none is asked for), where what it is called today has not. */
struct entry_sought {
    const char *const *words;
    int n;
    const char *organization;
};
void entry_found(struct arena *a, struct entry *x, const struct entry_sought *q);

#endif
