/* The life of a rule set from the command line: the same steps as the API's, by an account with the
 * same roles. */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct order {
    const char *state, *as, *local, *note, *reason, *report, *until;
    bool is_emergency;
    const char *object; /* a hash or a folder */
};

struct visit {
    struct store *store;
    struct arena *arena;
    struct account who;
    char path[512]; /* of the database */
    struct fault fault;
};

/* ---- who asks -------------------------------------------------------------------------------- */

/* One line from standard input; without an echo when somebody types it. */
static bool
password_read(char *out, size_t size)
{
    struct termios plain, silent;
    bool is_typed = tcgetattr(STDIN_FILENO, &plain) == 0;

    if (is_typed) {
        silent = plain;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        fputs("密码：", stderr);
    }

    bool has_line = fgets(out, (int)size, stdin) != NULL;
    if (is_typed) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &plain);
        fputs("\n", stderr);
    }

    if (has_line)
        out[strcspn(out, "\r\n")] = '\0';
    return has_line;
}

static enum err
log_in(struct visit *x, const char *username, unsigned roles)
{
    char password[1100];
    enum err err = store_account_by_username(x->store, x->arena, username, &x->who, &x->fault);
    if (err && err != ERR_NOTFOUND)
        return err;
    if (!password_read(password, sizeof password))
        return fail(&x->fault, ERR_AUTH, "password_missing", "", "请从标准输入给出账号 %s 的密码",
                    username);

    bool is_right = !err && !x->who.is_disabled && password_fits(x->who.password_hash, password);
    explicit_bzero(password, sizeof password);
    if (!is_right)
        return fail(&x->fault, ERR_AUTH, "login_failed", "", "用户名或密码不正确，或账号已停用");
    if (!(x->who.roles.bits & roles))
        return fail(&x->fault, ERR_DENIED, "role_required", "", "账号 %s 没有进行此操作的角色",
                    username);

    return OK;
}

/* ---- what can be asked ----------------------------------------------------------------------- */

static enum err
set_load(struct visit *x, const struct order *o, struct rule_set *set)
{
    const char *hash;
    enum err err = store_rule_set_find(x->store, x->arena, o->object, &hash, &x->fault);
    return err ? err : store_rule_set_load(x->store, x->arena, hash, set, &x->fault);
}

static enum err
print_set(struct visit *x, const struct rule_set *set)
{
    char at[TIME_TEXT];
    const char *state;
    bool is_approved;
    enum err err = govern_state(x->store, x->arena, set, &state, &is_approved, &x->fault);
    if (err)
        return err;

    time_rfc3339(set->added_at, at);
    printf("%s  %s  %s  %s  %s  %s\n", set->hash, label_of(LABEL_RULE_SET, state),
           set->tests == 0  ? "用例未运行"
           : set->is_passed ? "用例通过"
                            : "用例未通过",
           at, set->added_by_name ? set->added_by_name : "文件夹", set->note ? set->note : "");
    return OK;
}

static enum err
do_list(struct visit *x, const struct order *o)
{
    enum { PAGE = 100 };
    struct rule_set_query q = {.limit = PAGE};
    struct rule_set *rows;
    int n = PAGE;
    enum err err = OK;

    (void)o;
    while (!err && n == PAGE) {
        err = store_rule_set_list(x->store, x->arena, &q, &rows, &n, &x->fault);
        for (int i = 0; !err && i < n; i++)
            err = print_set(x, &rows[i]);
        if (!err && n > 0)
            q.cursor = store_rule_set_cursor(x->arena, &rows[n - 1]);
    }
    return err;
}
static enum err
do_diff(struct visit *x, const struct order *o)
{
    struct rule_set set, base = {0};
    struct file_change *rows;
    int n;
    enum err err = set_load(x, o, &set);

    if (!err && set.base != NULL)
        err = store_rule_set_load(x->store, x->arena, set.base, &base, &x->fault);
    if (err)
        return err;
    if ((err = govern_changes(x->arena, set.files, base.files, &rows, &n, &x->fault)))
        return err;

    for (int i = 0; i < n; i++) {
        if (rows[i].change == NULL)
            continue;
        struct buf lines = BUF(x->arena);
        govern_diff(&lines, rows[i].base_text, rows[i].text);
        printf("--- %s\n+++ %s\n%s", rows[i].base_text ? rows[i].path : "/dev/null",
               rows[i].text ? rows[i].path : "/dev/null", lines.p);
    }

    return OK;
}

