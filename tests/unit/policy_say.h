/*
 * policy_say: what the tests of the policy room share. The set in tests/hostile/set with one file
 * laid over it, a question, and what must come of it. Tests run from the root of the project.
 */
#ifndef POLICY_SAY_H
#define POLICY_SAY_H

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "policy/policy.h"

#define RIG_SET "tests/hostile/set"
#define RIG_FACTS                                                                                   \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},\"filing\":{"      \
    "\"id\":null,\"kind\":\"subject\","                                                             \
    "\"action\":\"initial\",\"version\":1,\"data\":{\"basic\":{\"name\":\"好\"}},\"submitted_"     \
    "on\":null},\"organization\":{\"id\":"                                                          \
    "\"org\",\"name\":\"某\",\"serial\":1234567,\"credit_code_elsewhere\":false,\"subject\":null}" \
    ",\"products\":[],\"attachments\":{}}"

static int rig_failed, rig_passed;

__attribute__((unused)) static void
rig_say(const char *name, bool ok, const char *why)
{
    printf(ok ? "ok %s\n" : "not ok %s: %s\n", name, why);
    fflush(stdout);
    *(ok ? &rig_passed : &rig_failed) += 1;
}

/* A file of that path with the head and tail of a rule around body. */
#define RIG_RULE(body)                                                                                 \
    "rule {\n  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = " \
    "{ 'subject' },\n"                                                                                 \
    "  reads = { 'filing.data.basic.name' },\n  check = function(facts, say)\n" body                   \
    "\n  end,\n}\n"

/* The set with the file at path replaced by text (path NULL: as it is; lib/x.lua: and a rule that
 * calls its deep.bump). */
__attribute__((unused)) static struct bundle *
rig_bundle(const char *path, const char *text)
{
    struct arena *a = arena_new();
    struct bundle *b;
    struct fault f = {0};
    if (bundle_read(&b, RIG_SET, NULL, &f)) {
        printf("not ok the test set is read: %s %s\n", f.where, f.text);
        exit(1);
    }
    if (path) {
        json_t *map = json_loads(bundle_text(b, a), 0, NULL);
        bundle_free(b);
        json_object_set_new(map, path, json_string_nocheck(text));
        if (strncmp(path, "lib/", 4) == 0) /* a library is nothing without a rule that uses it */
            json_object_set_new(map, "checks/hostile.lua",
                                json_string(RIG_RULE("use('x').deep.bump()")));
        char *json = json_dumps(map, 0);
        json_decref(map);
        if (!json || bundle_parse(&b, json, strlen(json), &f)) {
            printf("not ok the test set with %s is parsed: %s\n", path, f.text);
            exit(1);
        }
        free(json);
    }
    arena_free(a);
    return b;
}

__attribute__((unused)) static enum err
rig_open(struct policy **p, const char *path, const char *text, const struct policy_limits *limits,
         struct fault *f)
{
    struct bundle *b = rig_bundle(path, text);
    struct policy_limits usual = policy_limits_default;
    usual.load_wall_ms =
        60000; /* under sanitizers, on a busy machine: only tests about time are about time */
    usual.ask_wall_ms = 20000;
    enum err e = policy_open(p, b, limits ? limits : &usual, f);
    bundle_free(b);
    return e;
}

/* ---- the set as a folder of its own ---------------------------------------------------------- */

#define RIG_TEMP "/tmp/policy_test_XXXXXX"

static char rig_root[256]; /* of rig_copy, for the walk */

__attribute__((unused)) static void
rig_put(const char *root, const char *path, const char *text, size_t n)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *f = fopen(full, "w");
    if (!f || fwrite(text, 1, n, f) != n || fclose(f)) {
        printf("not ok a file is written: %s\n", full);
        exit(1);
    }
}

static int
rig_copy_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    char full[512], *text;
    size_t n;
    (void)st;
    (void)at;
    const char *below = path + strlen(RIG_SET);
    snprintf(full, sizeof full, "%s%s", rig_root, below);
    if (type == FTW_D)
        return *below ? mkdir(full, 0755) : 0;
    if (file_read(path, 1u << 20, &text, &n, NULL))
        return -1;
    rig_put(rig_root, below, text, n);
    free(text);
    return 0;
}

/* root is RIG_TEMP before and the folder's name after. */
__attribute__((unused)) static void
rig_copy(char *root)
{
    if (!mkdtemp(root) || snprintf(rig_root, sizeof rig_root, "%s", root) < 0 ||
        nftw(RIG_SET, rig_copy_one, 8, FTW_PHYS)) {
        printf("not ok the test set is copied to %s\n", root);
        exit(1);
    }
}

static int
rig_remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

__attribute__((unused)) static void
rig_remove(const char *root)
{
    if (nftw(root, rig_remove_one, 8, FTW_PHYS | FTW_DEPTH))
        printf("# %s is left\n", root);
}

/* ---- what is left behind --------------------------------------------------------------------- */

/* Descriptors that this process has open. */
__attribute__((unused)) static int
rig_descriptors(void)
{
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

/* true when no child is left, neither running nor unburied. */
__attribute__((unused)) static bool
rig_is_childless(void)
{
    return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

/* The pid of the one child. */
__attribute__((unused)) static pid_t
rig_judge(void)
{
    char path[64];
    long pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    FILE *f = fopen(path, "r");
    if (f) {
        if (fscanf(f, "%ld", &pid) != 1)
            pid = 0;
        fclose(f);
    }
    return (pid_t)pid;
}

__attribute__((unused)) static int
rig_end(void)
{
    rig_say("no_judge_is_left_behind", rig_is_childless(), "a child is left");
    printf("# %d passed, %d failed\n", rig_passed, rig_failed);
    return rig_failed ? 1 : 0;
}

#endif
