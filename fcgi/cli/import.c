/* Official lists taken into the register, beside a running pool. */
#include "cli/face.h"
#include "cli/listed.h"
#include "cli/seen.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 200, SHOWN = 1000 };

static const char *state = "var", *on, *source;
static const char *rules_folder = "rules", *rules_local;
static bool is_strict;

struct import {
    struct listing listing;
    struct store *s;
    struct seen seen; /* numbers of the file */
    bool is_trial;    /* nothing is stored: what is bad is looked for */
    bool is_open;     /* a transaction */
    int in_batch;
    long first, last; /* ords that are not indexed yet; 0: none */
    long rows, added, amended, same, kept, bad;
};

/* ---- one row --------------------------------------------------------------------------------- */

/* One line more; before NULL: the first. */
static const char *
history_of(struct arena *a, const char *before, const struct entry *x, const char *label)
{
    struct buf b = BUF(a);

    if (before == NULL || strlen(before) <= 2)
        buf_open(&b, NULL, '[');
    else
        buf_add(&b, before, strlen(before) - 1);
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "on", x->changed_on);
    buf_json_str(&b, "what", x->status);
    buf_json_str(&b, "label", label);
    buf_json_int(&b, "version", 1);
    buf_close(&b);
    buf_puts(&b, "]");
    return b.p;
}

/* What the later list does not say stays: a list without roles takes none away. */
static void
merge(const struct entry *old, struct entry *x)
{
    if (*x->role == '\0') {
        x->role = old->role;
        x->role_label = old->role_label;
    }
    if (*x->products == '\0')
        x->products = old->products;
    if (*x->purpose == '\0')
        x->purpose = old->purpose;
    if (*x->note == '\0')
        x->note = old->note;
    if (!str_is(old->status, register_statuses[0]))
        x->status = old->status; /* what has ended stays so */
}

static bool
is_same(const struct entry *old, const struct entry *x)
{
#define SAME(name_, title_, most_)                                                                 \
    if (strcmp(old->name_, x->name_) != 0)                                                         \
        return false;
    SAME(algorithm_name, , )
    SAME(algorithm_type, , )
    SAME(role, , )
    SAME(organization, , )
    SAME(products, , )
    SAME(purpose, , )
    SAME(note, , )
    return str_is(old->status, x->status);
}

static enum err
amend(struct import *im, struct arena *a, const struct entry *old, struct entry *x, struct fault *f)
{
    bool ends =
        str_is(old->status, register_statuses[0]) && !str_is(x->status, register_statuses[0]);

    if (old->source == NULL) {
        im->kept++;
        return OK;
    }
    if (!ends && old->changed_on != NULL && strcmp(x->changed_on, old->changed_on) < 0) {
        im->same++; /* an older list than what is known */
        return OK;
    }
    merge(old, x);
    if (is_same(old, x)) {
        im->same++;
        return OK;
    }
    x->ord = old->ord;
    x->history =
        history_of(a, old->history, x, ends ? register_status_label(x->status) : "清单更新");
    register_call(a, x, old, x->changed_on);
    im->amended++;
    return store_entry_amend(im->s, x, f);
}

static enum err
index_batch(struct import *im, struct fault *f)
{
    long first = im->first;

    im->first = 0;
    return first ? store_entries_index(im->s, first, im->last, f) : OK;
}

static enum err
store_row(struct import *im, struct arena *a, struct entry *x, struct fault *f)
{
    struct entry old;
    enum err err = store_entry_by_digits(im->s, a, x->digits, &old, f);

    if (!err)
        return amend(im, a, &old, x, f);
    if (err != ERR_NOTFOUND)
        return err;
    x->history =
        history_of(a, NULL, x,
                   str_is(x->status, register_statuses[0]) ? "见于公布的清单"
                                                           : register_status_label(x->status));
    if ((err = store_entry_put(im->s, x, f)))
        return err;
    im->first = im->first ? im->first : x->ord;
    im->last = x->ord;
    im->added++;
    return OK;
}

/* ---- batches --------------------------------------------------------------------------------- */

static enum err
begin(struct import *im, struct fault *f)
{
    enum err err = im->is_open ? OK : store_write_begin(im->s, f);
    im->is_open = im->is_open || !err;
    return err;
}

