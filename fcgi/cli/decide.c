/* The offline judge: judges facts, or makes an exported judgement again and compares. It needs no
 * database and no network. */
#include "cli/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX (16 * 1024 * 1024)
#define PIECE_BYTES 60

struct decide {
    struct rules_at rules;
    const char *path;
    bool is_printing; /* what is decided now, also when it is compared */
    struct arena *arena;
    struct policy *policy;
};

/* ---- comparing ------------------------------------------------------------------------------- */

/* Up to PIECE_BYTES around a place, at whole characters. */
static const char *
piece(struct arena *a, const char *text, size_t at)
{
    size_t n = strlen(text), from = at > PIECE_BYTES / 2 ? at - PIECE_BYTES / 2 : 0,
           to = at + PIECE_BYTES / 2;

    while (from > 0 && ((unsigned char)text[from] & 0xC0) == 0x80)
        from--;
    to = to < n ? to : n;
    while (to < n && ((unsigned char)text[to] & 0xC0) == 0x80)
        to++;
    return from < n ? arena_printf(a, "%s%.*s%s", from ? "…" : "", (int)(to - from), text + from,
                                   to < n ? "…" : "")
                    : "（到此为止）";
}

/* True when they are the same; otherwise says where they part. */
static bool
compare(struct arena *a, const char *before, const char *now)
{
    size_t at = 0;
    while (before[at] != '\0' && before[at] == now[at])
        at++;
    if (before[at] == now[at])
        return true;
    printf("不一致：结论自第 %zu 字节起不同\n  导出：%s\n  重做：%s\n", at + 1,
           piece(a, before, at), piece(a, now, at));
    return false;
}

/* Says what differs of all that must be equal before it makes sense to judge again. Returns how
 * many. */
static int
differences(const struct decide *x, const json_t *export, const char *facts_hash)
{
    const char *set = json_str(export, "rule_set"), *engine = json_str(export, "engine"),
               *hash = json_str(export, "facts_hash");
    int n = 0;

    if (!str_is(hash, facts_hash) && ++n)
        printf("不一致：事实的哈希不同，facts 在导出之后被改动过\n  导出：%s\n  现在：%s\n",
               hash ? hash : "（没有）", facts_hash);
    if (!str_is(set, policy_rule_set(x->policy)) && ++n)
        printf("不一致：规则集不同，请换成当时的规则文件夹再比较\n  导出：%s\n  %s：%s\n",
               set ? set : "（没有）", x->rules.folder, policy_rule_set(x->policy));
    if (!str_is(engine, policy_engine()) && ++n)
        printf("不一致：引擎版本不同，请用当时的程序再比较\n  导出：%s\n  本程序：%s\n",
               engine ? engine : "（没有）", policy_engine());
    return n;
}

static enum err
judge(const struct decide *x, const char *facts, const char **answer, struct fault *f)
{
    struct fault why;
    enum err err = policy_judge(x->policy, x->arena, facts, answer, &why);
    if (err)
        *f = why;
    else if (x->is_printing)
        printf("%s\n", *answer);
    return err;
}

/* Compares the answer of the export with the one that the rules give now. */
static bool
answer_is_same(const struct decide *x, const json_t *stored, const char *answer, enum err *err,
               struct fault *f)
{
    json_t *again;

    if ((*err = json_read(x->arena, answer, strlen(answer), &again, f)))
        return false;
    return compare(x->arena, json_text(x->arena, stored), json_text(x->arena, again));
}

static void
say_same(const struct decide *x, const json_t *export, const char *facts_hash)
{
    fprintf(x->is_printing ? stderr : stdout,
            "一致：备案 %s 的第 %lld 个决定（%s），结论逐字节相同\n  规则集 %s\n  事实 %s\n",
            json_str(export, "filing") ? json_str(export, "filing") : "？",
            (long long)json_integer_value(json_object_get(export, "n")),
            json_str(json_object_get(export, "answer"), "verdict"), policy_rule_set(x->policy),
            facts_hash);
}

/* 0: the same; 1: told what differs. */
static int
judge_again(const struct decide *x, const json_t *export, enum err *err, struct fault *f)
{
    char hash[SHA256_TEXT];
    const char *facts = json_text(x->arena, json_object_get(export, "facts")), *answer;
    const json_t *stored = json_object_get(export, "answer");

    if ((*err = policy_facts_hash(x->arena, facts, hash, f)))
        return 1;
    if (json_is_true(json_object_get(export, "masked"))) {
        printf("不能重做：这份导出中的个人信息已遮盖。请由填报单位导出，或由领取了任务的审核人员加 "
               "unmask=facts 导出\n");
        return 1;
    }
    bool differs = differences(x, export, hash) > 0;
    if (!str_is(json_str(export, "verdict"), json_str(stored, "verdict"))) {
        printf("不一致：导出的 verdict 与 answer 中的不同，文件被改动过\n");
        differs = true;
    }

    /* With another set or engine another answer says nothing: it is made only for who wants to see
     * it. */
    if ((differs && !x->is_printing) || (*err = judge(x, facts, &answer, f)) || differs)
        return 1;
    if (!answer_is_same(x, stored, answer, err, f))
        return 1;

    say_same(x, export, hash);
    return 0;
}

/* ---- the command ----------------------------------------------------------------------------- */

static int
decide_file(struct decide *x)
{
    struct fault f = {0};
    char *text = NULL;
    size_t n;
    json_t *root;
    const char *answer;
    int status = 0;
    enum err err = file_read(x->path, FILE_MAX, &text, &n, &f);

    if (!err && !(err = json_read(x->arena, text, n, &root, &f)) &&
        !(err = cli_rules_open(&x->rules, &x->policy, NULL, &f))) {
        bool is_export = json_is_object(json_object_get(root, "facts")) &&
                         json_is_object(json_object_get(root, "answer"));
        if (is_export)
            status = judge_again(x, root, &err, &f);
        else {
            x->is_printing = true;
            err = judge(x, text, &answer, &f);
        }
    }

    fflush(stdout); /* before what cli_complain() says on the other stream */
    free(text);
    return err ? cli_complain(&f) : status;
}

int
run_decide(int argc, char **argv)
{
    struct decide x = {.rules = {.folder = "rules"}};
    const struct cli_option options[] = {{"rules", &x.rules.folder, NULL},
                                         {"local", &x.rules.local, NULL},
                                         {"print", NULL, &x.is_printing},
                                         {0}};

    if (!cli_options(argc, argv, options))
        return 2;
    if (optind >= argc)
        return cli_misused();

    x.path = argv[optind];
    x.arena = arena_new();
    int status = decide_file(&x);
    policy_close(x.policy);
    arena_free(x.arena);

    return status;
}
