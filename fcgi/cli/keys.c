/* The keys that seal: made, replaced, destroyed, beside a pool that serves. */
#include "cli/face.h"

#include <stdio.h>
#include <unistd.h>

#define TOGETHER 100 /* keys or rows of one transaction: others write in between */

struct call {
    const char *state, *owner;
    bool is_only_prepared, drops_old, is_sure;
    char path[512]; /* of the database */
    struct store *s;
    struct arena *a;
    struct fault f;
};

static enum err
finish(struct call *x, enum err err)
{
    if (err) {
        store_write_rollback(x->s);
        return err;
    }
    return store_write_commit(x->s, &x->f);
}

/* ---- new ------------------------------------------------------------------------------------- */

static enum err
keys_new(struct call *x)
{
    const char *path = cli_key_file ? cli_key_file : arena_printf(x->a, "%s/master.key", x->state);
    struct masters m = {0};

    if (file_exists(path))
        return fail(&x->f, ERR_CONFLICT, "master_key_there", path,
                    "已有这个文件，没有改动。覆盖它会使已加密的内容永远不能读取");
    enum err err = file_make_folder(x->state, 0750, &x->f);
    if (!err)
        err = masters_add(&m, &world_real, &x->f);
    if (!err)
        err = masters_write(path, &m, &x->f);
    if (!err)
        printf("已新建主密钥文件 %s。请另存一份到别处：丢失后，已加密的内容无法恢复\n", path);
    return err;
}

/* ---- show ------------------------------------------------------------------------------------ */

static void
show_masters(struct call *x, const struct sealing_key *keys, int n)
{
    const struct masters *m = store_masters(x->s);

    printf("主密钥文件 %s\n", store_masters_path(x->s));
    for (int i = 0; i < m->n; i++) {
        long wrapped = 0;
        for (int k = 0; k < n; k++)
            wrapped += keys[k].erased_at == 0 && str_is(keys[k].master, m->keys[i].name);
        printf("  %s  封装 %ld 个密钥%s\n", m->keys[i].name, wrapped,
               i == 0 ? "（现用）" : "（旧）");
    }
}

static void
show_keys(const struct sealing_key *keys, int n)
{
    long live = 0, replaced = 0, erased = 0;

    for (int i = 0; i < n; i++) {
        erased += keys[i].erased_at != 0;
        replaced += keys[i].erased_at == 0 && keys[i].replaced_at != 0;
        live += keys[i].erased_at == 0 && keys[i].replaced_at == 0;
    }
    printf("密钥：现用 %ld 个，已更换 %ld 个，已销毁 %ld 个\n", live, replaced, erased);
}

static enum err
show_unsealed(struct call *x)
{
    struct unsealed *list;
    int n = 0;
    long all = 0;
    bool is_sealed = false;
    enum err err = store_is_sealed(x->s, &is_sealed, &x->f);
    if (err)
        return err;
    if (is_sealed) {
        printf("旧数据：全部已加密\n");
        return OK;
    }
    if ((err = store_unsealed_count(x->s, x->a, &list, &n, &x->f)))
        return err;

    for (int i = 0; i < n; i++) {
        all += list[i].n;
        if (list[i].n > 0)
            printf("  %s  %ld 行\n", list[i].name, list[i].n);
    }
    printf(all > 0 ? "旧数据：还有 %ld 行没有加密，服务运行时会自动继续\n"
                   : "旧数据：%ld 行没有加密，数据库文件还待整理，服务运行时会自动继续\n",
           all);
    return OK;
}

static enum err
keys_show(struct call *x)
{
    struct sealing_key *keys;
    int n = 0;
    enum err err = store_key_list(x->s, x->a, &keys, &n, &x->f);
    if (err)
        return err;

    show_masters(x, keys, n);
    show_keys(keys, n);
    return show_unsealed(x);
}

/* ---- rotate ---------------------------------------------------------------------------------- */

/* Another one is taken only when the last rotation has ended: one that was cut off goes on. */
static enum err
take_master(struct call *x, bool *is_new)
{
    struct sealing_key *keys;
    int n = 0;
    enum err err = store_write_begin(x->s, &x->f);
    if (err)
        return err;
    if ((err = store_key_list(x->s, x->a, &keys, &n, &x->f)))
        return finish(x, err);

    const char *first = store_masters(x->s)->keys[0].name;
    bool is_used = false, is_over = true;
    for (int i = 0; i < n; i++) {
        if (keys[i].erased_at != 0)
            continue;
        is_used = is_used || str_is(keys[i].master, first);
        is_over = is_over && str_is(keys[i].master, first);
    }
    *is_new = is_used && is_over;
    return finish(x, *is_new ? store_masters_add(x->s, &x->f) : OK);
}

static enum err
wrap_all(struct call *x, long *all)
{
    int n = TOGETHER;

    while (n == TOGETHER) {
        enum err err = store_write_begin(x->s, &x->f);
        if (err)
            return err;
        if ((err = finish(x, store_keys_wrap(x->s, TOGETHER, &n, &x->f))))
            return err;
        *all += n;
    }
    return OK;
}

