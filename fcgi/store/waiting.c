#include "store/waiting.h"
#include "store/db.h"
#include "store/transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the file -------------------------------------------------------------------------------- */

#define MAGIC "suanbei audit 1\n"
#define ALL_LINES (16 * 1024) /* of all rings together: 8 MiB */
#define LINES_MIN 64
#define LINES_MAX 1024

struct line {
    int64_t at;
    bool is_refused;
    char actor[ID_TEXT], action[28], object[72], address[48], request_id[64], detail[256];
};
_Static_assert(sizeof(struct line) == 504, "a line has no more padding than it must");

/* One process writes at head, and whoever drains moves tail, one at a time under the database's
 * write lock. Both only grow. */
struct ring {
    _Alignas(64) atomic_ulong head;
    _Alignas(64) atomic_ulong tail;
};

struct refusal {
    char actor[ID_TEXT], action[28], address[48], object[72], detail[256];
    int more;
};
struct tally {
    int64_t began_at; /* 0: nothing was refused since the last one ended */
    int n[2];         /* with an account, without */
    long beyond[2];
    struct refusal of[2][REFUSALS_MAX];
};

struct file_head {
    char magic[16];
    int64_t id;
    int rings, lines; /* in each ring */
    struct tally tally;
};

struct waiting {
    struct file_head *file;
    size_t size;
    int ring; /* -1: none */
};

static void
path_of(const char *db_path, char out[512])
{
    const char *slash = strrchr(db_path, '/');
    snprintf(out, 512, "%.*saudit.waiting", slash ? (int)(slash + 1 - db_path) : 0, db_path);
}

static size_t
rings_at(void)
{
    return (sizeof(struct file_head) + 4095) & ~(size_t)4095;
}

static size_t
ring_size(const struct file_head *h)
{
    return (sizeof(struct ring) + (size_t)h->lines * sizeof(struct line) + 63) & ~(size_t)63;
}

static struct ring *
ring_of(const struct waiting *w, int i)
{
    char *first = (char *)w->file + rings_at();
    return (struct ring *)(void *)(first + (size_t)i * ring_size(w->file));
}

static struct line *
line_of(const struct waiting *w, struct ring *r, unsigned long n)
{
    return (struct line *)(void *)(r + 1) + n % (unsigned long)w->file->lines;
}

void
waiting_close(struct waiting *w)
{
    if (w == NULL)
        return;
    munmap(w->file, w->size);
    free(w);
}

static bool
is_sound(const struct file_head *h, size_t size)
{
    return size >= sizeof *h && memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && h->rings > 0 &&
           h->rings < 10000 && h->lines >= LINES_MIN && h->lines <= LINES_MAX &&
           size >= rings_at() + (size_t)h->rings * ring_size(h);
}

