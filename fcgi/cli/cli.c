#include "cli/cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "suanbei serve …                          运行进程池（serve --help）\n"
    "suanbei routes                           打印接口一览（JSON）\n"
    "suanbei user bootstrap --state DIR       建库；没有工作人员账号时，每个角色建一个，密码写入 DIR/credentials.json\n"
    "suanbei user add --state DIR --role ROLE NAME   建一个工作人员账号，打印初始密码\n"
    "suanbei rules check|test DIR             载入规则集；test 还会运行它的全部用例\n"
    "suanbei decide --rules DIR FACTS.json    按规则集判断一份事实，打印结论\n";

static int
complain(const struct fault *f)
{
    fprintf(stderr, "%s%s%s\n", f->where, f->where[0] ? "：" : "", f->text);
    return 1;
}

/* ---- user --------------------------------------------------------------------------------------------------------------- */

static const unsigned staff_roles[] = {ROLE_PRELIMINARY_REVIEWER, ROLE_FINAL_REVIEWER, ROLE_RULE_EDITOR,
                                       ROLE_RULE_APPROVER,        ROLE_AUDITOR,        ROLE_SYSTEM_ADMIN};

static enum err
store_at(struct store **out, const char *state, struct fault *f)
{
    static char path[512];
    enum err err = file_make_folder(state, 0750, f);
    if (err)
        return err;
    snprintf(path, sizeof path, "%s/suanbei.db", state);
    struct store_options options = {.path = path, .world = &world_real};
    return store_open(out, &options, f);
}

static enum err
staff_add(struct store *s, const char *username, unsigned role, const char *hash, struct fault *f)
{
    const char *all = "";
    struct account a = {.username = username, .password_hash = hash, .roles = role};
    enum err err = store_account_add(s, &a, f);
    if (!err)
        err = store_scope_set(s, a.id, &all, &all, 1, f);
    if (!err)
        err = store_audit_add(s, NULL, "staff.add", a.id, NULL, f);
    return err;
}

static enum err
finish(struct store *s, enum err err, struct fault *f)
{
    if (!err)
        return store_write_commit(s, f);
    store_write_rollback(s);
    return err;
}

/* The file is on disk before the accounts are: a password that nobody knows helps nobody. */
static enum err
bootstrap(struct store *s, struct arena *a, const char *state, struct fault *f)
{
    char passwords[LEN(staff_roles)][TOKEN_TEXT], hashes[LEN(staff_roles)][PASSWORD_TEXT];
    struct buf b = BUF(a);
    enum err err = OK;
    buf_puts(&b, "{");
    for (size_t i = 0; i < LEN(staff_roles) && !err; i++) {
        token_new(&world_real, passwords[i]);
        passwords[i][20] = '\0'; /* 120 random bits, still typed by hand once */
        err = password_hash(passwords[i], hashes[i], f);
        buf_key(&b, role_name(staff_roles[i]));
        buf_puts(&b, "{");
        buf_json_str(&b, "username", role_name(staff_roles[i]));
        buf_json_str(&b, "password", passwords[i]);
        buf_puts(&b, "}");
    }
    buf_puts(&b, "}\n");
    if (err)
        return err;
    const char *path = arena_printf(a, "%s/credentials.json", state);
    if ((err = file_write(path, b.p, b.n, 0600, f)) || (err = store_write_begin(s, f)))
        return err;
    for (size_t i = 0; i < LEN(staff_roles) && !err; i++)
        err = staff_add(s, role_name(staff_roles[i]), staff_roles[i], hashes[i], f);
    return finish(s, err, f);
}

static int
user_bootstrap(const char *state)
{
    struct fault f = {0};
    struct store *s = NULL;
    struct account *rows;
    int n = 0;
    struct arena *a = arena_new();
    enum err err = store_at(&s, state, &f);
    if (!err)
        err = store_account_list(s, a, ROLE__STAFF, NULL, 1, &rows, &n, &f);
    if (!err && n == 0)
        err = bootstrap(s, a, state, &f);
    store_close(s);
    arena_free(a);
    return err ? complain(&f) : 0;
}

