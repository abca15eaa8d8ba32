/*
 * manifest: what a backup holds, and whether a database is what one says. Private to this room.
 *
 * A backup is a folder: suanbei.db, blobs/, the rule folders that were named, and manifest.json,
 * which is written last. A folder without it is none, and neither is one whose name ends in
 * ".incomplete". Master keys are never in it; it names those that open it.
 */
#ifndef CLI_MANIFEST_H
#define CLI_MANIFEST_H

#include "cli/copying.h"
#include "store/store.h"

#define MANIFEST "manifest.json"
#define MANIFEST_FORMAT "suanbei backup 1"
#define UNFINISHED ".incomplete"

/* What was found in a database. */
struct found {
    long schema;
    struct audit_verdict trail;
    struct table_count *counts;
    int counts_n;
    struct id_list blobs;
    const char **masters; /* names of the master keys that wrap its keys */
    int masters_n;
};
/* Opens the database of that path as it is, and looks: pages, references, the audit trail, what
 * its keys open. ERR_DAMAGED when it is not whole. key_path NULL: as store_open() finds it. */
enum err database_look(struct arena *a, const char *path, const char *key_path, struct found *out,
                       struct fault *f) MUST;

/* A folder's manifest, read. */
struct manifest {
    const char *folder, *made_at;
    json_t *root, *files;
};
/* folder: a backup, or a folder of backups, of which it is the newest that is complete.
 * ERR_NOTFOUND, "backup_missing". */
enum err manifest_find(struct arena *a, const char *folder, struct manifest *out,
                       struct fault *f) MUST;
/* NULL when the backup has no such file. */
const char *manifest_hash(const struct manifest *m, const char *path);
/* ERR_DAMAGED, "backup_differs": the database is another than the manifest tells of. */
enum err manifest_holds(const struct manifest *m, const struct found *x, struct fault *f) MUST;

/* The members that tell of a database, in an object that is open. */
void manifest_put(struct buf *b, const struct found *x);

#endif
