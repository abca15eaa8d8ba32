/* The folder as a source of sets: watch mode lives on it, and a new database begins with it. */
#ifndef GOVERN_FOLDER_H
#define GOVERN_FOLDER_H

#include "policy/policy.h"
#include "store/store.h"

struct govern_folder {
    const char *folder, *local; /* local may be NULL */
    const struct policy_limits *limits;
    const struct world *world;
};
/*
 * Takes over what is in the folder when it is whole, passes its cases, and is another set than the
 * active one; *hash is then the active set. A set that was taken over before and has been put back
 * since (a rollback, another's activation) does not come back until the folder holds another:
 * ERR_CONFLICT folder_held. Opens its own transaction.
 */
enum err govern_watch(struct store *s, const struct govern_folder *g, char hash[SHA256_TEXT],
                      struct fault *f) MUST;
/* Before the pool starts: in watch mode, or when there is no set yet, the folder; otherwise the
 * active set must load. OK with why->err set when the folder is not used and the last good set
 * serves. */
enum err govern_start(struct store *s, const struct govern_folder *g, bool is_watching,
                      struct fault *why) MUST;

/* Before another program takes over from one that serves: the active set loads with it, and so does
 * the folder, whose cases pass when it holds another set. Nothing is written. */
enum err govern_prove(struct store *s, const struct govern_folder *g, struct fault *f) MUST;

/* ERR_CONFLICT rules_watched when the folder alone says which set is active: nobody signs there. */
enum err govern_signs(bool is_watching, struct fault *f) MUST;
/* The mode of the pool that serves a database, in a file beside it: the command line goes by it. No
 * file: governed. */
enum err govern_mode_write(const char *db_path, bool is_watching, struct fault *f) MUST;
bool govern_mode_is_watching(const char *db_path);

#endif
