/* copying: files that a backup takes and a restore brings back. Private to this room. */
#ifndef CLI_COPYING_H
#define CLI_COPYING_H

#include "base/base.h"

#define PATH_TEXT 1024

/* "FOLDER/NAME". ERR_INPUT when it is too long. */
enum err path_below(char out[PATH_TEXT], const char *folder, const char *name,
                    struct fault *f) MUST;
/* Where a file of attachments lies below the folder of all: in one named by its first two letters.
 */
void blob_below(char out[PATH_TEXT], const char *name);

/* A file as a manifest knows it. */
struct taken {
    char sha256[SHA256_TEXT];
    int64_t size;
};
/* Copies a plain file to a new one that only we may read, on disk when it returns, making the
 * folder that it lies in. ERR_NOTFOUND when there is none. */
enum err copy_file(const char *from, const char *to, struct taken *out, struct fault *f) MUST;
/* What the file holds, read from the disk where the kernel lets go of what it has of it. */
enum err hash_file(const char *path, struct taken *out, struct fault *f) MUST;
/* What was written into it is on disk when it returns. */
enum err sync_file(const char *path, struct fault *f) MUST;
/* What was made or renamed in the folder is on disk when it returns. */
enum err sync_folder(const char *path, struct fault *f) MUST;
/* The same of it and of all folders below it. */
enum err sync_below(const char *folder, struct fault *f) MUST;

/* Plain files below a folder, their paths relative to it, sorted; what begins with a dot is passed
 * over. */
enum err files_below(struct arena *a, const char *folder, const char ***out, int *n,
                     struct fault *f) MUST;

#endif
