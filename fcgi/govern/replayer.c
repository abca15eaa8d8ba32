/* The process that works through the queue of replays. */
#include "govern/replay.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

static volatile sig_atomic_t is_over;

static void
on_term(int signal)
{
    (void)signal;
    is_over = 1;
}

enum err
govern_replay_work(const struct replay_options *o, const char *db_path, struct fault *f)
{
    struct arena *a = arena_new();
    struct replay next;
    int fd = open(arena_printf(a, "%s.replay", db_path), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    enum err err = OK;

    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB))
        err = fail(f, ERR_BUSY, "replay_busy", "", "另一个进程正在重放");
    while (!err && !(err = store_replay_open(o->store, a, &next, f)))
        err = govern_replay_run(o, next.id, f);
    if (fd >= 0)
        close(fd);
    arena_free(a);
    return err == ERR_NOTFOUND ? OK : err;
}

pid_t
govern_replay_spawn(const char *db_path, const char *key_path, const struct policy_limits *limits)
{
    char ops[24], memory[24], wall[16], parent[16];

    snprintf(parent, sizeof parent, "%d", (int)getpid());
    snprintf(ops, sizeof ops, "%ld", limits->budget_ops);
    snprintf(memory, sizeof memory, "%zu", limits->memory_bytes);
    snprintf(wall, sizeof wall, "%d", limits->load_wall_ms);
    char *argv[] = {(char[]){"suanbei"},
                    (char[]){"replayer"},
                    (char[]){"--db"},
                    (char *)(uintptr_t)db_path,
                    (char[]){"--ops"},
                    ops,
                    (char[]){"--memory"},
                    memory,
                    (char[]){"--wall"},
                    wall,
                    (char[]){"--parent"},
                    parent,
                    key_path ? (char[]){"--key"} : NULL,
                    (char *)(uintptr_t)key_path,
                    NULL};
    extern char **environ;
    pid_t pid = 0;

    return process_again(&pid, argv, environ) ? 0 : pid;
}

struct order {
    const char *db, *key;
    struct policy_limits limits;
    pid_t parent; /* 0: not said */
};

static bool
order_read(struct order *o, int argc, char **argv)
{
    static const struct option long_options[] = {{"db", required_argument, NULL, 'd'},
                                                 {"ops", required_argument, NULL, 'o'},
                                                 {"memory", required_argument, NULL, 'm'},
                                                 {"wall", required_argument, NULL, 'w'},
                                                 {"parent", required_argument, NULL, 'p'},
                                                 {"key", required_argument, NULL, 'k'},
                                                 {0}};
    int c;

    while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (c == 'd')
            o->db = optarg;
        else if (c == 'k')
            o->key = optarg;
        else if (c == 'o')
            o->limits.budget_ops = atol(optarg);
        else if (c == 'm')
            o->limits.memory_bytes = strtoul(optarg, NULL, 10);
        else if (c == 'w')
            o->limits.load_wall_ms = atoi(optarg);
        else if (c == 'p')
            o->parent = (pid_t)atol(optarg);
        else
            return false;
    }
    return o->db != NULL;
}

/* Ends with its parent, can be stopped, and lets requests come first. False when the parent is gone
 * already. */
static bool
prepare_process(const struct order *o)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (o->parent && getppid() != o->parent) /* it ended before we asked to be told */
        return false;

    signal(SIGTERM, on_term);
    signal(SIGINT, on_term);
    if (nice(10) == -1)
        log_line(LOG_DEBUG_, "replay: not niced");
    return true;
}

int
govern_replay_main(int argc, char **argv, replay_tell *tell)
{
    struct order order = {.limits = policy_limits_default};
    struct fault f = {0};

    if (!order_read(&order, argc, argv))
        return 2;
    if (!prepare_process(&order))
        return 1;

    struct store_options so = {.path = order.db, .key_path = order.key, .world = &world_real};
    struct replay_options o = {
        .world = &world_real, .limits = &order.limits, .tell = tell, .is_over = &is_over};
    enum err err = store_open(&o.store, &so, &f);
    if (!err)
        err = govern_replay_work(&o, so.path, &f);
    store_close(o.store);
    if (err && err != ERR_AGAIN && err != ERR_BUSY)
        log_line(LOG_ERROR_, "replay: %s %s", f.where, f.text);

    return err ? 1 : 0;
}
