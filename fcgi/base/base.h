/*
 * base: what every room stands on: errors, request memory, text, time, randomness, hashes, files,
 * the log.
 *
 * Nothing here knows what a filing is. Nothing here keeps state between calls except the log's
 * level and the storage hooks, both set once at start. Everything that can fail returns enum err
 * and puts its words into the caller's fault.
 */
#ifndef BASE_H
#define BASE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MUST __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* ---- errors ---------------------------------------------------------------------------------- */

enum err {
    OK,
    ERR_INPUT,    /* the caller's data is at fault */
    ERR_AUTH,     /* nobody is logged in */
    ERR_DENIED,   /* somebody is, and may not */
    ERR_NOTFOUND, /* no such thing, or not for this caller */
    ERR_CONFLICT, /* the state of things forbids it */
    ERR_STALE,    /* a newer version exists */
    ERR_LARGE,    /* a body or file over its limit */
    ERR_LIMIT,    /* too often; fault.retry_after_s is set */
    ERR_BUSY,     /* try again later: storage full, writer queue too long, shutting down */
    ERR_AGAIN, /* lost a race inside the transaction; the dispatcher runs the request once more */
    ERR_RULE,  /* the rules gave no answer; fail closed */
    ERR_BUG,   /* ours */
    ERR__MAX
};

/*
 * Words for one failure. code is the stable English word that programs read ("number_malformed"),
 * text is for people, in Chinese, where is a JSON pointer, a rule file and line, or the name of a
 * statement. All are cut to fit at a whole character.
 */
struct fault {
    enum err err;
    char code[48];
    char text[400];
    char where[128];
    int retry_after_s;
};

/* Fills f (NULL allowed) and returns err, so that a caller can return fail(...). */
enum err fail(struct fault *f, enum err err, const char *code, const char *where, const char *text,
              ...) PRINTF(5, 6);
/* "ERR_INPUT" and kin, for logs and tests. */
const char *err_name(enum err err);

/* ---- memory ---------------------------------------------------------------------------------- */

/*
 * An arena holds what lives as long as one request. Allocations are zeroed, aligned to 16 and never
 * NULL: out of memory ends the process with a line in the log, and the pool starts another.
 * arena_reset() runs the defers last in, first out, and keeps its blocks (up to a megabyte of them)
 * for the next request.
 */
struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);
void *arena_bytes(struct arena *a,
                  size_t size); /* the same, not zeroed: for what is written over at once */
char *arena_strdup(struct arena *a, const char *s); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
void arena_defer(struct arena *a, void (*fn)(void *), void *data);
json_t *arena_json(struct arena *a,
                   json_t *root); /* steals the reference; returns root; NULL stays NULL */

/* malloc and realloc that never return NULL, for what outlives a request. */
void *must_alloc(size_t size);
void *must_realloc(void *p, size_t size);
char *must_strdup(const char *s);

/* ---- text ------------------------------------------------------------------------------------ */

/* A growing string in an arena. p is always NUL-terminated; n counts the bytes before the NUL. Zero
 * is not a buf: use BUF(a). */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap;
    uint64_t lists; /* of the JSON in the making: a bit for every bracket that is open, 1: a list */
};
#define BUF(arena) ((struct buf){.a = (arena)})
void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* A JSON string literal with quotes, escaped; s NULL gives null. s must be UTF-8. */
void buf_json(struct buf *b, const char *s);
/* JSON in the making: commas and closing brackets come by themselves. buf_open() opens an object or
 * a list ('{' or '['), as a member when key is given, and buf_close() closes what was opened last;
 * at most 64 are open at once. */
void buf_open(struct buf *b, const char *key, char bracket);
void buf_close(struct buf *b);
void buf_key(struct buf *b, const char *key);       /* "key": */
void buf_json_item(struct buf *b, const char *s);   /* a string in a list */
void buf_raw_item(struct buf *b, const char *json); /* a value in a list, passed on unread */
void buf_members(struct buf *b,
                 const char *object); /* those of a compact object, passed on unread */
void buf_json_str(struct buf *b, const char *key,
                  const char *s); /* key and string, NULL gives null */
void buf_json_int(struct buf *b, const char *key, long long v);
void buf_json_bool(struct buf *b, const char *key, bool v);
void buf_json_raw(struct buf *b, const char *key,
                  const char *json); /* json is passed on unread; NULL or "" gives null */
void buf_json_time(struct buf *b, const char *key, int64_t ms); /* RFC 3339 +08:00; 0 gives null */

bool utf8_valid(const char *s, size_t n);   /* RFC 3629, no surrogates, no NUL */
size_t utf8_length(const char *s);          /* code points */
bool str_is(const char *a, const char *b);  /* equal, NULL-safe: NULL is only NULL */
void str_sort(const char **list, size_t n); /* by bytes; for a handful: it inserts */
bool str_starts(const char *s, const char *prefix);

/* json_loads with the refusals of this project: duplicate keys, NUL, depth over 64, trailing text.
 * The root is in the arena. ERR_INPUT with code "json_malformed", "json_duplicate_key" or
 * "json_too_deep"; where says line and column. */
