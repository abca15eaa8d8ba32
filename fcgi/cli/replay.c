/* suanbei rules replay: whom would a set hit? Runs it here, shows how far it is, and says whom. */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct ask {
    const char *object, *state, *local, *json, *html, *hits, *as_of;
    int judges;
};

struct scene {
    struct arena *arena;
    struct store *store;
    char path[512];
    const char *hash, *id;
    int64_t started;
    struct fault fault;
};

static bool
ask_read(struct ask *o, int argc, char **argv)
{
    const char *judges = NULL;
    const struct cli_option options[] = {{"state", &o->state, NULL}, {"local", &o->local, NULL},
                                         {"json", &o->json, NULL},   {"html", &o->html, NULL},
                                         {"hits", &o->hits, NULL},   {"as-of", &o->as_of, NULL},
                                         {"judges", &judges, NULL},  {0}};
    if (!cli_options(argc, argv, options))
        return false;

    o->judges = judges ? atoi(judges) : 0;
    optind++; /* the word itself */
    if (optind < argc)
        o->object = argv[optind];
    return o->object != NULL && (o->as_of == NULL || date_valid(o->as_of));
}

/* A folder's set becomes a row like any other, so that its replay has something to point at. */
static enum err
propose(struct scene *x, const struct bundle *b, const struct trial *t)
{
    struct rule_set active = {0}, set = {.hash = bundle_hash(b),
                                         .files = bundle_text(b, x->arena),
                                         .origin = "folder",
                                         .note = "",
                                         .manifest = t->manifest,
                                         .conflicts = "[]"};
    bool is_new;
    enum err err = store_write_begin(x->store, &x->fault);
    if (err)
        return err;

    err = store_rule_set_active(x->store, x->arena, &active, &x->fault);
    set.base = active.hash;
    if (!err)
        err = govern_propose(x->store, NULL, world_now(&world_real), &set, &is_new, &x->fault);
    return govern_finish(x->store, err, &x->fault);
}

static enum err
folder_set(struct scene *x, const struct ask *o)
{
    struct bundle *b = NULL;
    struct trial t;
    enum err err = cli_bundle_read(&(struct rules_at){o->object, o->local}, &b, &x->fault);
    if (err)
        return err;

    govern_try(x->arena, &policy_limits_default, b, false, &t);
    x->fault = t.fault;
    x->hash = arena_strdup(x->arena, bundle_hash(b));
    err = t.fault.err ? t.fault.err : propose(x, b, &t);
    bundle_free(b);
    return err;
}

static enum err
find_set(struct scene *x, const struct ask *o)
{
    struct stat st;
    if (stat(o->object, &st) == 0 && S_ISDIR(st.st_mode))
        return folder_set(x, o);
    return store_rule_set_find(x->store, x->arena, o->object, &x->hash, &x->fault);
}

/* The replay of the set and day that has not ended yet, or a new one. */
static enum err
queue(struct scene *x, const struct ask *o)
{
    struct replay row = {.rule_set = x->hash, .as_of = o->as_of}, old;
    if (store_replay_latest(x->store, x->arena, x->hash, &old, &x->fault) == OK &&
        !str_is(old.state, "done") && !str_is(old.state, "failed") && str_is(old.as_of, o->as_of)) {
        x->id = old.id;
        return OK;
    }

    enum err err = store_write_begin(x->store, &x->fault);
    if (err)
        return err;

    if (!(err = govern_base(x->store, x->arena, x->hash, &row.base, &x->fault)))
        err = store_replay_add(x->store, &row, &x->fault);
    x->id = arena_strdup(x->arena, row.id ? row.id : "");
    return govern_finish(x->store, err, &x->fault);
}

static void
show(void *ctx, const struct replay *row)
{
    struct scene *x = ctx;
    int64_t ms = mono_ms() - x->started;
    fprintf(stderr, "\r%ld / %ld（%ld%%），每秒 %ld 件 ", row->done, row->total,
            row->total ? 100 * row->done / row->total : 100,
            ms > 0 ? (long)(row->done * 1000 / ms) : 0);
}

/* Works through the queue here, or watches the process that has its lock. */
static enum err
work(struct scene *x, const struct ask *o, struct replay *row)
{
    struct replay_options options = {.store = x->store,
                                     .world = &world_real,
                                     .limits = &policy_limits_default,
                                     .tell = cli_tell,
                                     .judges = o->judges,
                                     .progress = show,
                                     .ctx = x};

    x->started = mono_ms();
    for (;;) {
        enum err err = govern_replay_work(&options, x->path, &x->fault);
        if (err && err != ERR_BUSY)
            return err;
        if ((err = store_replay_load(x->store, x->arena, x->id, row, &x->fault)))
            return err;
        show(x, row);
        if (str_is(row->state, "done") || str_is(row->state, "failed"))
            break;
        usleep(200000);
    }

    fputs("\n", stderr);
    return OK;
}

static enum err
write_page(struct scene *x, const char *path, const struct replay *row)
{
    struct buf b = BUF(x->arena);
    enum err err = govern_replay_page(x->store, row, &b, &x->fault);
    return err ? err : file_write(path, b.p, b.n, 0640, &x->fault);
}

