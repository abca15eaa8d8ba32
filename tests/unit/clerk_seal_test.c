/* Files of before are sealed by the clerk: wherever it is cut off, nothing is lost, nothing stays
 * in the clear, and nothing stays that no row names. */
#include "clerk/jobs.h"
#include "rig.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], blobs[80], db_path[80];
static int64_t hours; /* that the clerk's clock is ahead: the sweep leaves young files alone */
static struct clerk *clerk;
static struct fault fault;

static int64_t
test_now(void *ctx)
{
    return world_real.now_ms(ctx) + hours * 3600 * 1000;
}

static void
test_random(void *ctx, void *out, size_t n)
{
    world_real.random(ctx, out, n);
}

static const struct world test_world = {test_now, test_random, NULL};

static void
open_clerk(void)
{
    struct clerk_options options = {
        .store = {.path = db_path, .world = &test_world},
        .rules = {"rules", NULL, &policy_limits_default, &test_world},
        .blob_folder = blobs,
    };
    if (clerk_open(&clerk, &options, &fault))
        check_stop("the clerk does not open: %s %s %s", fault.code, fault.where, fault.text);
}

static void
close_clerk(void)
{
    clerk_close(clerk);
    clerk = NULL;
}

/* ---- what an older program has left ---------------------------------------------------------- */

#define MARK "in the clear"
enum { OWNERS = 3, CONTENTS = 2, ROWS_MAX = 16 };
static struct {
    const char *id, *sha256, *text;
    size_t n;
} left[ROWS_MAX];
static int left_n;

static const char *
path_of(const char *name)
{
    return arena_printf(a, "%s/%.2s/%s", blobs, name, name);
}

static void
leave(const struct account *who, const char *text, size_t n)
{
    char *sha256 = arena_alloc(a, SHA256_TEXT);
    struct attachment x = {.organization_id = who->organization_id,
                           .uploaded_by = who->id,
                           .media_type = "application/pdf",
                           .filename = "a.pdf",
                           .size_bytes = (int64_t)n};

    sha256_hex(text, n, sha256);
    x.sha256 = sha256;
    CHECK_ERR(file_make_folder(arena_printf(a, "%s/%.2s", blobs, sha256), 0750, &fault), OK,
              &fault);
    CHECK_ERR(file_write(path_of(sha256), text, n, 0640, &fault), OK, &fault);
    CHECK_ERR(store_attachment_add(clerk->store, &x, &fault), OK, &fault);
    left[left_n].id = arena_strdup(a, x.id);
    left[left_n].sha256 = sha256;
    left[left_n].text = text;
    left[left_n++].n = n;
}

/* Two companies and somebody of the staff, each with the same two files, the first of them twice.
 */
static void
leave_all(void)
{
    size_t large_n = 3 * SEAL_PIECE + 5;
    char *large = arena_alloc(a, large_n + 1);

    for (size_t at = 0; at + 12 < large_n; at += 12)
        memcpy(large + at, MARK, 12);
    left_n = 0;
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    for (int i = 0; i < OWNERS; i++) {
        struct organization o = {.name = "示例单位"};
        struct account who = {.username = arena_printf(a, "user%d", i),
                              .password_hash = "x",
                              .roles = i < 2 ? ROLE_SET(ROLE_FILER) : ROLE_SET(ROLE_AUDITOR)};
        if (i < 2) {
            CHECK_ERR(store_organization_add(clerk->store, &o, &fault), OK, &fault);
            who.organization_id = arena_strdup(a, o.id);
        }
        CHECK_ERR(store_account_add(clerk->store, &who, &fault), OK, &fault);
        who.id = arena_strdup(a, who.id);
        leave(&who, "%PDF " MARK " %%EOF", 23);
        leave(&who, "%PDF " MARK " %%EOF", 23);
        leave(&who, large, large_n);
    }
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);
}

static void
new_folder(void)
{
    snprintf(folder, sizeof folder, RIG_TEMP);
    rig_temp(folder);
    snprintf(blobs, sizeof blobs, "%s/blobs", folder);
    snprintf(db_path, sizeof db_path, "%s/test.db", folder);
    hours = 0;
}

static void
begin(void)
{
    new_folder();
    CHECK_ERR(file_make_folder(blobs, 0750, &fault), OK, &fault);
    open_clerk();
    leave_all();
}

static void
end(void)
{
    close_clerk();
    rig_folder_remove(folder);
}

/* ---- what came of it ------------------------------------------------------------------------- */