/* The batch and its line in the audit trail are stored together, or neither is. */
static enum err
finish(struct import *im, enum err err, struct fault *f)
{
    char detail[200];

    if (!im->is_open)
        return err;
    snprintf(detail, sizeof detail,
             "{\"rows\":%ld,\"added\":%ld,\"amended\":%ld,\"same\":%ld,\"bad\":%ld}", im->rows,
             im->added, im->amended, im->same, im->bad);
    if (!err)
        err = index_batch(im, f);
    if (!err)
        err = store_audit_add(im->s, NULL, "register.import", NULL, detail, f);
    im->is_open = false;
    im->in_batch = 0;
    return govern_finish(im->s, err, f);
}

static void
say_bad(struct import *im, long line, const char *why)
{
    if (++im->bad <= SHOWN)
        fprintf(stderr, "第 %ld 行：%s\n", line, why);
}

static enum err
take(void *ctx, struct arena *a, const struct list_row *row, struct fault *f)
{
    struct import *im = ctx;
    struct entry x;
    struct fault why = {0};
    enum err err = listed_entry(&im->listing, a, row, &x, &why);

    if (!err)
        err = seen_add(&im->seen, x.digits, row->line, &why);
    im->rows++;
    if (err == ERR_INPUT || err == ERR_NOTFOUND) {
        if (im->is_trial || !is_strict)
            say_bad(im, row->line, why.text);
        return OK;
    }
    if (err) {
        *f = why;
        return err;
    }
    if (im->is_trial)
        return OK;
    if (!(err = begin(im, f)))
        err = store_row(im, a, &x, f);
    if (!err && ++im->in_batch >= BATCH)
        err = finish(im, OK, f);
    return err;
}

/* ---- the command ----------------------------------------------------------------------------- */

static int
import_file(struct import *im, const char *path, struct fault *f)
{
    enum err err = OK;

    if (is_strict) {
        im->is_trial = true;
        err = list_read(path, take, im, f);
        seen_free(&im->seen);
        if (err)
            return cli_complain(f);
        if (im->bad > 0) {
            printf("共 %ld 行，%ld 行不合格，按 --strict 没有存入任何一行\n", im->rows, im->bad);
            return 1;
        }
        im->is_trial = false;
        im->rows = 0;
    }
    err = finish(im, list_read(path, take, im, f), f);
    seen_free(&im->seen);
    if (err)
        return cli_complain(f);
    printf("共 %ld 行：新增 %ld，更新 %ld，没有变化 %ld，本系统备案、没有动 %ld，不合格 %ld\n",
           im->rows, im->added, im->amended, im->same, im->kept, im->bad);
    return im->bad > 0;
}

int
run_import(int argc, char **argv)
{
    const struct cli_option options[] = {{"state", &state, NULL},
                                         {"rules", &rules_folder, NULL},
                                         {"local", &rules_local, NULL},
                                         {"on", &on, NULL},
                                         {"source", &source, NULL},
                                         {"strict", NULL, &is_strict},
                                         {0}};
    struct import im = {0};
    struct fault f = {0};
    char path[512], today[DATE_TEXT];

    date_beijing(world_now(&world_real), today);
    if (!cli_options(argc, argv, options))
        return 2;
    if (argc - optind != 1)
        return cli_misused();
    if (on != NULL && !date_valid(on)) {
        fprintf(stderr, "--on “%s”不是日期，请写成 2026-07-17 的样子\n", on);
        return 2;
    }

    if (on != NULL && strcmp(on, today) > 0) {
        fprintf(stderr, "--on “%s”晚于今天（%s），请写清单公布的日子\n", on, today);
        return 2;
    }

    const char *name = strrchr(argv[optind], '/');
    im.listing = (struct listing){.on = on,
                                  .today = today,
                                  .source = source ? source
                                            : name ? name + 1
                                                   : argv[optind]};
    struct rules_at at = {rules_folder, rules_local};
    enum err err = cli_rules_open(&at, &im.listing.policy, NULL, &f);
    if (!err)
        err = cli_store_to_write(&im.s, state, false, path, &f);
    int status = err ? cli_complain(&f) : import_file(&im, argv[optind], &f);
    store_close(im.s);
    policy_close(im.listing.policy);
    return status;
}