/* Every judgement that comes out otherwise, a line of JSON each. */
static enum err
write_hits(struct scene *x, const char *path)
{
    struct replay_hits_query q = {.replay_id = x->id, .limit = 1000};
    struct replay_hit *rows;
    struct buf b = BUF(x->arena);
    int n;

    buf_puts(&b, "");
    do {
        enum err err = store_replay_hits(x->store, x->arena, &q, &rows, &n, &x->fault);
        if (err)
            return err;
        for (int i = 0; i < n; i++) {
            struct buf line = BUF(x->arena);
            govern_hit_json(&line, &rows[i]);
            buf_add(&b, line.p, line.n);
            buf_puts(&b, "\n");
        }
        if (n > 0)
            q.cursor = arena_printf(x->arena, "%ld", rows[n - 1].ord);
    } while (n == q.limit);

    return file_write(path, b.p, b.n, 0640, &x->fault);
}

/* ---- the outcome ----------------------------------------------------------------------------- */

static long long
number(const json_t *object, const char *key)
{
    return (long long)json_integer_value(json_object_get(object, key));
}

static void
print_count(const json_t *report, const char *kind)
{
    printf("  %-8lld %s\n", number(json_object_get(report, "counts"), kind),
           label_of(LABEL_REPLAY_KIND, kind));
}

/* What is beside the judgements: lives, the law, what lands where, and what was not looked at. */
static void
print_lives(const json_t *report)
{
    const json_t *lives = json_object_get(report, "lives");
    size_t i;
    json_t *x;

    printf("重走办理 %lld 次（备案 %lld 件），公示 %lld 条，草稿 %lld 件，产品 %lld 个\n",
           number(lives, "moves"), number(lives, "filings"), number(lives, "entries"),
           number(lives, "drafts"), number(lives, "products"));
    for (i = 0; govern_life_kinds[i] != NULL; i++)
        print_count(lives, govern_life_kinds[i]);
    json_array_foreach(json_object_get(lives, "groups"), i, x)
        printf("%s：%s，%lld 次\n", label_of(LABEL_REPLAY_KIND, json_str(x, "what")),
               json_str(x, "words"), number(x, "n"));
    json_array_foreach(json_object_get(report, "law"), i, x) printf(
        "流程：%s %s：%s\n", json_str(x, "title"), json_str(x, "label"), json_str(x, "words"));
    json_array_foreach(json_object_get(report, "landing"), i, x)
        printf("在办：%s“%s”，%lld 件，%s\n", json_str(x, "kind_label"), json_str(x, "state_label"),
               number(x, "filings"), json_str(x, "label") ? json_str(x, "label") : "没有去处");
    json_array_foreach(json_object_get(report, "not_looked_at"), i, x)
        printf("没有看：%s\n", json_str(x, "words"));
}

static void
print_report(const struct replay *row, const json_t *report)
{
    size_t i;
    json_t *rule;

    printf("候选规则集 %s\n比较对象   %s\n报告       %s\n重放决定   %ld 件，有变 %lld 件（涉及备案 "
           "%lld 件）\n",
           row->rule_set, row->base, row->report_hash, row->total, number(report, "changed"),
           number(report, "filings"));
    printf("按 %s 重放\n", row->as_of ? row->as_of : "当时的日期");
    print_count(report, "unchanged");
    for (i = 0; govern_replay_kinds[i] != NULL; i++)
        print_count(report, govern_replay_kinds[i]);

    json_array_foreach(json_object_get(report, "rules"), i, rule)
    {
        const json_t *n = json_object_get(rule, "counts");
        printf("规则 %s（%s）：新增 %lld，消失 %lld，轻重改变 %lld，文字改变 %lld\n",
               json_str(rule, "rule"), json_str(rule, "title") ? json_str(rule, "title") : "",
               number(n, "appeared"), number(n, "disappeared"), number(n, "severity"),
               number(n, "words"));
    }
    print_lives(report);
}

static enum err
tell(struct scene *x, const struct ask *o, const struct replay *row)
{
    json_t *report;

    if (str_is(row->state, "failed"))
        return fail(&x->fault, ERR_RULE, "replay_failed", "", "%s", row->fault);
    enum err err = json_read(x->arena, row->report, strlen(row->report), &report, &x->fault);
    if (err)
        return err;

    print_report(row, report);
    if (o->json && (err = file_write(o->json, row->report, strlen(row->report), 0640, &x->fault)))
        return err;
    if (o->hits && (err = write_hits(x, o->hits)))
        return err;
    return o->html ? write_page(x, o->html, row) : OK;
}

int
run_rules_replay(int argc, char **argv)
{
    struct ask o = {.state = "var"};
    struct scene x = {.arena = arena_new()};
    struct replay row;

    if (!ask_read(&o, argc, argv)) {
        arena_free(x.arena);
        return cli_misused();
    }

    enum err err = cli_store_open(&x.store, o.state, false, x.path, &x.fault);
    if (!err)
        err = find_set(&x, &o);
    if (!err)
        err = queue(&x, &o);
    if (!err)
        err = work(&x, &o, &row);
    if (!err)
        err = tell(&x, &o, &row);

    store_close(x.store);
    fflush(stdout);
    int status = err ? cli_complain(&x.fault) : 0;
    arena_free(x.arena);

    return status;
}
