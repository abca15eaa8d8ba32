/*
 * Every key that a declaration may have is read by the engine, or it would be a word that is
 * declared and not obeyed. keys.lua, which says how that is found out, runs inside a judge.
 */
#include "policy_rig.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/ask.h"
#include "judge/vm/json.h"
#include "judge/wall/wall.h"

#define BUDGET ((int64_t)1 << 40)
#define MEMORY ((uint64_t)1 << 30)

/* A judge in this process, which has loaded the test set. */
static struct judge *
start_judge(void)
{
    struct wire_load load = {.budget_ops = BUDGET / 100, .memory_bytes = MEMORY};
    struct judge *j = arena_alloc(a, sizeof *j);
    struct buf b = BUF(a);
    struct bundle *set = NULL;
    struct fault f = {0};

    j->arena = arena_new();
    if (!host_regex_start(j) || rig_bundle_of(&set, RIG_FILES(NULL), &f))
        check_stop("no judge: %s", f.text);
    buf_add(&b, (const char *)&load, sizeof load);
    buf_puts(&b, bundle_text(set, a));
    bundle_free(set);
    if (judge_answer(j, WIRE_LOAD, b.p, b.n, &f))
        check_stop("the test set does not load: %s %s", f.where, f.text);
    return j;
}

/* A local layer that says what the shipped set has no need of. */
static const char *const layer[] = {
    "local/set.ours.lua",
    "office { name = '示例省网信办', contact = '电话 010-00000000' }\n",
    "local/forms/ours.lua",
    "amend { kind = 'subject', section = 'basic', after = 'name',\n"
    "  field { name = 'district', label = '区', type = 'text', max = 20, required = true,\n"
    "    visibility = 'reviewer', help = '写', example = '区', since = '2099-01-01' } }\n",
    "local/workflow.ours.lua",
    "gate { kind = 'product', code = 'subject_not_approved', drop = true, reason = '不用' }\n"
    "transition { on = 'revoke', kind = 'algorithm', from = 'approved', to = 'revoked',\n"
    "  drop = true, reason = '不用' }\n"
    "state { code = 'revoked', drop = true, reason = '不用' }\n",
    "local/letters/ours.lua",
    "letter { code = 'revocation', drop = true, reason = '不用' }\n",
    NULL};

static const char *
shipped_set(void)
{
    struct bundle *b = NULL;
    struct fault f = {0};

    if (bundle_read(&b, "rules", NULL, &f))
        check_stop("the shipped set is not read: %s", f.text);
    json_t *map = rig_parse(bundle_text(b, a));
    bundle_free(b);
    for (const char *const *file = layer; *file; file += 2)
        json_object_set_new(map, file[0], json_string_nocheck(file[1]));
    return json_text(a, map);
}

struct question {
    const char *script, *files, *extra;
};

static int
enter_keys(lua_State *L)
{
    struct question *q = lua_touserdata(L, 1);

    luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, 1);
    if (luaL_loadbufferx(L, q->script, strlen(q->script), "@keys.lua", "t") != LUA_OK)
        lua_error(L);
    judge_read_json(L, q->files, strlen(q->files));
    lua_pushstring(L, q->extra);
    lua_call(L, 2, 1);
    return 1;
}

/* What keys.lua answers, or why it does not. */
static const char *
ask_keys(const char *extra)
{
    struct question q = {.files = shipped_set(), .extra = extra};
    struct judge *j = start_judge();
    struct fault f = {0};
    char *script;
    size_t n;

    if (file_read("tests/unit/keys.lua", 1 << 20, &script, &n, &f))
        return arena_strdup(a, f.text);
    q.script = script;
    j->is_loading = true;
    judge_arm(j, BUDGET);
    lua_pushcfunction(j->L, enter_keys);
    lua_pushlightuserdata(j->L, &q);
    lua_pcall(j->L, 1, 1, 0);
    return lua_tostring(j->L, -1);
}

/* The same, of a process of its own: a judge's state is not closed, it ends with its process. */
static const char *
unread(const char *extra)
{
    struct buf b = BUF(a);
    char piece[1024];
    int ends[2];
    ssize_t n;

    if (pipe(ends))
        check_stop("no pipe");
    pid_t child = fork();
    if (child == 0) {
        const char *answer = ask_keys(extra);
        size_t left = strlen(answer);
        close(ends[0]);
        for (; left > 0 && (n = write(ends[1], answer, left)) > 0; answer += n)
            left -= (size_t)n;
        _exit(0);
    }

    close(ends[1]);
    while ((n = read(ends[0], piece, sizeof piece)) > 0)
        buf_add(&b, piece, (size_t)n);
    close(ends[0]);
    waitpid(child, NULL, 0);
    buf_puts(&b, "");
    return b.p;
}

static void
every_key_that_is_accepted_is_read(void)
{
    const char *answer = unread("");

    /* no line before the last: all keys of all words, and their number */
    CHECK_LEAST(atol(answer), 150);
    CHECK_LACKS(answer, "\n");
}

static void
one_that_nobody_reads_would_be_found(void)
{
    const char *answer = unread("forgotten");

    CHECK_HAS(answer, "keys.lua:");
    CHECK_HAS(answer, ": forgotten\n");
}

static const struct check_test tests[] = {
    TEST_LONG(every_key_that_is_accepted_is_read),
    TEST_LONG(one_that_nobody_reads_would_be_found),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