/* NULL: there is none, or it is none of ours. */
static struct waiting *
map(const char *path, int prot)
{
    struct stat st;
    int fd = open(path, (prot & PROT_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    void *p = MAP_FAILED;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && st.st_size >= (off_t)sizeof(struct file_head))
        p = mmap(NULL, (size_t)st.st_size, prot, MAP_SHARED, fd, 0);
    close(fd);
    if (p == MAP_FAILED)
        return NULL;

    struct waiting *w = must_alloc(sizeof *w);
    *w = (struct waiting){p, (size_t)st.st_size, -1};
    if (is_sound(w->file, w->size))
        return w;
    waiting_close(w);
    return NULL;
}

static enum err
storage_fault(const char *path, struct fault *f)
{
    return fail(f, ERR_BUSY, "audit_unwritten", path, "不能记录审计：%s", strerror(errno));
}

/* The bytes are there before anybody maps them: a full disk is found now, and not by a signal. */
static enum err
file_make(const char *path, int rings, struct fault *f)
{
    char made[540];
    struct file_head *h = must_alloc(sizeof *h);
    int lines = ALL_LINES / rings;

    memcpy(h->magic, MAGIC, sizeof h->magic);
    world_real.random(world_real.ctx, &h->id, sizeof h->id);
    h->rings = rings;
    h->lines = lines < LINES_MIN ? LINES_MIN : lines > LINES_MAX ? LINES_MAX : lines;
    snprintf(made, sizeof made, "%s.new", path);
    int fd = open(made, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    off_t size = (off_t)(rings_at() + (size_t)rings * ring_size(h));
    if (fd >= 0)
        errno = posix_fallocate(fd, 0, size);
    bool is_made = fd >= 0 && errno == 0 && write(fd, h, sizeof *h) == (ssize_t)sizeof *h &&
                   fsync(fd) == 0 && rename(made, path) == 0;
    enum err err = is_made ? OK : storage_fault(path, f);
    if (fd >= 0)
        close(fd);
    free(h);
    return err;
}

/* ---- draining -------------------------------------------------------------------------------- */

/* What waits, as it will be written; and what is to be kept once it is. */
struct haul {
    struct audit_note *notes;
    int n, cap;
    struct tally *tally;       /* a copy */
    const struct line **lines; /* sorted by their times */
    int lines_n;
    unsigned long *upto; /* of each ring */
};

static enum err
drained(struct store *s, int ring, unsigned long *n, struct fault *f)
{
    int64_t got = 0;
    enum err err =
        db_number(s, Q_AUDIT_WAITING_DRAINED, &got, VALUES(N(ring), N(s->waiting->file->id)), f);
    *n = (unsigned long)got;
    return err == ERR_NOTFOUND ? OK : err;
}

static bool
is_empty(const struct waiting *w, int ring)
{
    struct ring *r = ring_of(w, ring);
    return atomic_load_explicit(&r->head, memory_order_acquire) == atomic_load(&r->tail);
}

/* The lines of one ring that no transaction has written. */
static enum err
collect(struct store *s, struct arena *a, int ring, struct haul *h, struct fault *f)
{
    const struct waiting *w = s->waiting;
    struct ring *r = ring_of(w, ring);
    unsigned long from = 0, tail = atomic_load(&r->tail);
    enum err err = drained(s, ring, &from, f);
    if (err)
        return err;

    h->upto[ring] = atomic_load_explicit(&r->head, memory_order_acquire);
    if (from < tail)
        from = tail;
    size_t more = h->upto[ring] > from ? h->upto[ring] - from : 0;
    const struct line **all = arena_alloc(a, ((size_t)h->lines_n + more + 1) * sizeof(void *));
    if (h->lines_n > 0)
        memcpy(all, h->lines, (size_t)h->lines_n * sizeof(void *));
    h->lines = all;
    for (unsigned long n = from; n < h->upto[ring]; n++)
        h->lines[h->lines_n++] = line_of(w, r, n);
    if (more == 0 && h->upto[ring] == tail)
        return OK;
    return db_run(s, Q_AUDIT_WAITING_DRAIN, NULL,
                  VALUES(N(ring), N(w->file->id), N((int64_t)h->upto[ring])), f);
}

static int
by_time(const void *a, const void *b)
{
    const struct line *x = *(const struct line *const *)a, *y = *(const struct line *const *)b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static const char *
text(const char *s)
{
    return *s != '\0' ? s : NULL;
}

static void
add_note(struct haul *h, const struct audit_note *x)
{
    h->notes[h->n++] = *x;
}

/* detail with how often it came besides. */
static const char *
with_times(struct arena *a, const char *detail, long times)
{
    struct buf b = BUF(a);

    buf_open(&b, NULL, '{');
    if (*detail != '\0')
        buf_members(&b, detail);
    buf_json_int(&b, "times", times);
    buf_close(&b);
    return b.p;
}

/* At the end of ten minutes: how many more there were of each. */
static void
tally_end(struct arena *a, struct haul *h)
{
    struct tally *t = arena_alloc(a, sizeof *t);

    memcpy(t, h->tally, sizeof *t); /* what the notes point to */
    memset(h->tally, 0, sizeof *h->tally);
    for (int half = 0; half < 2; half++) {
        for (int i = 0; i < t->n[half]; i++) {
            struct refusal *x = &t->of[half][i];
            if (x->more > 0)
                add_note(h, &(struct audit_note){.actor_id = text(x->actor),
                                                 .action = x->action,
                                                 .object = text(x->object),
                                                 .detail = with_times(a, x->detail, x->more),
                                                 .address = text(x->address)});
        }
        if (t->beyond[half] > 0)
            add_note(h, &(struct audit_note){.action = "call.refused",
                                             .detail = with_times(a, "", t->beyond[half])});
    }
}

static bool
is_same(const struct refusal *x, const struct line *l)
{
    return strcmp(x->action, l->action) == 0 && strcmp(x->actor, l->actor) == 0 &&
           strcmp(x->address, l->address) == 0 && strcmp(x->object, l->object) == 0 &&
           strcmp(x->detail, l->detail) == 0;
}

/* True when it is to be a line of its own. */
static bool
tally_first(struct tally *t, const struct line *l)
{
    int half = l->actor[0] == '\0';

    if (t->began_at == 0)
        t->began_at = l->at;
    for (int i = 0; i < t->n[half]; i++) {
        if (is_same(&t->of[half][i], l)) {
            t->of[half][i].more++;
            return false;
        }
    }
    if (t->n[half] == REFUSALS_MAX) {
        t->beyond[half]++;
        return false;
    }
    struct refusal *x = &t->of[half][t->n[half]++];
    memcpy(x->actor, l->actor, sizeof x->actor);
    memcpy(x->action, l->action, sizeof x->action);
    memcpy(x->address, l->address, sizeof x->address);
    memcpy(x->object, l->object, sizeof x->object);
    memcpy(x->detail, l->detail, sizeof x->detail);
    return true;
}

static void
note_line(struct haul *h, const struct line *l)
{
    if (l->is_refused && !tally_first(h->tally, l))
        return;
    add_note(h, &(struct audit_note){.at = l->at,
                                     .actor_id = text(l->actor),
                                     .action = l->action,
                                     .object = text(l->object),
                                     .detail = text(l->detail),
                                     .address = text(l->address),
                                     .request_id = text(l->request_id)});
}

static bool
is_tally_over(const struct store *s, const struct tally *t)
{
    return t->began_at != 0 && world_now(s->world) >= t->began_at + REFUSALS_MS;
}

/* In the transaction: of one ring, or of all. */
static enum err
haul(struct store *s, struct arena *a, int ring, struct haul *h, struct fault *f)
{
    const struct waiting *w = s->waiting;

    h->upto = arena_alloc(a, (size_t)w->file->rings * sizeof *h->upto);
    h->tally = arena_alloc(a, sizeof *h->tally);
    memcpy(h->tally, &w->file->tally, sizeof *h->tally);
    for (int i = 0; i < w->file->rings; i++) {
        if (ring >= 0 && i != ring)
            continue;
        enum err err = collect(s, a, i, h, f);
        if (err)
            return err;
    }

    if (h->lines_n > 0)
        qsort(h->lines, (size_t)h->lines_n, sizeof(void *), by_time);
    h->cap = h->lines_n + 2 * REFUSALS_MAX + 2;
    h->notes = arena_alloc(a, (size_t)h->cap * sizeof *h->notes);
    if (is_tally_over(s, h->tally))
        tally_end(a, h);
    for (int i = 0; i < h->lines_n; i++)
        note_line(h, h->lines[i]);
    return store_audit_add_all(s, h->notes, h->n, f);
}

/* Once they are in the chain they are nowhere else. */
static void
let_go(const struct waiting *w, int ring, const struct haul *h)
{
    for (int i = 0; i < w->file->rings; i++) {
        struct ring *r = ring_of(w, i);
        if (ring >= 0 && i != ring)
            continue;
        for (unsigned long n = atomic_load(&r->tail); n < h->upto[i]; n++)
            memset(line_of(w, r, n), 0, sizeof(struct line));
        atomic_store_explicit(&r->tail, h->upto[i], memory_order_release);
    }
    memcpy(&w->file->tally, h->tally, sizeof *h->tally);
}

static enum err
drain(struct store *s, int ring, struct fault *f)
{
    struct arena *a = arena_new();
    struct haul h = {0};
    enum err err = store_write_begin(s, f);
    if (!err && (err = haul(s, a, ring, &h, f)))
        store_write_rollback(s);
    else if (!err && !(err = store_write_commit(s, f)))
        let_go(s->waiting, ring, &h);
    arena_free(a);
    return err;
}

enum err
store_audit_drain(struct store *s, struct fault *f)
{
    const struct waiting *w = s->waiting;
    bool is_any = false;

    if (w == NULL)
        return OK;
    for (int i = 0; i < w->file->rings && !is_any; i++)
        is_any = !is_empty(w, i);
    return is_any || is_tally_over(s, &w->file->tally) ? drain(s, -1, f) : OK;
}

/* ---- appending ------------------------------------------------------------------------------- */

/* False: it does not fit, and nothing of it that was cut would be worth having. */
static bool
put(char *out, size_t room, const char *text_)
{
    size_t n = text_ ? strlen(text_) : 0;

    if (n >= room)
        return false;
    if (n > 0)
        memcpy(out, text_, n);
    out[n] = '\0';
    return true;
}

/* What a client may have chosen is cut, at a character. */
static void
put_some(char *out, size_t room, const char *text_)
{
    size_t n = text_ ? strnlen(text_, room - 1) : 0;

    while (n > 0 && text_[n] != '\0' && ((unsigned char)text_[n] & 0xC0) == 0x80)
        n--;
    if (n > 0)
        memcpy(out, text_, n);
    out[n] = '\0';
}

static bool
fill(const struct store *s, struct line *l, const struct audit_note *x, bool is_refused)
{
    l->at = x->at ? x->at : world_now(s->world);
    l->is_refused = is_refused;
    put_some(l->address, sizeof l->address, x->address);
    put_some(l->request_id, sizeof l->request_id, x->request_id);
    return put(l->actor, sizeof l->actor, x->actor_id) &&
           put(l->action, sizeof l->action, x->action) &&
           put(l->object, sizeof l->object, x->object) &&
           put(l->detail, sizeof l->detail, x->detail);
}

static enum err
write_now(struct store *s, const struct audit_note *x, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;
    if ((err = store_audit_add_all(s, x, 1, f))) {
        store_write_rollback(s);
        return err;
    }
    return store_write_commit(s, f);
}

enum err
store_audit_wait(struct store *s, const struct audit_note *x, bool is_refused, struct fault *f)
{
    const struct waiting *w = s->waiting;

    if (w == NULL || w->ring < 0)
        return write_now(s, x, f);
    struct ring *r = ring_of(w, w->ring);
    unsigned long head = atomic_load_explicit(&r->head, memory_order_relaxed);
    if (head - atomic_load_explicit(&r->tail, memory_order_acquire) ==
        (unsigned long)w->file->lines) {
        enum err err = drain(s, w->ring, f);
        if (err)
            return err;
    }

    if (!fill(s, line_of(w, r, head), x, is_refused))
        return write_now(s, x, f);
    atomic_store_explicit(&r->head, head + 1, memory_order_release);
    return OK;
}

/* ---- at the start ---------------------------------------------------------------------------- */

enum err
store_waiting_join(struct store *s, int ring, struct fault *f)
{
    char path[512];

    path_of(s->path, path);
    s->waiting = map(path, PROT_READ | PROT_WRITE);
    if (s->waiting == NULL)
        return storage_fault(path, f);
    if (ring >= s->waiting->file->rings)
        return fail(f, ERR_BUG, "ring_unknown", path, "no such ring: %d", ring);
    s->waiting->ring = ring;
    return OK;
}

enum err
store_waiting_prepare(struct store *s, int rings, struct fault *f)
{
    char path[512];
    enum err err = OK;

    path_of(s->path, path);
    s->waiting = map(path, PROT_READ | PROT_WRITE);
    if (s->waiting != NULL)
        err = store_audit_drain(s, f);
    waiting_close(s->waiting);
    s->waiting = NULL;
    return err ? err : file_make(path, rings, f);
}

long
store_audit_waiting(const char *db_path)
{
    char path[512];
    long n = 0;

    path_of(db_path, path);
    struct waiting *w = map(path, PROT_READ);
    if (w == NULL)
        return 0;
    for (int i = 0; i < w->file->rings; i++)
        n += (long)(atomic_load(&ring_of(w, i)->head) - atomic_load(&ring_of(w, i)->tail));
    waiting_close(w);
    return n;
}
