/* Accounts of staff from the command line, and a way back in for any. */
#include "cli/face.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- roles ----------------------------------------------------------------------------------- */

/* A role of staff and what an account of it holds: the core's, and the reviewers' roles that the
 * rules declare. */
struct post {
    const char *role, *title; /* its name, for people */
    struct role_set roles;
};
struct posts {
    struct post *list;
    int n;
};

static void
posts_add(struct posts *x, const char *role, const char *title, struct role_set roles)
{
    x->list[x->n++] = (struct post){role, title, roles};
}

/* Reviewers' roles come first: they are whom an office appoints first. */
static enum err
posts_of(struct arena *a, const struct rules_at *at, struct posts *out, struct fault *f)
{
    struct policy *p = NULL;
    enum err err = cli_rules_open(at, &p, NULL, f);
    if (err)
        return err;

    const struct law *law = policy_law(p);
    out->list = arena_alloc(a, (size_t)(law->roles_n + ROLE__N) * sizeof *out->list);
    out->n = 0;
    for (int i = 0; i < law->roles_n; i++) {
        const char *role = arena_strdup(a, law->roles[i].code);
        struct role_set roles = ROLE_SET(0);
        role_set_review(&roles, a, role);
        posts_add(out, role, arena_strdup(a, law->roles[i].label), roles);
    }
    for (unsigned bit = 1; bit < ROLE__ALL; bit <<= 1)
        if (bit & ROLE__STAFF & ~(unsigned)ROLE_REVIEWER)
            posts_add(out, role_name(bit), label_of(LABEL_ROLE, role_name(bit)), ROLE_SET(bit));
    policy_close(p);
    return OK;
}

static enum err
staff_add(struct store *s, const char *username, const struct post *post, const char *hash,
          struct fault *f)
{
    const struct scope all = {"", "", ""};
    /* It is printed, so others may have seen it. */
    struct account a = {
        .username = username, .password_hash = hash, .roles = post->roles, .must_change = true};
    enum err err = store_account_add(s, &a, f);
    if (!err)
        err = store_scope_set(s, a.id, &all, 1, f);
    if (!err)
        err = store_audit_add(s, NULL, "staff.add", a.id, NULL, f);
    return err;
}

/* ---- the first accounts ---------------------------------------------------------------------- */

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
newcomer_json(struct buf *b, const struct newcomer *x, const struct post *post)
{
    buf_open(b, post->role, '{');
    buf_json_str(b, "username", post->role);
    buf_json_str(b, "title", post->title);
    buf_json_str(b, "password", x->password);
    buf_close(b);
}

static enum err
add_all(struct store *s, const struct posts *posts, const struct newcomer *list, struct fault *f)
{
    enum err err = store_write_begin(s, f);
    if (err)
        return err;

    for (int i = 0; i < posts->n && !err; i++)
        err = staff_add(s, posts->list[i].role, &posts->list[i], list[i].hash, f);
    return govern_finish(s, err, f);
}

/* The file is on disk before the accounts are: a password that nobody knows helps nobody. */
static enum err
bootstrap(struct store *s, struct arena *a, const char *state, const struct posts *posts,
          struct fault *f)
{
    struct newcomer *list = arena_alloc(a, (size_t)posts->n * sizeof *list);
    struct buf b = BUF(a);
    enum err err;

    buf_open(&b, NULL, '{');
    for (int i = 0; i < posts->n; i++) {
        if ((err = newcomer_make(&list[i], f)))
            return err;
        newcomer_json(&b, &list[i], &posts->list[i]);
    }
    buf_close(&b);
    buf_puts(&b, "\n");

    const char *path = arena_printf(a, "%s/credentials.json", state);
    if ((err = file_write(path, b.p, b.n, 0600, f)))
        return err;
    return add_all(s, posts, list, f);
}

static int
user_bootstrap(const char *state, const struct rules_at *at)
{
    struct fault f = {0};
    struct store *s = NULL;
    char path[512];
    struct account *rows;
    struct account_query q = {.roles = ROLE__STAFF, .limit = 1};
    struct posts posts;
    int n = 0;
    struct arena *a = arena_new();
    enum err err = cli_store_to_write(&s, state, true, path, &f);

    if (!err)
        err = store_account_list(s, a, &q, &rows, &n, &f);
    if (!err && n == 0 && !(err = posts_of(a, at, &posts, &f)))
        err = bootstrap(s, a, state, &posts, &f);
    store_close(s);
    arena_free(a);

    return err ? cli_complain(&f) : 0;
}

