/* The audit trail, verified without a server. */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *state = "var", *heads, *key;

#define HEADS_MAX (256 << 20)

static void
print_verdict(struct arena *a, const struct audit_verdict *x)
{
    printf("%s\n", audit_verdict_text(a, x));
    for (long i = x->flaw == TRAIL_ROWS; i < x->rows.found && i < ROWS_TOLD; i++)
        printf("%s\n", audit_row_text(a, &x->rows.told[i]));
    if (x->rows.found > ROWS_TOLD)
        printf("另有 %ld 处\n", x->rows.found - ROWS_TOLD);
}

/* 0: as it was; 1: it is not, or could not be read. */
static int
verify(struct store *s, const char *path, struct fault *f)
{
    struct audit_verdict x;
    struct arena *a = arena_new();
    char *text = NULL;
    size_t n = 0;
    enum err err = heads ? file_read(heads, HEADS_MAX, &text, &n, f) : OK;
    long waits = store_audit_waiting(path);

    if (!err)
        err = store_read_begin(s, f);
    if (!err) {
        err = store_audit_verify(s, text, key, &x, f);
        store_read_end(s);
    }
    if (!err)
        print_verdict(a, &x);
    if (!err && waits > 0)
        printf("另有 %ld 行已记下、尚未写入哈希链（运行中的系统一秒之内写入）\n", waits);
    free(text);
    arena_free(a);
    return err ? cli_complain(f) : x.flaw != TRAIL_NONE;
}

static int
print_key(struct store *s, const char *path, struct fault *f)
{
    char public[SIGN_PUBLIC_TEXT];

    (void)path;
    if (store_audit_public(s, public, f))
        return cli_complain(f);
    printf("%s\n", public);
    return 0;
}

static int
print_head(struct store *s, const char *path, struct fault *f)
{
    struct arena *a = arena_new();
    const char *line;
    long n;
    int status = 0;

    (void)path;
    if (store_audit_head(s, a, &line, &n, f))
        status = cli_complain(f);
    else
        printf("%s\n", line);
    arena_free(a);
    return status;
}

int
run_audit(int argc, char **argv)
{
    static const struct {
        const char *word;
        int (*run)(struct store *s, const char *path, struct fault *f);
    } words[] = {{"verify", verify}, {"key", print_key}, {"head", print_head}};
    const struct cli_option options[] = {
        {"state", &state, NULL}, {"heads", &heads, NULL}, {"key", &key, NULL}, {0}};
    char path[512];
    struct store *s = NULL;
    struct fault f = {0};
    size_t i = 0;

    if (!cli_options(argc, argv, options))
        return 2;
    while (optind < argc && i < LEN(words) && !str_is(argv[optind], words[i].word))
        i++;
    if (optind >= argc || i == LEN(words))
        return cli_misused();

    int status =
        cli_store_open(&s, state, false, path, &f) ? cli_complain(&f) : words[i].run(s, path, &f);
    store_close(s);
    return status;
}
