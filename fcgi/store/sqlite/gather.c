#include "store/sqlite/gather.h"
#include "store/sqlite/sqlite.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_BYTES 65536 /* the longest page: SQLite's files are asked to write no more at once */
#define HEAD_BYTES 24    /* of a frame */

/* The log, and behind it SQLite's own file of it. */
struct gathered {
    sqlite3_file base;
    bool is_on;
    bool is_last;     /* the head of the frame that commits has come: its page follows */
    sqlite3_int64 at; /* where the first byte of the room belongs */
    size_t n;
    unsigned char *room;
    sqlite3_int64 real[]; /* SQLite aligns a file to eight bytes */
};

static sqlite3_file *
real_of(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)((struct gathered *)file)->real;
}

/* ---- what is collected ----------------------------------------------------------------------- */

static int
write_real(struct gathered *x, const void *data, size_t n, sqlite3_int64 at)
{
    sqlite3_file *real = real_of(&x->base);
    return real->pMethods->xWrite(real, data, (int)n, at);
}

static int
pass_on(struct gathered *x)
{
    size_t n = x->n;

    x->n = 0;
    return n > 0 ? write_real(x, x->room, n, x->at) : SQLITE_OK;
}

/* Passes the room on when this piece does not follow, or does not fit. */
static int
make_room(struct gathered *x, size_t n, sqlite3_int64 at)
{
    bool follows = at == x->at + (sqlite3_int64)x->n;
    int rc = follows && x->n + n <= ROOM_BYTES ? SQLITE_OK : pass_on(x);

    if (x->n == 0)
        x->at = at;
    return rc;
}

static bool
is_commit_head(const unsigned char *head, size_t n)
{
    static const unsigned char none[4];
    return n == HEAD_BYTES && memcmp(head + 4, none, sizeof none) != 0;
}

static int
log_write(sqlite3_file *file, const void *data, int bytes, sqlite3_int64 at)
{
    struct gathered *x = (struct gathered *)file;
    size_t n = (size_t)bytes;
    bool is_end = x->is_last;
    int rc;

    if (!x->is_on)
        return write_real(x, data, n, at);
    if ((rc = make_room(x, n, at)) != SQLITE_OK)
        return rc;
    if (n > ROOM_BYTES)
        return write_real(x, data, n, at);
    memcpy(x->room + x->n, data, n);
    x->n += n;

    x->is_last = is_commit_head(data, n);
    if (!is_end)
        return SQLITE_OK;
    x->is_on = false; /* whatever comes behind the end is written at once */
    return pass_on(x);
}

/* ---- the rest: what is collected goes first -------------------------------------------------- */

#define FIRST(file)                                                                                \
    int rc = pass_on((struct gathered *)(file));                                                   \
    if (rc != SQLITE_OK)                                                                           \
        return rc;                                                                                 \
    sqlite3_file *real = real_of(file)

static int
log_close(sqlite3_file *file)
{
    struct gathered *x = (struct gathered *)file;
    sqlite3_file *real = real_of(file);

    free(x->room);
    return real->pMethods->xClose(real);
}

static int
log_read(sqlite3_file *file, void *data, int n, sqlite3_int64 at)
{
    FIRST(file);
    return real->pMethods->xRead(real, data, n, at);
}

static int
log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    FIRST(file);
    return real->pMethods->xTruncate(real, size);
}

static int
log_sync(sqlite3_file *file, int flags)
{
    FIRST(file);
    return real->pMethods->xSync(real, flags);
}

static int
log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    FIRST(file);
    return real->pMethods->xFileSize(real, size);
}

static int
log_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xLock(real, level);
}

static int
log_unlock(sqlite3_file *file, int level)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xUnlock(real, level);
}

static int
log_reserved(sqlite3_file *file, int *out)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xCheckReservedLock(real, out);
}

static int
log_control(sqlite3_file *file, int what, void *data)
{
    FIRST(file);
    return real->pMethods->xFileControl(real, what, data);
}

static int
log_sector(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xSectorSize(real);
}

static int
log_device(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xDeviceCharacteristics(real);
}

static const sqlite3_io_methods log_methods = {.iVersion = 1,
                                               .xClose = log_close,
                                               .xRead = log_read,
                                               .xWrite = log_write,
                                               .xTruncate = log_truncate,
                                               .xSync = log_sync,
                                               .xFileSize = log_size,
                                               .xLock = log_lock,
                                               .xUnlock = log_unlock,
                                               .xCheckReservedLock = log_reserved,
                                               .xFileControl = log_control,
                                               .xSectorSize = log_sector,
                                               .xDeviceCharacteristics = log_device};

/* ---- the layer ------------------------------------------------------------------------------- */

static sqlite3_vfs *under; /* SQLite's own */

/* The room of every other file is larger than it needs. */
static int
layer_open(sqlite3_vfs *layer, const char *path, sqlite3_file *file, int flags, int *out)
{
    struct gathered *x = (struct gathered *)file;

    (void)layer;
    if (!(flags & SQLITE_OPEN_WAL))
        return under->xOpen(under, path, file, flags, out);

    *x = (struct gathered){0};
    memset(x->real, 0, (size_t)under->szOsFile);
    int rc = under->xOpen(under, path, real_of(file), flags, out);
    if (rc == SQLITE_OK) {
        x->room = must_alloc(ROOM_BYTES);
        x->base.pMethods = &log_methods;
    }
    return rc;
}

int
gather_register(void)
{
    static sqlite3_vfs layer;

    if (under != NULL)
        return SQLITE_OK;
    sqlite3_vfs *found = sqlite3_vfs_find(NULL);
    if (found == NULL)
        return SQLITE_ERROR;
    layer = *found;
    layer.zName = GATHER_LAYER;
    layer.szOsFile = (int)sizeof(struct gathered) + found->szOsFile;
    layer.xOpen = layer_open;
    layer.pNext = NULL;
    under = found;
    return sqlite3_vfs_register(&layer, 0);
}

/* ---- around a commit ------------------------------------------------------------------------- */

static struct gathered *
log_of(struct store *s)
{
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(sqlite_of(s)->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    bool is_ours = rc == SQLITE_OK && file != NULL && file->pMethods == &log_methods;

    return is_ours ? (struct gathered *)file : NULL;
}

void
gather_begin(struct store *s)
{
    struct gathered *x = log_of(s);
    if (x != NULL)
        x->is_on = true;
}

int
gather_end(struct store *s, bool is_committed)
{
    struct gathered *x = log_of(s);

    if (x == NULL)
        return SQLITE_OK;
    x->is_on = x->is_last = false;
    if (!is_committed)
        x->n = 0;
    return pass_on(x);
}