/* Whoever proposes a set must look at what an upgrade changed under its local overrides. */
static void
tell_conflicts(struct arena *a, const char *conflicts)
{
    size_t i;
    json_t *list, *row;
    if (json_read(a, conflicts, strlen(conflicts), &list, NULL))
        return;
    json_array_foreach(list, i, row)
        fprintf(stderr, "%s：%s\n", json_str(row, "id"), json_str(row, "message"));
}

/* Judged outside the transaction, as everywhere. */
static enum err
try_set(struct visit *x, const struct rule_set *set, bool with_cases, struct trial *t)
{
    govern_try_stored(x->arena, &policy_limits_default, set, with_cases, t);
    if (t->fault.err)
        x->fault = t->fault;
    return t->fault.err;
}

static enum err
propose(struct visit *x, const struct order *o, const struct bundle *b, struct trial *t)
{
    struct activation last;
    struct rule_set base = {0}, set = {.hash = bundle_hash(b),
                                       .files = bundle_text(b, x->arena),
                                       .origin = "proposal",
                                       .note = o->note};
    bool is_new;
    enum err err = store_activation_last(x->store, x->arena, &last, &x->fault);

    if (!err)
        err = store_rule_set_load(x->store, x->arena, last.hash, &base, &x->fault);
    if (err && err != ERR_NOTFOUND)
        return err;

    set.base = base.hash;
    set.manifest = t->manifest;
    set.conflicts = govern_conflicts(x->arena, base.manifest, t->manifest);
    if ((err = store_write_begin(x->store, &x->fault)))
        return err;

    err = govern_propose(x->store, &x->who, world_now(&world_real), &set, &is_new, &x->fault);
    if (!err)
        err = govern_note_trial(x->store, &x->who, set.hash, t, &x->fault);
    if ((err = govern_finish(x->store, err, &x->fault)))
        return err;

    printf("%s\n", set.hash);
    tell_conflicts(x->arena, set.conflicts);
    return OK;
}

static enum err
do_propose(struct visit *x, const struct order *o)
{
    struct bundle *b = NULL;
    struct trial t;
    enum err err = cli_bundle_read(&(struct rules_at){o->object, o->local}, &b, &x->fault);
    if (err)
        return err;

    govern_try(x->arena, &policy_limits_default, b, true, &t);
    err = t.is_loaded ? propose(x, o, b, &t) : t.fault.err;
    bundle_free(b);
    if (!err && !t.is_passed)
        fputs("已记为候选，但用例没有通过：\n", stderr);

    if (!err || !t.is_loaded) {
        x->fault = t.fault;
        err = t.fault.err;
    }
    return err;
}

static enum err
do_approve(struct visit *x, const struct order *o)
{
    struct rule_set set;
    struct signable newest;
    enum err err = govern_signs(govern_mode_is_watching(x->path), &x->fault);
    if (err)
        return err;
    if ((err = set_load(x, o, &set)))
        return err;

    if (o->report == NULL) {
        if (store_signable_load(x->store, x->arena, set.hash, &newest, &x->fault) == OK)
            return fail(&x->fault, ERR_INPUT, "report_required", "--report",
                        "审批即签署重放报告。读过报告之后，请用 --report %s 再运行一次",
                        newest.report_hash);
        return fail(&x->fault, ERR_INPUT, "report_required", "--report",
                    "审批即签署重放报告，这个规则集还没有完成过重放");
    }

    if ((err = store_write_begin(x->store, &x->fault)))
        return err;
    err = govern_finish(x->store,
                        govern_approve(x->store, &x->who, set.hash, o->report, o->note, &x->fault),
                        &x->fault);
    if (!err)
        printf("已审批 %s\n", set.hash);

    return err;
}

static enum err
activate(struct visit *x, const struct order *o, const char *hash, const struct trial *t,
         int64_t ends_at)
{
    struct emergency e = {
        .hash = hash, .reason = o->reason, .now = world_now(&world_real), .ends_at = ends_at};
    enum err err = store_write_begin(x->store, &x->fault);
    if (err)
        return err;

    if (!o->is_emergency)
        err = govern_activate(x->store, &x->who, hash, o->reason, &x->fault);
    else if (!(err = govern_note_trial(x->store, &x->who, hash, t, &x->fault)))
        err = govern_activate_emergency(x->store, &x->who, &e, &x->fault);
    return govern_finish(x->store, err, &x->fault);
}