enum err json_read(struct arena *a, const char *text, size_t n, json_t **out, struct fault *f) MUST;
/* Compact, keys sorted: the form that is hashed. In the arena. */
char *json_canonical(struct arena *a, const json_t *j);
/* Compact, insertion order. In the arena. */
char *json_text(struct arena *a, const json_t *j);
const char *json_str(const json_t *object,
                     const char *key); /* NULL when absent or no string; borrowed */

/* ---- time, randomness, hashes ---------------------------------------------------------------- */

/* What a process may know of the outside; tests lay another. now_ms: milliseconds since 1970 UTC.
 * random fills n bytes. */
struct world {
    int64_t (*now_ms)(void *ctx);
    void (*random)(void *ctx, void *out, size_t n);
    void *ctx;
};
extern const struct world world_real;
int64_t world_now(const struct world *w);
int64_t mono_ms(void); /* monotonic, for budgets and waits only */

#define TIME_TEXT 32
#define DATE_TEXT 11
void time_rfc3339(int64_t ms, char out[TIME_TEXT]); /* Beijing, "2026-11-24T18:00:00+08:00" */
bool time_parse(const char *s, int64_t *ms); /* RFC 3339 with Z or an offset, fractions cut to
                                                milliseconds; years 1900 to 2199 */
void date_beijing(int64_t ms, char out[DATE_TEXT]); /* the Beijing day of ms, "2026-11-24" */
bool date_valid(const char *s);                     /* YYYY-MM-DD that exists, 1900 to 2199 */
long date_days(const char *s);                      /* days since 1970-01-01 of a valid date */

/* 26 characters of Crockford base 32, lower case: 48 bits of time, 80 of randomness; sorts by time.
 */
#define ID_TEXT 27
void id_new(const struct world *w, char out[ID_TEXT]);
bool id_valid(const char *s);

#define SHA256_TEXT 65
struct sha256 {
    unsigned char opaque[128];
} __attribute__((aligned(16)));
void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *p, size_t n);
void sha256_end(struct sha256 *h, char out[SHA256_TEXT]);
void sha256_hex(const void *p, size_t n, char out[SHA256_TEXT]);

/* A new token of 256 random bits, base64url, 43 characters; and the hash under which it is stored.
 */
#define TOKEN_TEXT 44
void token_new(const struct world *w, char out[TOKEN_TEXT]);
/* Argon2id, 19 MiB, two passes (OWASP); tens of milliseconds: never inside a transaction. */
#define PASSWORD_TEXT 128
enum err password_hash(const char *password, char out[PASSWORD_TEXT], struct fault *f) MUST;
bool password_verify(const char *hash, const char *password);
void base_init(void); /* once per process, before anything else here */

/* ---- files: every storage system call that is ours ------------------------------------------- */

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

/* A file being received: written to a temp name, renamed when whole and on disk. */
struct file_new {
    int fd;
    char path[512];
};
enum err file_new_open(struct file_new *n, const char *folder, const struct world *w,
                       struct fault *f) MUST;
enum err file_new_write(struct file_new *n, const void *p, size_t size, struct fault *f) MUST;
/* fsync, rename to path (an existing file of that name is replaced), fsync of the folder. Makes the
 * folder when missing. */
enum err file_new_keep(struct file_new *n, const char *path, struct fault *f) MUST;
void file_new_drop(struct file_new *n); /* safe after keep */
enum err file_make_folder(const char *path, mode_t mode, struct fault *f) MUST; /* with parents */
/* The whole file in malloc'd memory with a NUL after it, *n bytes; ERR_NOTFOUND, ERR_LARGE. Caller
 * frees. */
enum err file_read(const char *path, size_t max, char **out, size_t *n, struct fault *f) MUST;
/* Written to a temp name with that mode, fsynced, renamed. */
enum err file_write(const char *path, const void *p, size_t n, mode_t mode, struct fault *f) MUST;
bool file_exists(const char *path);
void file_remove(const char *path); /* no complaint when it is gone already */
/* Free bytes for us on the file system of path; -1 when unknown. */
int64_t file_free_bytes(const char *path);

enum file_type { FILE_UNKNOWN, FILE_PDF, FILE_DOCX, FILE_JPEG, FILE_PNG, FILE__MAX };
/* By content alone: PDF (header and %%EOF), OOXML word document (zip directory), JPEG, PNG. */
enum file_type file_sniff(const char *path);
const char *file_media_type(enum file_type t); /* "application/octet-stream" for FILE_UNKNOWN */

/* ---- the log --------------------------------------------------------------------------------- */

enum log_level { LOG_NONE_ = -1, LOG_ERROR_, LOG_WARN_, LOG_INFO_, LOG_DEBUG_ };
/* One line on standard error: RFC 3339 time, pid, level, text. Never personal data. */
void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);
void log_level_set(enum log_level most);

/* ---- process.c ------------------------------------------------------------------------------- */

/* Executes this very program again with argv and env; signals are at their defaults. fd becomes its
 * descriptor 3, the first two are /dev/null and the rest is closed; -1: it keeps the standard three
 * alone. 0, or an errno. */
int process_again(pid_t *pid, char *const argv[], char *const env[], int fd) MUST;

#endif
