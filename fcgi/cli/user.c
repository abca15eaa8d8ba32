/* Accounts of staff from the command line. */
#include "cli/face.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const unsigned staff_roles[] = {
    ROLE_PRELIMINARY_REVIEWER, ROLE_FINAL_REVIEWER, ROLE_RULE_EDITOR,
    ROLE_RULE_APPROVER,        ROLE_AUDITOR,        ROLE_SYSTEM_ADMIN};

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
    if ((err = file_write(path, b.p, b.n, 0600, f)))
        return err;
    if ((err = store_write_begin(s, f)))
        return err;

    for (size_t i = 0; i < LEN(staff_roles) && !err; i++)
        err = staff_add(s, role_name(staff_roles[i]), staff_roles[i], hashes[i], f);
    return govern_finish(s, err, f);
}

static int
user_bootstrap(const char *state)
{
    struct fault f = {0};
    struct store *s = NULL;
    char path[512];
    struct account *rows;
    struct account_query q = {.roles = ROLE__STAFF, .limit = 1};
    int n = 0;
    struct arena *a = arena_new();
    enum err err = cli_store_open(&s, state, true, path, &f);

    if (!err)
        err = store_account_list(s, a, &q, &rows, &n, &f);
    if (!err && n == 0)
        err = bootstrap(s, a, state, &f);
    store_close(s);
    arena_free(a);

    return err ? cli_complain(&f) : 0;
}

static int
user_add(const char *state, const char *role_text, const char *username)
{
    struct fault f = {0};
    struct store *s = NULL;
    char path[512];
    char password[TOKEN_TEXT], hash[PASSWORD_TEXT];
    unsigned role = role_parse(role_text);
    if (role == 0 || role == ROLE_FILER) {
        fprintf(stderr, "没有“%s”这个工作人员角色\n", role_text ? role_text : "");
        return 2;
    }

    token_new(&world_real, password);
    password[20] = '\0';
    enum err err = password_hash(password, hash, &f);
    if (!err && !(err = cli_store_open(&s, state, true, path, &f)) &&
        !(err = store_write_begin(s, &f)))
        err = govern_finish(s, staff_add(s, username, role, hash, &f), &f);
    store_close(s);

    if (err == ERR_CONFLICT)
        fprintf(stderr, "用户名 %s 已被使用\n", username);
    else if (err)
        return cli_complain(&f);
    else
        printf("%s\n", password);

    return err ? 1 : 0;
}

int
run_user(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"state", required_argument, NULL, 's'}, {"role", required_argument, NULL, 'r'}, {0}};
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
    fputs(cli_usage, stderr);

    return 2;
}
