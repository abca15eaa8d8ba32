/*
 * policy_rig: what the tests of the policy room share. The set in tests/hostile/set with one file laid over it, a question, and what
 * must come of it. Tests run from the root of the project.
 */
#ifndef POLICY_RIG_H
#define POLICY_RIG_H

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "policy/policy.h"

#define RIG_SET "tests/hostile/set"
#define RIG_FACTS                                                                                                                          \
    "{\"clock\":{\"today\":\"2026-11-24\",\"now\":\"2026-11-24T18:00:00+08:00\"},\"filing\":{\"id\":null,\"kind\":\"subject\","            \
    "\"action\":\"initial\",\"version\":1,\"data\":{\"basic\":{\"name\":\"好\"}},\"submitted_on\":null},\"organization\":{\"id\":"        \
    "\"org\",\"name\":\"某\",\"serial\":1234567,\"credit_code_elsewhere\":false,\"subject\":null},\"products\":[],\"attachments\":{}}"

static int rig_failed, rig_passed;

__attribute__((unused)) static void
rig_say(const char *name, bool ok, const char *why)
{
    printf(ok ? "ok %s\n" : "not ok %s: %s\n", name, why);
    fflush(stdout);
    *(ok ? &rig_passed : &rig_failed) += 1;
}

/* A file of that path with the head and tail of a rule around body. */
#define RIG_RULE(body)                                                                                                                     \
    "rule {\n  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error', kinds = { 'subject' },\n"                     \
    "  reads = { 'filing.data.basic.name' },\n  check = function(facts, say)\n" body "\n  end,\n}\n"

/* The set with the file at path replaced by text (path NULL: as it is; lib/x.lua: and a rule that calls its deep.bump). */
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
            json_object_set_new(map, "checks/hostile.lua", json_string(RIG_RULE("use('x').deep.bump()")));
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
rig_open(struct policy **p, const char *path, const char *text, const struct policy_limits *limits, struct fault *f)
{
    struct bundle *b = rig_bundle(path, text);
    struct policy_limits usual = policy_limits_default;
    usual.load_wall_ms = 60000; /* under sanitizers, on a busy machine: only tests about time are about time */
    usual.ask_wall_ms = 20000;
    enum err e = policy_open(p, b, limits ? limits : &usual, f);
    bundle_free(b);
    return e;
}

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