static int
count(const char *path, bool *has_mark)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    struct stat st;
    int n = 0;

    while (dir != NULL && (e = readdir(dir)) != NULL) {
        const char *below = arena_printf(a, "%s/%s", path, e->d_name);
        char *text = NULL;
        size_t size;
        if (e->d_name[0] == '.' || stat(below, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            n += count(below, has_mark);
            continue;
        }
        CHECK_ERR(file_read(below, 1 << 26, &text, &size, &fault), OK, &fault);
        *has_mark |= memmem(text, size, MARK, strlen(MARK)) != NULL;
        free(text);
        n++;
    }
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* Its bytes, in whichever form it is. */
static bool
reads_back(int i)
{
    struct attachment x;
    struct seal_key key;
    int fd = file_in_memory();
    char *got = must_alloc(left[i].n + 1);
    enum err err = store_attachment_load(clerk->store, a, left[i].id, &x, &fault);

    if (!err && x.stored_as == NULL)
        err = unsealed_read(path_of(x.sha256), x.size_bytes, x.sha256, fd, &fault);
    else if (!err && !(err = store_key_load(clerk->store, x.key_n, &key, &fault)))
        err = sealed_read(&(struct file_seal){&key, x.key_n, x.stored_as, x.size_bytes},
                          path_of(x.stored_as), fd, &fault);
    bool is_same = err == OK && pread(fd, got, left[i].n + 1, 0) == (ssize_t)left[i].n &&
                   memcmp(got, left[i].text, left[i].n) == 0;
    free(got);
    close(fd);
    return is_same;
}

static void
all_read_back(void)
{
    for (int i = 0; i < left_n; i++) {
        check_about("row %d", i);
        CHECK(reads_back(i));
    }
}

/* Runs the job until it has been through all. */
static void
seal_all(void)
{
    int next_ms = 1;

    for (int round = 0; round < 50 && next_ms != 0; round++) {
        next_ms = 0;
        CHECK_ERR(blobs_seal(clerk, &next_ms, &fault), OK, &fault);
        CHECK(store_is_idle(clerk->store));
    }
    CHECK_INT(next_ms, 0);
}

static void
nothing_is_left_in_the_clear(void)
{
    bool has_mark = false;
    int next_ms = 0;

    hours = 2;
    CHECK_ERR(blobs_sweep(clerk, &next_ms, &fault), OK, &fault);
    CHECK_INT(count(blobs, &has_mark), OWNERS * CONTENTS);
    CHECK(!has_mark);
    for (int i = 0; i < left_n; i++)
        CHECK(!file_exists(path_of(left[i].sha256)));
}

static void
files_of_before_are_sealed_for_each_owner_and_read_back(void)
{
    begin();
    all_read_back();
    seal_all();
    all_read_back();
    nothing_is_left_in_the_clear();
    all_read_back();
    end();
}

static void
a_file_that_is_damaged_or_gone_is_left_as_it_is_and_stops_no_other(void)
{
    int next_ms = 0;

    begin();
    file_remove(path_of(left[0].sha256));
    CHECK_ERR(file_write(path_of(left[2].sha256), "altered", 7, 0640, &fault), OK, &fault);
    CHECK_ERR(store_write_begin(clerk->store, &fault), OK, &fault);
    struct attachment who;
    CHECK_ERR(store_attachment_load(clerk->store, a, left[8].id, &who, &fault), OK, &fault);
    struct account by = {.id = who.uploaded_by};
    leave(&by, "%PDF another %%EOF", 18);
    CHECK_ERR(store_write_commit(clerk->store, &fault), OK, &fault);

    CHECK_ERR(blobs_seal(clerk, &next_ms, &fault), OK, &fault);
    CHECK_LEAST(next_ms, 60 * MINUTE); /* not again at once */
    CHECK(reads_back(9));
    CHECK(!file_exists(path_of(left[9].sha256)));
    CHECK(file_exists(path_of(left[2].sha256)));
    struct attachment x;
    CHECK_ERR(store_attachment_load(clerk->store, a, left[2].id, &x, &fault), OK, &fault);
    CHECK(x.stored_as == NULL);
    end();
}

/* ---- the patrol ------------------------------------------------------------------------------ */

/* Runs the job until it has been through all; how many it found gone or changed. */
static long
patrol(void)
{
    int next_ms = 0;

    for (int i = 0; i < 100 && next_ms < 60 * MINUTE; i++) {
        next_ms = 0;
        CHECK_ERR(blobs_patrol(clerk, &next_ms, &fault), OK, &fault);
        CHECK(store_is_idle(clerk->store));
    }
    CHECK_LEAST(next_ms, 60 * MINUTE);
    return clerk->patrol.lost_before;
}

static const char *
sealed_file_of(int row)
{
    struct attachment x;
    CHECK_ERR(store_attachment_load(clerk->store, a, left[row].id, &x, &fault), OK, &fault);
    return path_of(x.stored_as);
}

static void
a_sealed_file_that_is_gone_or_changed_is_found_and_told_until_it_is_back(void)
{
    begin();
    CHECK_INT(patrol(), 0); /* nothing is sealed yet */
    seal_all();
    CHECK_INT(patrol(), 0);

    const char *one = sealed_file_of(2), *other = sealed_file_of(5);
    const char *aside = arena_printf(a, "%s/aside", folder);
    CHECK_INT(rename(one, aside), 0);
    CHECK_INT(patrol(), 1);
    CHECK_ERR(file_write(other, "altered", 7, 0640, &fault), OK, &fault);
    CHECK_INT(patrol(), 2);
    CHECK_INT(rename(aside, one), 0);
    CHECK_INT(patrol(), 1);
    end();
}

/* ---- cut off --------------------------------------------------------------------------------- */

static int calls_left;

/* The process ends here as by kill -9, before the call or in the middle of it. */
static bool
is_here(void)
{
    return calls_left-- == 0;
}

static int
cut_open(const char *path, int flags, mode_t mode)
{
    if (is_here())
        raise(SIGKILL);
    return storage_real.open(path, flags, mode);
}

static ssize_t
cut_write(int fd, const void *p, size_t n)
{
    if (is_here()) {
        ssize_t half = storage_real.write(fd, p, n / 2);
        raise(SIGKILL);
        return half;
    }
    return storage_real.write(fd, p, n);
}

static int
cut_fsync(int fd)
{
    if (is_here())
        raise(SIGKILL);
    return storage_real.fsync(fd);
}

static int
cut_rename(const char *from, const char *to)
{
    if (is_here())
        raise(SIGKILL);
    return storage_real.rename(from, to);
}

static int
cut_unlink(const char *path)
{
    if (is_here())
        raise(SIGKILL);
    return storage_real.unlink(path);
}

static int
cut_link(const char *from, const char *to)
{
    return storage_real.link(from, to);
}

static const struct storage_calls cutting = {cut_open,   cut_write,  cut_fsync,
                                             cut_rename, cut_unlink, cut_link};

/* A clerk in a process of its own, killed at its nth call of storage; true when it came to its end
 * before. */
static bool
seals_until(int n)
{
    int status = 0;

    close_clerk();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        int next_ms = 1;
        open_clerk();
        calls_left = n;
        storage_calls_set(&cutting);
        while (next_ms != 0) {
            next_ms = 0;
            if (blobs_seal(clerk, &next_ms, &fault))
                _exit(2);
        }
        _exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    open_clerk();
    return WIFEXITED(status);
}

static void
wherever_the_clerk_is_killed_every_file_is_read_and_in_the_end_all_are_sealed(void)
{
    bool is_whole = false;
    int n = 0, skip = check_is_long ? 1 : 4;

    begin();
    close_clerk();
    char before[sizeof folder];
    strcpy(before, folder);
    for (; !is_whole && n < 400; n += skip) {
        check_about("killed at call %d", n);
        new_folder();
        rig_folder_copy(before, folder);
        is_whole = seals_until(n);
        all_read_back();
        seal_all();
        all_read_back();
        nothing_is_left_in_the_clear();
        all_read_back();
        end();
    }
    rig_folder_remove(before);
    CHECK(is_whole);
    CHECK_LEAST(n, 40);
}

/* Each is killed a few calls on, until one comes to its end. */
static void
a_clerk_that_is_killed_again_and_again_comes_to_its_end(void)
{
    begin();
    for (int i = 0; i < 200 && !seals_until(60); i++)
        all_read_back();
    nothing_is_left_in_the_clear();
    all_read_back();
    end();
}

static const struct check_test tests[] = {
    TEST(files_of_before_are_sealed_for_each_owner_and_read_back),
    TEST(a_file_that_is_damaged_or_gone_is_left_as_it_is_and_stops_no_other),
    TEST(a_sealed_file_that_is_gone_or_changed_is_found_and_told_until_it_is_back),
    TEST_LONG(wherever_the_clerk_is_killed_every_file_is_read_and_in_the_end_all_are_sealed),
    TEST_LONG(a_clerk_that_is_killed_again_and_again_comes_to_its_end),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    return check_main(argc, argv, tests, LEN(tests));
}
