/* Accounts of staff from the command line. */
#include "cli/face.h"

#include <stdio.h>
#include <unistd.h>

/* The i-th role, 0 when it is not one of staff. */
static unsigned
staff_role(int i)
{
    return 1U << i & ROLE__STAFF;
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

/* A first account for a role, under the name of the role. */
struct newcomer {
    char password[TOKEN_TEXT], hash[PASSWORD_TEXT];
};

static enum err
newcomer_make(struct newcomer *x, struct fault *f)
{
    token_new(&world_real, x->password);
    x->password[20] = '\0'; /* 120 random bits, still typed by hand once */
    return password_hash(x->password, x->hash, f);
}

static void
newcomer_json(struct buf *b, const struct newcomer *x, unsigned role)
{
    buf_open(b, role_name(role), '{');
    buf_json_str(b, "username", role_name(role));
    buf_json_str(b, "password", x->password);
    buf_close(b);
}

static enum err
add_all(struct store *s, const struct newcomer *list, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    for (int i = 0; i < ROLE__N && !err; i++)
        if (staff_role(i))
            err = staff_add(s, role_name(staff_role(i)), staff_role(i), list[i].hash, f);
    return govern_finish(s, err, f);
}

/* The file is on disk before the accounts are: a password that nobody knows helps nobody. */
static enum err
bootstrap(struct store *s, struct arena *a, const char *state, struct fault *f)
{
    struct newcomer list[ROLE__N];
    struct buf b = BUF(a);
    enum err err;

    buf_open(&b, NULL, '{');
    for (int i = 0; i < ROLE__N; i++) {
        if (!staff_role(i))
            continue;
        if ((err = newcomer_make(&list[i], f)))
            return err;
        newcomer_json(&b, &list[i], staff_role(i));
    }
    buf_close(&b);
    buf_puts(&b, "\n");

    const char *path = arena_printf(a, "%s/credentials.json", state);
    if ((err = file_write(path, b.p, b.n, 0600, f)))
        return err;
    return add_all(s, list, f);
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

static enum err
add_one(const char *state, const char *username, unsigned role, struct newcomer *x, struct fault *f)
{
    struct store *s = NULL;
    char path[512];
    enum err err = newcomer_make(x, f);

    if (!err)
        err = cli_store_open(&s, state, true, path, f);
    if (!err && !(err = store_write_begin(s, f)))
        err = govern_finish(s, staff_add(s, username, role, x->hash, f), f);
    store_close(s);
    return err;
}

static int
user_add(const char *state, const char *role_text, const char *username)
{
    struct fault f = {0};
    struct newcomer x;
    unsigned role = role_parse(role_text);
    if (role == 0 || role == ROLE_FILER) {
        fprintf(stderr, "没有“%s”这个工作人员角色\n", role_text ? role_text : "");
        return 2;
    }

    enum err err = add_one(state, username, role, &x, &f);
    if (err == ERR_CONFLICT)
        fprintf(stderr, "用户名 %s 已被使用\n", username);
    else if (err)
        return cli_complain(&f);
    else
        printf("%s\n", x.password);

    return err ? 1 : 0;
}

int
run_user(int argc, char **argv)
{
    const char *state = "var", *role = NULL;
    const struct cli_option options[] = {{"state", &state, NULL}, {"role", &role, NULL}, {0}};

    if (!cli_options(argc, argv, options))
        return 2;
    if (optind < argc && str_is(argv[optind], "bootstrap"))
        return user_bootstrap(state);
    if (optind + 1 < argc && str_is(argv[optind], "add"))
        return user_add(state, role, argv[optind + 1]);
    return cli_misused();
}
