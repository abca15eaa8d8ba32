/* Whether the trail is as it was, and what it has come to. */
#include "store/audit.h"
#include "store/chain.h"
#include "store/held_verify.h"
#include "store/key.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- heads ----------------------------------------------------------------------------------- */

#define HEAD_SIGNED "suanbei audit head\n"

static enum err
seed_of(struct store *s, struct seal_key *seed, struct fault *f)
{
    int64_t n;
    return store_key_for(s, KEY_AUDIT_SEED, seed, &n, f);
}

enum err
store_audit_public(struct store *s, char out[SIGN_PUBLIC_TEXT], struct fault *f)
{
    struct seal_key seed;
    enum err err = seed_of(s, &seed, f);
    if (!err)
        sign_public(&seed, out);
    seal_key_forget(&seed);
    return err;
}

enum err
store_audit_head(struct store *s, struct arena *a, const char **line, long *n, struct fault *f)
{
    struct audit_line last = {.hash = CHAIN_START};
    struct seal_key seed;
    char at[TIME_TEXT], signature[SIGN_TEXT];
    enum err err = db_one(s, Q_AUDIT_LAST, ROW(a, &audit_map, &last), NONE, f);
    if (err && err != ERR_NOTFOUND)
        return err;
    if ((err = seed_of(s, &seed, f)))
        return err;

    time_rfc3339(world_now(s->world), at);
    const char *said = arena_printf(a, "%s %ld %s", at, last.n, last.hash);
    sign_text(&seed, arena_printf(a, HEAD_SIGNED "%s", said), signature);
    seal_key_forget(&seed);
    *line = arena_printf(a, "%s %s", said, signature);
    *n = last.n;
    return OK;
}

/* One line of heads: its n and hash, when the signature proves it. */
struct head {
    long n;
    char hash[SHA256_TEXT];
};

static bool
head_read(const char *line, size_t n, const char *trusted, struct head *out)
{
    char text[512], at[64], signature[SIGN_TEXT], said[512];
    int used = 0;

    if (n >= sizeof text)
        return false;
    memcpy(text, line, n);
    text[n] = '\0';
    if (sscanf(text, "%63s %ld %64s %128s %n", at, &out->n, out->hash, signature, &used) != 4 ||
        text[used] != '\0' || out->n < 0)
        return false;
    snprintf(said, sizeof said, HEAD_SIGNED "%s %ld %s", at, out->n, out->hash);
    return sign_proves(trusted, said, signature);
}

struct heads {
    struct head *rows;
    int n, cap;
};

static int
by_n(const void *a, const void *b)
{
    const struct head *x = a, *y = b;
    return x->n < y->n ? -1 : x->n > y->n;
}

/* Sorted by their lines. The number of the first that is not signed by us; 0: all are. */
static long
heads_read(struct arena *a, const char *text, const char *trusted, struct heads *out)
{
    long line = 0;

    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, "\n"), shown = n > 0 && p[n - 1] == '\r' ? n - 1 : n;
        line++;
        if (out->n == out->cap) {
            struct head *more = arena_alloc(a, (size_t)(out->cap * 2 + 64) * sizeof *more);
            if (out->n > 0)
                memcpy(more, out->rows, (size_t)out->n * sizeof *more);
            out->cap = out->cap * 2 + 64;
            out->rows = more;
        }
        if (shown > 0 && !head_read(p, shown, trusted, &out->rows[out->n]))
            return line;
        out->n += shown > 0;
        p += n;
        p += *p == '\n';
    }
    if (out->n > 0)
        qsort(out->rows, (size_t)out->n, sizeof *out->rows, by_n);
    return 0;
}

/* ---- lines ----------------------------------------------------------------------------------- */

struct walk {
    struct store *s;
    struct audit_verdict *out;
    struct heads heads;
    int next_head;
    bool is_keyed;
    long held;  /* as far as the line before says that rows are held */
    int schema; /* of the last line that says so of rows of before */
};

/* An address that is not there any more has been taken away; of a person who was erased the cell
 * stays, though nobody reads it. */
static bool
is_address_whole(const struct store *s, const struct audit_line *x)
{
    char hash[SEAL_HASH_TEXT];

    if (!x->has_address || x->address_hash == NULL)
        return !x->has_address && x->address_hash == NULL;
    if (x->address == NULL)
        return true;
    chain_address(s, x->address, hash);
    return str_is(hash, x->address_hash);
}