static enum err
do_publish(struct visit *x, const struct order *o)
{
    struct rule_set set;
    struct trial t;
    int64_t ends_at = 0;
    enum err err = govern_signs(govern_mode_is_watching(x->path), &x->fault);
    if (err)
        return err;
    if (o->is_emergency && (o->until == NULL || !time_parse(o->until, &ends_at)))
        return fail(&x->fault, ERR_INPUT, "ends_at_invalid", "--until",
                    "紧急启用请用 --until 给出结束时间，如 2026-01-31T18:00:00+08:00");
    if (!o->is_emergency && o->until != NULL)
        return fail(&x->fault, ERR_INPUT, "ends_at_invalid", "--until",
                    "--until 只用于紧急启用（--emergency）");
    if ((err = set_load(x, o, &set)))
        return err;
    if ((err = try_set(x, &set, true, &t)))
        return err;
    if ((err = activate(x, o, set.hash, &t, ends_at)))
        return err;
    printf("已启用 %s\n", set.hash);

    return OK;
}

static enum err
do_rollback(struct visit *x, const struct order *o)
{
    const char *to;
    struct rule_set set;
    struct trial t;
    enum err err = govern_before(x->store, x->arena, &to, &x->fault);
    if (err)
        return err;
    if ((err = store_rule_set_load(x->store, x->arena, to, &set, &x->fault)))
        return err;
    if ((err = try_set(x, &set, false, &t)))
        return err;
    if ((err = store_write_begin(x->store, &x->fault)))
        return err;

    err = govern_finish(x->store, govern_rollback(x->store, &x->who, to, o->reason, &x->fault),
                        &x->fault);
    if (!err)
        printf("已回退到 %s\n", to);
    return err;
}

/* ---- the words ------------------------------------------------------------------------------- */

static const struct word {
    const char *name;
    unsigned roles;
    bool has_object;
    enum err (*run)(struct visit *x, const struct order *o);
} words[] = {
    {"list", ROLE_RULE_EDITOR | ROLE_RULE_APPROVER | ROLE_AUDITOR, false, do_list},
    {"propose", ROLE_RULE_EDITOR, true, do_propose},
    {"diff", ROLE_RULE_EDITOR | ROLE_RULE_APPROVER | ROLE_AUDITOR, true, do_diff},
    {"approve", ROLE_RULE_APPROVER, true, do_approve},
    {"publish", ROLE_RULE_APPROVER, true, do_publish},
    {"rollback", ROLE_RULE_APPROVER, false, do_rollback},
};

static const struct word *
word_of(const char *name)
{
    for (size_t i = 0; i < LEN(words); i++)
        if (str_is(words[i].name, name))
            return &words[i];
    return NULL;
}

bool
is_govern_word(const char *name)
{
    return word_of(name) != NULL;
}

static bool
order_read(struct order *o, int argc, char **argv, const struct word *w)
{
    const struct cli_option options[] = {{"state", &o->state, NULL},
                                         {"as", &o->as, NULL},
                                         {"local", &o->local, NULL},
                                         {"note", &o->note, NULL},
                                         {"reason", &o->reason, NULL},
                                         {"report", &o->report, NULL},
                                         {"until", &o->until, NULL},
                                         {"emergency", NULL, &o->is_emergency},
                                         {0}};
    if (!cli_options(argc, argv, options))
        return false;

    optind++; /* the word */
    if (w->has_object && optind < argc)
        o->object = argv[optind++];
    return optind == argc && o->as != NULL && (o->object != NULL) == w->has_object;
}

int
run_govern(int argc, char **argv)
{
    const struct word *w = word_of(argv[1]);
    struct order o = {.state = "var"};
    struct visit x = {0};

    if (!order_read(&o, argc, argv, w))
        return cli_misused();

    x.arena = arena_new();
    enum err err = cli_store_to_write(&x.store, o.state, false, x.path, &x.fault);
    if (!err && !(err = log_in(&x, o.as, w->roles)))
        err = w->run(&x, &o);
    store_close(x.store);
    int status = err ? cli_complain(&x.fault) : 0;
    arena_free(x.arena);

    return status;
}
