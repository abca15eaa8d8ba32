#include "policy_rig.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void
rig_start(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        exit(policy_judge_main());

    base_init();
    log_level_set(LOG_ERROR_);
}

struct policy_limits
rig_limits(void)
{
    struct policy_limits limits = policy_limits_default;
    limits.load_wall_ms = 60000;
    limits.ask_wall_ms = 20000;
    return limits;
}

/* b with that file replaced; b is freed. */
static struct bundle *
laid_over(struct bundle *b, const char *path, const char *text)
{
    struct arena *a = arena_new();
    struct fault f = {0};
    json_t *map = json_loads(bundle_text(b, a), 0, NULL);

    bundle_free(b);
    json_object_set_new(map, path, json_string_nocheck(text));
    if (str_starts(path, "lib/"))
        json_object_set_new(map, "checks/hostile.lua",
                            json_string(RIG_RULE("use('x').deep.bump()")));

    const char *json = json_text(a, arena_json(a, map));
    if (bundle_parse(&b, json, strlen(json), &f))
        check_stop("the test set with %s is not parsed: %s", path, f.text);
    arena_free(a);
    return b;
}

struct bundle *
rig_bundle(const char *path, const char *text)
{
    struct bundle *b;
    struct fault f = {0};

    if (bundle_read(&b, RIG_SET, NULL, &f))
        check_stop("the test set is not read: %s %s", f.where, f.text);
    return path ? laid_over(b, path, text) : b;
}

enum err
rig_policy_open(struct policy **p, const char *path, const char *text,
                const struct policy_limits *limits, struct fault *f)
{
    struct bundle *b = rig_bundle(path, text);
    struct policy_limits usual = rig_limits();
    enum err err = policy_open(p, b, limits ? limits : &usual, f);

    bundle_free(b);
    return err;
}

/* ---- the set as a folder of its own ---------------------------------------------------------- */

static char copy_root[256]; /* where rig_set_copy is copying to, for the walk */

void
rig_set_put(const char *root, const char *path, const char *text, size_t n)
{
    char full[512];

    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *f = fopen(full, "w");
    if (!f || fwrite(text, 1, n, f) != n || fclose(f))
        check_stop("%s is not written", full);
}

static int
copy_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    const char *below = path + strlen(RIG_SET);
    char full[512], *text;
    size_t n;

    (void)st;
    (void)at;
    snprintf(full, sizeof full, "%s%s", copy_root, below);
    if (type == FTW_D)
        return *below ? mkdir(full, 0755) : 0;
    if (file_read(path, 1u << 20, &text, &n, NULL))
        return -1;

    rig_set_put(copy_root, below, text, n);
    free(text);
    return 0;
}

void
rig_set_copy(char *root)
{
    if (!mkdtemp(root))
        check_stop("no folder %s is made", root);

    snprintf(copy_root, sizeof copy_root, "%s", root);
    if (nftw(RIG_SET, copy_one, 8, FTW_PHYS))
        check_stop("the test set is not copied to %s", root);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void
rig_folder_remove(const char *root)
{
    if (nftw(root, remove_one, 8, FTW_PHYS | FTW_DEPTH))
        printf("# %s is left\n", root);
}

/* ---- what is left behind --------------------------------------------------------------------- */

int
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

bool
rig_is_childless(void)
{
    return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

pid_t
rig_child(void)
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

void
no_judge_is_left_behind(void)
{
    CHECK(rig_is_childless());
}
