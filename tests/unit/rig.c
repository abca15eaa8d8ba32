#include "rig.h"
#include "judge/judge.h"
#include "press/press.h"
#include "reader/reader.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct arena *a;

static void
free_arena(void)
{
    arena_free(a);
}

void
rig_start(int argc, char **argv)
{
    if (argc > 1 && str_is(argv[1], "judge"))
        exit(judge_main());
    if (argc > 1 && str_is(argv[1], "reader"))
        exit(reader_main());
    if (argc > 1 && str_is(argv[1], "press"))
        exit(press_main());

    base_init();
    log_level_set(LOG_ERROR_);
    a = arena_new();
    atexit(free_arena);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

json_t *
rig_parse(const char *text)
{
    struct fault f;
    json_t *j = NULL;

    if (json_read(a, text, strlen(text), &j, &f))
        check_stop("%s %s: %s", f.code, f.where, text);
    return j;
}

const char *
rig_quoted(const char *text)
{
    char *own = arena_strdup(a, text);

    for (char *p = own; (p = strchr(p, '\'')) != NULL;)
        *p = '"';
    return own;
}

json_t *
rig_json(const char *text)
{
    return rig_parse(rig_quoted(text));
}

json_t *
rig_at(const json_t *j, const char *pointer)
{
    char name[128];

    while (j != NULL && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        snprintf(name, sizeof name, "%.*s", (int)n, pointer);
        j = json_is_array(j) ? json_array_get(j, (size_t)atol(name)) : json_object_get(j, name);
        pointer += n;
    }
    return (json_t *)(uintptr_t)j;
}

const char *
rig_text(const json_t *j, const char *pointer)
{
    return json_string_value(rig_at(j, pointer));
}

long long
rig_int(const json_t *j, const char *pointer)
{
    const json_t *found = rig_at(j, pointer);
    return json_is_integer(found) ? json_integer_value(found) : -1;
}

/* ---- folders --------------------------------------------------------------------------------- */

void
rig_temp(char *root)
{
    if (!mkdtemp(root))
        check_stop("no folder %s is made", root);
}

void
rig_write(const char *root, const char *path, const void *text, size_t n)
{
    char full[512];

    snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *f = fopen(full, "w");
    if (!f || fwrite(text, 1, n, f) != n || fclose(f))
        check_stop("%s is not written", full);
}

static const char *copy_from, *copy_to; /* of the walk */

static int
copy_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    const char *below = path + strlen(copy_from);
    char full[512], *text;
    size_t n;

    (void)at;
    snprintf(full, sizeof full, "%s%s", copy_to, below);
    if (type == FTW_D)
        return *below ? mkdir(full, 0755) : 0;
    if (file_read(path, 1u << 26, &text, &n, NULL))
        return -1;

    rig_write(copy_to, below, text, n);
    free(text);
    return chmod(full, st->st_mode & 07777);
}

void
rig_folder_copy(const char *from, const char *root)
{
    copy_from = from;
    copy_to = root;
    if (nftw(from, copy_one, 8, FTW_PHYS))
        check_stop("%s is not copied to %s", from, root);
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

/* ---- other processes ------------------------------------------------------------------------- */

bool
rig_wait(int *n)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return ++*n < 20000;
}

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

/* The first line of a file below /proc; "" when there is none. */
static void
read_line(const char *path, char *line, size_t size)
{
    FILE *f = fopen(path, "r");

    if (!f || !fgets(line, (int)size, f))
        line[0] = '\0';
    if (f)
        fclose(f);
}

pid_t
rig_child(void)
{
    char path[64], line[64];

    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    read_line(path, line, sizeof line);
    return (pid_t)atol(line);
}

/* Reads what follows the name in /proc/PID/stat, from the state on; "" when it is not there. */
static void
read_stat(pid_t pid, char rest[512])
{
    char path[64], line[512];

    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    read_line(path, line, sizeof line);
    const char *name_end = strrchr(line, ')');
    snprintf(rest, 512, "%s", name_end && name_end[1] == ' ' ? name_end + 2 : "");
}

bool
rig_is_asleep(pid_t pid)
{
    char rest[512];
    read_stat(pid, rest);
    return rest[0] == 'S';
}

bool
rig_is_over(pid_t pid)
{
    char rest[512];
    read_stat(pid, rest);
    return rest[0] == '\0' || rest[0] == 'Z' || rest[0] == 'X';
}

long
rig_ticks(pid_t pid)
{
    char rest[512];
    long ticks = 0;

    read_stat(pid, rest);
    if (sscanf(rest, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld", &ticks) != 1)
        return 0;
    return ticks;
}

bool
rig_is_valgrind(void)
{
    const char *preload = getenv("LD_PRELOAD");
    return preload && strstr(preload, "vgpreload");
}

void
no_judge_is_left_behind(void)
{
    CHECK(rig_is_childless());
}