static int
user_add(const char *state, const char *role_text, const char *username)
{
    struct fault f = {0};
    struct store *s = NULL;
    char password[TOKEN_TEXT], hash[PASSWORD_TEXT];
    unsigned role = role_parse(role_text);
    if (role == 0 || role == ROLE_FILER) {
        fprintf(stderr, "没有“%s”这个工作人员角色\n", role_text ? role_text : "");
        return 2;
    }
    token_new(&world_real, password);
    password[20] = '\0';
    enum err err = password_hash(password, hash, &f);
    if (!err && !(err = store_at(&s, state, &f)) && !(err = store_write_begin(s, &f)))
        err = finish(s, staff_add(s, username, role, hash, &f), &f);
    store_close(s);
    if (err == ERR_CONFLICT)
        fprintf(stderr, "用户名 %s 已被使用\n", username);
    else if (err)
        return complain(&f);
    else
        printf("%s\n", password);
    return err ? 1 : 0;
}

static int
run_user(int argc, char **argv)
{
    static const struct option long_options[] = {{"state", required_argument, NULL, 's'}, {"role", required_argument, NULL, 'r'}, {0}};
    const char *state = "var", *role = NULL;
    int c;
    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (c == 's')
            state = optarg;
        else if (c == 'r')
            role = optarg;
        else
            return 2;
    }
    if (optind < argc && str_is(argv[optind], "bootstrap"))
        return user_bootstrap(state);
    if (optind + 1 < argc && str_is(argv[optind], "add"))
        return user_add(state, role, argv[optind + 1]);
    fputs(usage, stderr);
    return 2;
}

/* ---- rules, decide ------------------------------------------------------------------------------------------------------ */

static enum err
open_rules(const char *folder, struct policy **p, struct fault *f)
{
    struct bundle *b;
    enum err err = bundle_read(&b, folder, NULL, f);
    if (err)
        return err;
    err = policy_open(p, b, &policy_limits_default, f);
    bundle_free(b);
    return err;
}

static void
print_report(const char *report)
{
    size_t i;
    json_t *root = json_loads(report, 0, NULL), *row;
    json_array_foreach(json_object_get(root, "cases"), i, row)
    {
        bool is_ok = json_is_true(json_object_get(row, "ok"));
        printf("%s %s%s%s\n", is_ok ? "ok" : "not ok", json_str(row, "name") ? json_str(row, "name") : "?", is_ok ? "" : "：",
               is_ok || !json_str(row, "message") ? "" : json_str(row, "message"));
    }
    json_decref(root);
}

static int
run_rules(int argc, char **argv)
{
    struct fault f = {0};
    struct policy *p = NULL;
    if (argc < 2 || !(str_is(argv[1], "check") || str_is(argv[1], "test"))) {
        fputs(usage, stderr);
        return 2;
    }
    struct arena *a = arena_new();
    const char *report = NULL;
    enum err err = open_rules(argc > 2 ? argv[2] : "rules", &p, &f);
    if (!err && str_is(argv[1], "test"))
        err = policy_test(p, a, &report, &f);
    if (report != NULL)
        print_report(report);
    if (!err)
        printf("%s\n", policy_rule_set(p));
    fflush(stdout); /* before what complain() says on the other stream */
    policy_close(p);
    arena_free(a);
    return err ? complain(&f) : 0;
}

static int
run_decide(int argc, char **argv)
{
    static const struct option long_options[] = {{"rules", required_argument, NULL, 'r'}, {0}};
    const char *folder = "rules", *answer;
    struct fault f = {0};
    struct policy *p = NULL;
    char *facts = NULL;
    size_t n;
    int c;
    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (c != 'r')
            return 2;
        folder = optarg;
    }
    if (optind >= argc) {
        fputs(usage, stderr);
        return 2;
    }
    struct arena *a = arena_new();
    enum err err = file_read(argv[optind], 16 * 1024 * 1024, &facts, &n, &f);
    if (!err && !(err = open_rules(folder, &p, &f)) && !(err = policy_ask(p, a, POLICY_DECIDE, facts, &answer, &f)))
        printf("%s\n", answer);
    policy_close(p);
    arena_free(a);
    free(facts);
    return err ? complain(&f) : 0;
}

int
cli_run(int argc, char **argv)
{
    if (argc >= 1 && str_is(argv[0], "user"))
        return run_user(argc, argv);
    if (argc >= 1 && str_is(argv[0], "rules"))
        return run_rules(argc, argv);
    if (argc >= 1 && str_is(argv[0], "decide"))
        return run_decide(argc, argv);
    bool wants_help = argc >= 1 && (str_is(argv[0], "help") || str_is(argv[0], "--help"));
    fputs(usage, wants_help ? stdout : stderr);
    return wants_help ? 0 : 2;
}