/* The line stands where it must, names the line before, and has the hash of what it says. Before
 * there was a key no line had an address: what the hash does not cover must not be there. */
static bool
is_whole(struct walk *w, const struct audit_line *x, const char *prev)
{
    struct store *s = w->s;
    char hash[SHA256_TEXT];

    w->is_keyed |= str_is(x->action, AUDIT_KEYED);
    chain_hash(s->scratch, w->is_keyed ? &s->audit_key : NULL, x, prev, hash);
    bool is_bare = !x->has_address && x->address_hash == NULL && x->request_id == NULL;
    return x->n == w->out->lines && str_is(x->prev_hash, prev) && str_is(x->hash, hash) &&
           (w->is_keyed ? is_address_whole(s, x) : is_bare);
}

static void
breaks(struct audit_verdict *out, enum audit_flaw flaw, long at)
{
    out->flaw = flaw;
    out->broken_at = at;
}

/* The heads that speak of this line; each vouches for all before it. */
static void
compare(struct walk *w, const struct audit_line *x)
{
    struct audit_verdict *out = w->out;

    for (; w->next_head < w->heads.n && w->heads.rows[w->next_head].n == x->n; w->next_head++) {
        out->heads++;
        if (!str_is(w->heads.rows[w->next_head].hash, x->hash)) {
            breaks(out, TRAIL_OTHER, x->n);
            return;
        }
        out->whole_to = x->n;
    }
}

static void
walk_one(struct walk *w, const struct audit_line *x)
{
    struct audit_verdict *out = w->out;

    out->lines++;
    if (!is_whole(w, x, out->head))
        breaks(out, TRAIL_CHANGED, out->lines);
    else
        compare(w, x);
    snprintf(out->head, sizeof out->head, "%s", x->hash);
}

/* Rows of before are taken up once for each version of the schema, by the program that took its
 * steps: a second time would be somebody who has made a row's digest go. */
static void
note_since(struct walk *w, const struct audit_line *x)
{
    struct rows_verdict *out = &w->out->rows;
    int schema = 0;
    long rows = 0;

    if (!str_is(x->action, AUDIT_ROWS_HELD) || x->detail == NULL ||
        sscanf(x->detail, "{\"schema\":%d,\"rows\":%ld", &schema, &rows) != 2 || rows == 0)
        return;
    if (schema == w->schema)
        breaks(w->out, TRAIL_CHANGED, x->n);
    w->schema = schema;
    out->since = x->n;
    out->since_at = x->at;
    out->before = rows;
}

/* Walks the next *n lines at most; fewer: there are no more. */
static enum err
walk_piece(struct walk *w, int *n, struct fault *f)
{
    struct store *s = w->s;
    struct audit_line *rows;
    enum err err = db_all(s, Q_AUDIT_WALK, ROWS(s->scratch, &audit_map, &rows, n),
                          VALUES(N(w->out->lines), N(*n)), f);

    for (int i = 0; !err && i < *n && w->out->flaw == TRAIL_NONE; i++)
        walk_one(w, &rows[i]);
    for (int i = 0; !err && i < *n && w->out->flaw == TRAIL_NONE; i++) {
        note_since(w, &rows[i]);
        err = held_compare(s, &rows[i], &w->held, &w->out->rows, f);
    }
    arena_reset(s->scratch);
    return err;
}

/* An address that does not open where it stands was moved there, or changed: the line it belongs to
 * is found one by one. */
static enum err
walk_all(struct walk *w, struct fault *f)
{
    enum { PIECE = 500 };
    struct audit_verdict *out = w->out;
    int most = PIECE, n = PIECE;
    enum err err = OK;

    while (!err && n == most && out->flaw == TRAIL_NONE) {
        n = most;
        err = walk_piece(w, &n, f);
        bool is_broken = err && str_is(f->code, "cell_broken");
        if (is_broken && most == 1)
            breaks(out, TRAIL_CHANGED, ++out->lines);
        if (is_broken) {
            err = OK;
            n = most = 1;
        }
    }
    return err;
}

enum err
store_audit_verify(struct store *s, const char *heads, const char *trusted,
                   struct audit_verdict *out, struct fault *f)
{
    struct arena *a = arena_new();
    struct walk w = {.s = s, .out = out};
    char ours[SIGN_PUBLIC_TEXT];
    enum err err = chain_key(s, f);