static enum err
rotate_masters(struct call *x)
{
    bool is_new = false;
    long all = 0;
    enum err err = take_master(x, &is_new);
    if (err)
        return err;
    printf(is_new ? "已在 %s 中加入新的主密钥\n" : "继续上次没有完成的轮换（%s）\n",
           store_masters_path(x->s));
    if (x->is_only_prepared)
        return OK;

    if ((err = wrap_all(x, &all)))
        return err;
    printf("已用新的主密钥封装 %ld 个密钥。以前的备份仍要用旧的主密钥；不再需要时运行 suanbei keys "
           "rotate --drop-old\n",
           all);
    return OK;
}

static enum err
drop_old(struct call *x)
{
    enum err err = store_write_begin(x->s, &x->f);
    if (!err)
        err = finish(x, store_masters_drop(x->s, &x->f));
    if (!err)
        printf("文件中只留下现用的主密钥\n");
    return err;
}

/* Files that the old key sealed stay as they are, and so does the key. */
static enum err
reseal(struct call *x, int64_t key_n, long *all)
{
    struct resealing at = {.key_n = key_n};
    bool is_done = false;

    while (!is_done) {
        long n = 0;
        enum err err = store_write_begin(x->s, &x->f);
        if (err)
            return err;
        if ((err = finish(x, store_reseal_some(x->s, &at, TOGETHER, &n, &is_done, &x->f))))
            return err;
        *all += n;
    }
    return OK;
}

static enum err
rotate_owner(struct call *x)
{
    struct sealing_key *keys;
    int n = 0;
    long all = 0;
    enum err err = store_write_begin(x->s, &x->f);
    if (!err)
        err = finish(x, store_key_replace(x->s, x->owner, &x->f));
    if (!err)
        err = store_key_list(x->s, x->a, &keys, &n, &x->f);
    for (int i = 0; !err && i < n; i++)
        if (keys[i].erased_at == 0 && keys[i].replaced_at != 0 && str_is(keys[i].owner, x->owner))
            err = reseal(x, keys[i].n, &all);
    if (!err)
        printf("已给 %s 换了密钥，重新加密 %ld 行；附件文件仍由旧密钥加密\n", x->owner, all);
    return err;
}

static enum err
keys_rotate(struct call *x)
{
    if (x->drops_old)
        return drop_old(x);
    return x->owner ? rotate_owner(x) : rotate_masters(x);
}

/* ---- erase ----------------------------------------------------------------------------------- */

static enum err
erase_audited(struct call *x, struct erasure *out)
{
    enum err err = store_erase(x->s, x->owner, out, &x->f);
    return err ? err : store_audit_add(x->s, NULL, "keys.erase", x->owner, NULL, &x->f);
}

static enum err
keys_erase(struct call *x)
{
    struct erasure done;

    if (x->owner == NULL)
        return fail(&x->f, ERR_INPUT, "usage", "--owner", "请用 --owner 写明单位或账号的编号");
    if (!x->is_sure)
        return fail(&x->f, ERR_INPUT, "usage", "--yes",
                    "销毁密钥后，%s 的内容谁也不能再读取，也无法恢复。确认请加 --yes", x->owner);
    enum err err = store_write_begin(x->s, &x->f);
    if (!err)
        err = finish(x, erase_audited(x, &done));
    if (!err)
        printf("已销毁%s %s 的密钥 %ld 个，停用账号 %ld 个。备案编号、哈希和审计记录保持不变\n",
               done.is_organization ? "单位" : "账号", x->owner, done.keys, done.accounts);
    return err;
}

/* ---- the word -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum err (*run)(struct call *x);
    enum err (*open)(struct store **out, const char *state, bool make, char *path, struct fault *f);
} verbs[] = {
    {"new", keys_new, NULL},
    {"show", keys_show, cli_store_open},
    {"rotate", keys_rotate, cli_store_to_write},
    {"erase", keys_erase, cli_store_to_write},
};

static enum err
run_verb(struct call *x, size_t i)
{
    enum err err = OK;

    x->a = arena_new();
    if (verbs[i].open != NULL)
        err = verbs[i].open(&x->s, x->state, false, x->path, &x->f);
    if (!err)
        err = verbs[i].run(x);
    store_close(x->s);
    arena_free(x->a);
    return err;
}

int
run_keys(int argc, char **argv)
{
    struct call x = {.state = "var"};
    const struct cli_option options[] = {
        {"state", &x.state, NULL},        {"owner", &x.owner, NULL},
        {"yes", NULL, &x.is_sure},        {"prepare", NULL, &x.is_only_prepared},
        {"drop-old", NULL, &x.drops_old}, {0},
    };

    if (!cli_options(argc, argv, options))
        return 2;
    for (size_t i = 0; i < LEN(verbs); i++)
        if (optind < argc && str_is(argv[optind], verbs[i].name))
            return run_verb(&x, i) ? cli_complain(&x.f) : 0;
    return cli_misused();
}
