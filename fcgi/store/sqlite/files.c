#include "store/sqlite/sqlite.h"

static int64_t
bytes_of(struct store *s, int which)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(sqlite_of(s)->db, "main", which, &file) == SQLITE_OK && file != NULL &&
        file->pMethods != NULL)
        (void)file->pMethods->xFileSize(file, &size);
    return size;
}

int64_t
sqlite_file_bytes(struct store *s)
{
    return bytes_of(s, SQLITE_FCNTL_FILE_POINTER);
}

int64_t
sqlite_log_bytes(struct store *s)
{
    return bytes_of(s, SQLITE_FCNTL_JOURNAL_POINTER);
}

bool
sqlite_is_in_place(struct store *s)
{
    int is_moved = 0;
    int rc = sqlite3_file_control(sqlite_of(s)->db, "main", SQLITE_FCNTL_HAS_MOVED, &is_moved);

    return rc != SQLITE_OK || !is_moved;
}

/* It changes nothing here, so it waits in no queue. */
enum err
sqlite_copy(struct store *s, const char *path, struct fault *f)
{
    sqlite3_stmt *st = sqlite_of(s)->statement[Q_COPY_INTO];
    int rc = sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);

    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    sqlite3_reset(st);
    return rc == SQLITE_DONE ? OK : sqlite_fault(s, rc, "copy_into", f);
}
