/* Files sealed and unsealed a piece at a time, and the folder of plain copies: what does not open,
 * who is refused, and what is taken away when. */
#include "rig.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = RIG_TEMP;
static struct fault fault;
static struct seal_key key;

/* ---- sealing --------------------------------------------------------------------------------- */

static unsigned char *
content(size_t n)
{
    unsigned char *p = must_alloc(n + 1);

    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)(i * 31 + i / 251);
    return p;
}

static int
memory_of(const void *p, size_t n)
{
    int fd = file_in_memory();

    CHECK(fd >= 0);
    CHECK_INT(write(fd, p, n), n);
    return fd;
}

static const char *
path_of(const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

static void
seal_as(const char *name, const char *place, const unsigned char *p, size_t n)
{
    struct file_seal s = {&key, 7, place, (int64_t)n};
    struct file_new file;
    int from = memory_of(p, n);

    CHECK_ERR(file_new_open(&file, folder, &world_real, &fault), OK, &fault);
    CHECK_ERR(sealed_write(&s, from, &file, &fault), OK, &fault);
    CHECK_ERR(file_new_keep(&file, path_of(name), &fault), OK, &fault);
    close(from);
}

static enum err
unseal_as(const char *name, const char *place, size_t n, int to)
{
    struct file_seal s = {&key, 7, place, (int64_t)n};
    return sealed_read(&s, path_of(name), to, &fault);
}

static bool
holds(int fd, const unsigned char *p, size_t n)
{
    unsigned char *got = must_alloc(n + 1);
    bool is = pread(fd, got, n + 1, 0) == (ssize_t)n && memcmp(got, p, n) == 0;

    free(got);
    return is;
}

static const struct size_row {
    const char *name;
    size_t n;
} sizes[] = {
    {"one byte", 1},
    {"a byte less than a piece", SEAL_PIECE - 1},
    {"one piece", SEAL_PIECE},
    {"a byte more than a piece", SEAL_PIECE + 1},
    {"three pieces", 3 * SEAL_PIECE},
    {"many pieces and some", 40 * SEAL_PIECE + 77},
};

static void
a_file_comes_back_as_it_was_sealed(const void *row)
{
    size_t n = ((const struct size_row *)row)->n;
    unsigned char *p = content(n), *text = NULL;
    size_t text_n;
    int to = file_in_memory();

    seal_as("a", "here", p, n);
    CHECK_ERR(unseal_as("a", "here", n, to), OK, &fault);
    CHECK(holds(to, p, n));

    CHECK_ERR(file_read(path_of("a"), 1 << 28, (char **)&text, &text_n, &fault), OK, &fault);
    CHECK_INT(text_n, SEAL_FILE_HEAD + n + (n + SEAL_PIECE - 1) / SEAL_PIECE * SEAL_PIECE_MORE);
    CHECK(n < 32 || memmem(text, text_n, p, 32) == NULL);
    close(to);
    free(p);
    free(text);
}

/* One of these is done to a sealed file of two pieces and some. */
enum { N = 2 * SEAL_PIECE + 100, SEALED_PIECE = SEAL_PIECE + SEAL_PIECE_MORE };
static const struct damage {
    const char *name;
    long flip;           /* this byte is another; -1: none */
    long cut;            /* so long it is then; -1: as it was */
    bool is_longer;      /* a byte comes after it */
    long from, to;       /* pieces exchanged; 0, 0: none */
    const char *at_name; /* it is looked for there; NULL: where it was */
} damages[] = {
    {"its suite is another", 0, -1, false, 0, 0, NULL},
    {"its key's number is another", 3, -1, false, 0, 0, NULL},
    {"its head is another", 12, -1, false, 0, 0, NULL},
    {"its first byte is another", SEAL_FILE_HEAD, -1, false, 0, 0, NULL},
    {"a byte of its second piece is another", SEAL_FILE_HEAD + SEALED_PIECE + 9, -1, false, 0, 0,
     NULL},
    {"its last byte is another", SEAL_FILE_HEAD + 2 * SEALED_PIECE + 116, -1, false, 0, 0, NULL},
    {"it is empty", -1, 0, false, 0, 0, NULL},
    {"it is a head alone", -1, SEAL_FILE_HEAD, false, 0, 0, NULL},
    {"it ends within a piece", -1, SEAL_FILE_HEAD + 100, false, 0, 0, NULL},
    {"it ends after a piece", -1, SEAL_FILE_HEAD + SEALED_PIECE, false, 0, 0, NULL},
    {"it ends before its last byte", -1, SEAL_FILE_HEAD + 2 * SEALED_PIECE + 116, false, 0, 0,
     NULL},
    {"something comes after it", -1, -1, true, 0, 0, NULL},
    {"its pieces are exchanged", -1, -1, false, 0, 1, NULL},
    {"it is not there", -1, -1, false, 0, 0, "elsewhere"},
};

static void
damage(const struct damage *d)
{
    unsigned char byte, one[SEALED_PIECE], other[SEALED_PIECE];
    int fd = open(path_of("b"), O_RDWR);

    CHECK(fd >= 0);
    if (d->flip >= 0) {
        CHECK_INT(pread(fd, &byte, 1, d->flip), 1);
        byte ^= 0x40;
        CHECK_INT(pwrite(fd, &byte, 1, d->flip), 1);
    }
    if (d->cut >= 0)
        CHECK_INT(ftruncate(fd, d->cut), 0);
    if (d->is_longer)
        CHECK_INT(pwrite(fd, "", 1, lseek(fd, 0, SEEK_END)), 1);
    if (d->to > d->from) {
        off_t at = SEAL_FILE_HEAD + d->from * SEALED_PIECE;
        off_t to = SEAL_FILE_HEAD + d->to * SEALED_PIECE;
        CHECK_INT(pread(fd, one, sizeof one, at), sizeof one);
        CHECK_INT(pread(fd, other, sizeof other, to), sizeof other);
        CHECK_INT(pwrite(fd, other, sizeof other, at), sizeof other);
        CHECK_INT(pwrite(fd, one, sizeof one, to), sizeof one);
    }
    close(fd);
}

static void
a_file_that_was_changed_does_not_open(const void *row)
{
    const struct damage *d = row;
    unsigned char *p = content(N);
    int to = file_in_memory();

    seal_as("b", "here", p, N);
    damage(d);
    CHECK_REFUSED(unseal_as(d->at_name ? d->at_name : "b", "here", N, to), ERR_DAMAGED,
                  "file_damaged", &fault);
    CHECK_LACKS(fault.text, folder);
    close(to);
    free(p);
}

static void
a_file_opens_only_at_its_place_with_its_key_and_its_length(void)
{
    unsigned char *p = content(100);
    int to = file_in_memory();
    struct seal_key was = key;

    seal_as("c", "here", p, 100);
    CHECK_ERR(unseal_as("c", "there", 100, to), ERR_DAMAGED, &fault);
    CHECK_ERR(unseal_as("c", "here", 99, to), ERR_DAMAGED, &fault);
    CHECK_ERR(unseal_as("c", "here", 101, to), ERR_DAMAGED, &fault);
    seal_key_new(&world_real, &key);
    CHECK_ERR(unseal_as("c", "here", 100, to), ERR_DAMAGED, &fault);
    key = was;
    close(to);
    free(p);
}

static void
a_file_in_the_clear_is_read_when_it_is_what_its_hash_says(void)
{
    unsigned char *p = content(70000);
    char sha256[SHA256_TEXT];
    int to = file_in_memory();

    sha256_hex(p, 70000, sha256);
    rig_write(folder, "plain", p, 70000);
    CHECK_ERR(unsealed_read(path_of("plain"), 70000, sha256, to, &fault), OK, &fault);
    CHECK(holds(to, p, 70000));
    CHECK_ERR(unsealed_read(path_of("plain"), 69999, sha256, to, &fault), ERR_DAMAGED, &fault);
    p[0] ^= 1;
    rig_write(folder, "plain", p, 70000);
    CHECK_ERR(unsealed_read(path_of("plain"), 70000, sha256, to, &fault), ERR_DAMAGED, &fault);
    close(to);
    free(p);
}

static void
what_is_frozen_in_memory_is_changed_by_nobody(void)
{
    int fd = memory_of("abc", 3);
    char path[64];

    file_in_memory_freeze(fd);
    CHECK_INT(pwrite(fd, "x", 1, 0), -1);
    CHECK_INT(ftruncate(fd, 0), -1);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int again = open(path, O_RDONLY);
    CHECK(holds(again, (const unsigned char *)"abc", 3));
    close(again);
    close(fd);
}

/* Another name shows what became of the bytes. */
static void
a_file_that_is_wiped_leaves_no_byte_of_itself(void)
{
    unsigned char *p = content(10000), *nothing = must_alloc(10000);

    memset(nothing, 0, 10000);
    rig_write(folder, "wiped", p, 10000);
    CHECK_INT(link(path_of("wiped"), path_of("other")), 0);
    file_wipe(path_of("wiped"));
    CHECK(!file_exists(path_of("wiped")));
    int fd = open(path_of("other"), O_RDONLY);
    CHECK(holds(fd, nothing, 10000));
    close(fd);
    file_wipe(path_of("wiped")); /* gone already */
    free(p);
    free(nothing);
}

/* ---- copies ---------------------------------------------------------------------------------- */

static char copies[128];

static struct opened
wish(const char *owner, const char *name, int64_t size)
{
    return (struct opened){.folder = copies,
                           .owner = owner,
                           .name = name,
                           .size = size,
                           .modified_ms = 1000000,
                           .bytes_max = 1000};
}

static int
files_in(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    int n = 0;

    while (dir != NULL && (e = readdir(dir)) != NULL)
        n += e->d_name[0] != '.';
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* Does it get one, new or as it is? */
static enum err
opens(const char *owner, const char *name, int64_t size)
{
    struct opened o = wish(owner, name, size);
    enum err err = opened_begin(&o, &fault);

    if (!err && o.fd >= 0)
        err = opened_keep(&o, &fault);
    return err;
}

static void
a_copy_is_made_once_and_serves_again_who_asked(void)
{
    struct opened o = wish("u", "n", 10), again = o, other = wish("v", "n", 10);
    struct stat st;

    opened_empty(copies);
    CHECK_ERR(opened_begin(&o, &fault), OK, &fault);
    CHECK(o.fd >= 0);
    CHECK_ERR(opened_keep(&o, &fault), OK, &fault);
    CHECK_INT(o.fd, -1);
    CHECK_INT(stat(arena_printf(a, "%s/u-n", copies), &st), 0);
    CHECK_INT(st.st_size, 10);
    CHECK_INT(st.st_mtim.tv_sec, 1000);
    CHECK_INT(st.st_mode & 0777, 0640);

    CHECK_ERR(opened_begin(&again, &fault), OK, &fault);
    CHECK_INT(again.fd, -1);
    CHECK_ERR(opened_begin(&other, &fault), OK, &fault);
    CHECK(other.fd >= 0);
    opened_drop(&other);
    CHECK_INT(files_in(copies), 1);
}

static void
a_copy_of_another_length_is_made_anew(void)
{
    struct opened o = wish("u", "n", 11);

    opened_empty(copies);
    CHECK_ERR(opens("u", "n", 10), OK, &fault);
    CHECK_ERR(opened_begin(&o, &fault), OK, &fault);
    CHECK(o.fd >= 0);
    CHECK_ERR(opened_keep(&o, &fault), OK, &fault);
    CHECK_INT(files_in(copies), 1);
}

static void
a_copy_stays_while_somebody_reads_it_and_a_moment_after_it_was_asked_for(void)
{
    opened_empty(copies);
    CHECK_ERR(opens("u", "n", 10), OK, &fault);
    int reader = open(arena_printf(a, "%s/u-n", copies), O_RDONLY);

    opened_sweep(copies, OPENED_GRACE_MS);
    CHECK_INT(files_in(copies), 1);
    opened_sweep(copies, 0);
    CHECK_INT(files_in(copies), 1);
    close(reader);
    opened_sweep(copies, 60000);
    CHECK_INT(files_in(copies), 1);
    opened_sweep(copies, 0);
    CHECK_INT(files_in(copies), 0);
}

static void
a_copy_in_the_making_stays_and_what_a_killed_process_began_goes(void)
{
    struct opened o = wish("u", "n", 10);

    opened_empty(copies);
    CHECK_ERR(opened_begin(&o, &fault), OK, &fault);
    opened_sweep(copies, 0);
    CHECK_INT(files_in(copies), 1);
    close(o.fd); /* as its process ended */
    opened_sweep(copies, 0);
    CHECK_INT(files_in(copies), 0);
}

static void
all_copies_together_and_those_of_one_asker_are_bounded(void)
{
    opened_empty(copies);
    CHECK_ERR(opens("u", "large", 900), OK, &fault); /* one is let through always */
    CHECK_ERR(opens("u", "large", 900), OK, &fault); /* and is there */
    CHECK_REFUSED(opens("u", "small", 10), ERR_BUSY, "downloads_many", &fault);
    CHECK_LEAST(fault.retry_after_s, 1);
    CHECK_ERR(opens("v", "small", 90), OK, &fault);
    CHECK_REFUSED(opens("w", "small", 11), ERR_BUSY, "downloads_many", &fault);
    CHECK_INT(files_in(copies), 2);

    opened_empty(copies);
    for (int i = 0; i < 5; i++)
        CHECK_ERR(opens("u", arena_printf(a, "%d", i), 50), OK, &fault);
    CHECK_REFUSED(opens("u", "more", 1), ERR_BUSY, "downloads_many", &fault);
    CHECK_ERR(opens("uu", "more", 1), OK, &fault); /* another, whose name begins alike */
}

static void
a_folder_on_a_disk_or_of_somebody_else_is_refused(void)
{
    CHECK_REFUSED(opened_start(arena_printf(a, "%s/nowhere/open", folder), &fault), ERR_INPUT,
                  "open_folder", &fault);
    CHECK_REFUSED(opened_start("/proc", &fault), ERR_INPUT, "open_folder", &fault);

    const char *wide = arena_printf(a, "/dev/shm/suanbei-test-%d", (int)getpid());
    CHECK_INT(mkdir(wide, 0700), 0);
    CHECK_INT(chmod(wide, 0777), 0);
    CHECK_REFUSED(opened_start(wide, &fault), ERR_INPUT, "open_folder", &fault);
    CHECK_INT(chmod(wide, 0700), 0);
    rig_write(wide, "left", "x", 1);
    CHECK_ERR(opened_start(wide, &fault), OK, &fault);
    CHECK_INT(files_in(wide), 0);
    rig_folder_remove(wide);
}

static const struct check_test tests[] = {
    TEST_EACH(a_file_comes_back_as_it_was_sealed, sizes),
    TEST_EACH(a_file_that_was_changed_does_not_open, damages),
    TEST(a_file_opens_only_at_its_place_with_its_key_and_its_length),
    TEST(a_file_in_the_clear_is_read_when_it_is_what_its_hash_says),
    TEST(what_is_frozen_in_memory_is_changed_by_nobody),
    TEST(a_file_that_is_wiped_leaves_no_byte_of_itself),
    TEST(a_copy_is_made_once_and_serves_again_who_asked),
    TEST(a_copy_of_another_length_is_made_anew),
    TEST(a_copy_stays_while_somebody_reads_it_and_a_moment_after_it_was_asked_for),
    TEST(a_copy_in_the_making_stays_and_what_a_killed_process_began_goes),
    TEST(all_copies_together_and_those_of_one_asker_are_bounded),
    TEST(a_folder_on_a_disk_or_of_somebody_else_is_refused),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    rig_temp(folder);
    seal_key_new(&world_real, &key);
    snprintf(copies, sizeof copies, "%s/copies", folder);
    if (mkdir(copies, 0750) != 0)
        check_stop("no folder %s", copies);
    int status = check_main(argc, argv, tests, LEN(tests));
    rig_folder_remove(folder);
    return status;
}