/* ---- one more -------------------------------------------------------------------------------- */

static enum err
add_one(const char *state, const char *username, const struct post *post, struct newcomer *x,
        struct fault *f)
{
    struct store *s = NULL;
    char path[512];
    enum err err = newcomer_make(x, f);

    if (!err)
        err = cli_store_to_write(&s, state, true, path, f);
    if (!err && !(err = store_write_begin(s, f)))
        err = govern_finish(s, staff_add(s, username, post, x->hash, f), f);
    store_close(s);
    return err;
}

static const struct post *
post_named(const struct posts *posts, const char *role)
{
    for (int i = 0; i < posts->n; i++)
        if (str_is(posts->list[i].role, role))
            return &posts->list[i];
    return NULL;
}

static int
user_add(struct arena *a, const char *state, const struct rules_at *at, const char *role,
         const char *username)
{
    struct fault f = {0};
    struct newcomer x;
    struct posts posts;
    enum err err = posts_of(a, at, &posts, &f);
    if (err)
        return cli_complain(&f);

    const struct post *post = post_named(&posts, role);
    if (post == NULL) {
        fprintf(stderr, "没有“%s”这个工作人员角色\n", role ? role : "");
        return 2;
    }

    err = add_one(state, username, post, &x, &f);
    if (str_is(f.code, "exists"))
        fprintf(stderr, "用户名 %s 已被使用\n", username);
    else if (err)
        return cli_complain(&f);
    else
        printf("%s\n", x.password);

    return err ? 1 : 0;
}

/* ---- a way back in --------------------------------------------------------------------------- */

#define RESET_MS (24LL * 3600 * 1000)

static enum err
reset_save(struct store *s, const char *account_id, const char *token, struct fault *f)
{
    char hash[SHA256_TEXT];

    sha256_hex(token, strlen(token), hash);
    const struct reset x = {.account_id = account_id,
                            .token_hash = hash,
                            .drops_factor = true,
                            .ends_at = world_now(&world_real) + RESET_MS};
    enum err err = store_reset_save(s, &x, f);
    if (err)
        return err;
    return store_audit_add(s, NULL, "reset.start", account_id, "{\"second_factor\":true}", f);
}

/* For whom no administrator can help: whoever may write the database may do this. */
static int
user_reset(struct arena *a, const char *state, const char *username)
{
    struct fault f = {0};
    struct store *s = NULL;
    char path[512], token[TOKEN_TEXT];
    struct account x;
    enum err err = cli_store_to_write(&s, state, false, path, &f);

    token_new(&world_real, token);
    if (!err)
        err = store_account_by_username(s, a, username, &x, &f);
    if (!err && !(err = store_write_begin(s, &f)))
        err = govern_finish(s, reset_save(s, x.id, token, &f), &f);
    store_close(s);

    if (err == ERR_NOTFOUND)
        fprintf(stderr, "没有用户名为 %s 的账号\n", username);
    else if (err)
        return cli_complain(&f);
    else
        printf("/login/reset#%s\n", token);
    return err ? 1 : 0;
}

int
run_user(int argc, char **argv)
{
    const char *state = "var", *role = NULL;
    struct rules_at at = {"rules", NULL};
    const struct cli_option options[] = {{"state", &state, NULL},
                                         {"role", &role, NULL},
                                         {"rules", &at.folder, NULL},
                                         {"local", &at.local, NULL},
                                         {0}};

    if (!cli_options(argc, argv, options))
        return 2;
    if (optind < argc && str_is(argv[optind], "bootstrap"))
        return user_bootstrap(state, &at);
    bool is_reset = optind < argc && str_is(argv[optind], "reset");
    if (optind + 1 >= argc || (!is_reset && !str_is(argv[optind], "add")))
        return cli_misused();

    struct arena *a = arena_new();
    int status = is_reset ? user_reset(a, state, argv[optind + 1])
                          : user_add(a, state, &at, role, argv[optind + 1]);
    arena_free(a);
    return status;
}