    *out = (struct audit_verdict){.head = CHAIN_START};
    if (!err && trusted == NULL && !(err = store_audit_public(s, ours, f)))
        trusted = ours;
    if (!err && heads != NULL)
        out->false_head = heads_read(a, heads, trusted, &w.heads);
    if (!err && out->false_head > 0)
        out->flaw = TRAIL_HEAD_FALSE;
    while (w.next_head < w.heads.n && w.heads.rows[w.next_head].n == 0)
        w.next_head++;

    if (!err)
        err = walk_all(&w, f);
    if (!err && out->flaw == TRAIL_NONE && !w.is_keyed)
        breaks(out, TRAIL_UNKEYED, 1);
    if (!err && out->flaw == TRAIL_NONE && w.next_head < w.heads.n)
        breaks(out, TRAIL_CUT, out->lines + 1);
    if (!err)
        err = held_verify(s, &out->rows, f);
    if (!err && out->flaw == TRAIL_NONE && out->rows.found > 0)
        out->flaw = TRAIL_ROWS;
    arena_free(a);
    return err;
}

/* Tables as people call them. */
static const char *
noun_label(const char *noun)
{
    static const char *const labels[][2] = {{"entry", "公示条目"},
                                            {"version", "提交的版本"},
                                            {"judgement", "判定"},
                                            {"event", "办理经过"}};
    for (size_t i = 0; i < LEN(labels); i++)
        if (str_is(noun, labels[i][0]))
            return labels[i][1];
    return noun;
}

const char *
audit_row_text(struct arena *a, const struct row_finding *x)
{
    const char *row = arena_printf(a, "%s（表 %s，%s）", noun_label(x->noun), x->noun, x->row_key);

    switch (x->flaw) {
    case ROW_GONE:
        return arena_printf(a, "%s：这一行被删去", row);
    case ROW_ADDED:
        return arena_printf(a, "%s：这一行不是本系统写入的", row);
    case ROW_UNPROVED:
        return arena_printf(a, "%s：写入时的摘要（表 held，第 %s 行）被改过或删去",
                            x->row_key[0] ? row : "某一行", x->columns);
    default:
        return arena_printf(a, "%s：与写入时不同的列：%s", row, x->columns);
    }
}

/* Of rows that are older than what holds them. */
static const char *
since_text(struct arena *a, const struct rows_verdict *x)
{
    char at[TIME_TEXT];

    if (x->since == 0)
        return "";
    time_rfc3339(x->since_at, at);
    return arena_printf(a,
                        "；其中 %ld 行写于核对之前，自第 %ld 行（%s）起受核对，此前的改动无从查出",
                        x->before, x->since, at);
}

const char *
audit_verdict_text(struct arena *a, const struct audit_verdict *x)
{
    switch (x->flaw) {
    case TRAIL_CHANGED:
        return arena_printf(
            a, "第 %ld 行与哈希链不符：这一行被改过、移动过，或它的前面删去、插入过内容",
            x->broken_at);
    case TRAIL_UNKEYED:
        return "整条记录没有带密钥的起点：从第 1 行起被人重新算过，或起点一行被删去";
    case TRAIL_CUT:
        return arena_printf(a, "末尾被截去：另存的链头说有第 %ld 行，库中没有", x->broken_at);
    case TRAIL_OTHER:
        return arena_printf(a,
                            "第 %ld 行与另存的链头不符：第 %ld 至第 %ld 行之间有内容被改过并重新"
                            "算过",
                            x->broken_at, x->whole_to + 1, x->broken_at);
    case TRAIL_HEAD_FALSE:
        return arena_printf(a, "另存的链头第 %ld 行不是本系统签署的，不能用来核对", x->false_head);
    case TRAIL_ROWS:
        return arena_printf(a, "哈希链完好，共 %ld 行；但受它核对的数据有 %ld 处与写入时不同：%s",
                            x->lines, x->rows.found, audit_row_text(a, &x->rows.told[0]));
    default:
        break;
    }
    const char *rows =
        arena_printf(a, "；核对了 %ld 行数据%s", x->rows.rows, since_text(a, &x->rows));
    if (x->heads > 0)
        return arena_printf(a, "完好：共 %ld 行，与另存的 %ld 个链头相符，末行哈希 %s%s", x->lines,
                            x->heads, x->head, rows);
    return arena_printf(a, "完好：共 %ld 行，末行哈希 %s（另存链头，可发现末尾被截去）%s", x->lines,
                        x->head, rows);
}
