/* base/files: every storage system call that is ours; SQLite makes its own. */
#ifndef BASE_FILES_H
#define BASE_FILES_H

#include "base/time.h"

#include <sys/types.h>

/* The calls under file_*, replaceable by fault tests. Each behaves as its namesake in POSIX. */
struct storage_calls {
    int (*open)(const char *path, int flags, mode_t mode);
    ssize_t (*write)(int fd, const void *p, size_t n);
    int (*fsync)(int fd);
    int (*rename)(const char *from, const char *to);
    int (*unlink)(const char *path);
    int (*link)(const char *from, const char *to);
};
extern const struct storage_calls storage_real;
void storage_calls_set(const struct storage_calls *calls);

/* A file being received: it is written to a temporary name, and renamed when it is whole and on
 * disk. */
struct file_new {
    int fd;
    char path[512];
};
enum err file_new_open(struct file_new *n, const char *folder, const struct world *w,
                       struct fault *f) MUST;
enum err file_new_write(struct file_new *n, const void *p, size_t size, struct fault *f) MUST;
/* fsync, rename to path (a file of that name is replaced), fsync of the folder, which is made when
 * it is missing. */
enum err file_new_keep(struct file_new *n, const char *path, struct fault *f) MUST;
void file_new_drop(struct file_new *n); /* safe after keep */

enum err file_make_folder(const char *path, mode_t mode, struct fault *f) MUST; /* with parents */
/* The whole file in malloc'd memory with a NUL after it, *n bytes; ERR_NOTFOUND, ERR_LARGE. Caller
 * frees. */
enum err file_read(const char *path, size_t max, char **out, size_t *n, struct fault *f) MUST;
/* Written to a temporary name with that mode, fsynced, renamed. */
enum err file_write(const char *path, const void *p, size_t n, mode_t mode, struct fault *f) MUST;
/* A new file of n bytes that hold nothing, and are taken all the same. */
enum err file_reserve(const char *path, int64_t n, struct fault *f) MUST;
bool file_exists(const char *path);
void file_remove(const char *path); /* no complaint when it is gone already */
/* Its bytes are overwritten and synced before its name goes, as far as the disk below obeys. */
void file_wipe(const char *path);
/* A file that lives in memory alone and ends with its descriptor; -1: there is no memory. */
int file_in_memory(void);
/* From now on nobody changes it, who has its descriptor included. */
void file_in_memory_freeze(int fd);
/* Free bytes for us on the file system of path; -1 when unknown. */
int64_t file_free_bytes(const char *path);

#endif
