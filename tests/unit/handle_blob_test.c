/* Attachments' files through the dispatcher: sealed for whom, found under what, opened where, and
 * what is told when they are not as they were. */
#include "handle/blob.h"
#include "handle_rig.h"
#include "reader_rig.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct fault fault;

/* ---- a look behind the dispatcher ------------------------------------------------------------ */

static struct store *
own_store(void)
{
    struct store_options so = {.path = settings.db_path, .world = &handle_world};
    struct store *s = NULL;

    if (store_open(&s, &so, &fault))
        check_stop("the store does not open: %s %s", fault.code, fault.where);
    return s;
}

static struct attachment
row_of(const char *id)
{
    struct store *s = own_store();
    struct attachment x = {0};

    CHECK_ERR(store_attachment_load(s, a, id, &x, &fault), OK, &fault);
    store_close(s);
    return x;
}

static const char *
blob_of(const struct attachment *x)
{
    const char *name = x->stored_as ? x->stored_as : x->sha256;
    return arena_printf(a, "%s/%.2s/%s", settings.blob_folder, name, name);
}

/* Names of the files below a folder, but for what is hidden. */
static int
files_below(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *e;
    struct stat st;
    int n = 0;

    while (dir != NULL && (e = readdir(dir)) != NULL) {
        const char *path = arena_printf(a, "%s/%s", folder, e->d_name);
        if (e->d_name[0] == '.' || stat(path, &st) != 0)
            continue;
        n += S_ISDIR(st.st_mode) ? files_below(path) : 1;
    }
    if (dir != NULL)
        closedir(dir);
    return n;
}

static bool
file_has(const char *path, const char *what)
{
    char *text = NULL;
    size_t n;

    CHECK_ERR(file_read(path, 1 << 26, &text, &n, &fault), OK, &fault);
    bool has = memmem(text, n, what, strlen(what)) != NULL;
    free(text);
    return has;
}

/* A PDF with that in it. */
static const char *
document(const char *mark, size_t *n)
{
    struct sample pdf = pdf_page("", arena_printf(a, "/Mark (%s)", mark));
    *n = pdf.n;
    return (const char *)pdf.p;
}

static const char *
large_document(size_t size, size_t *n)
{
    char *mark = arena_alloc(a, size + 1);
    memset(mark, 'x', size);
    return document(mark, n);
}

static void
send_document(const char *mark, char id[64])
{
    size_t n;
    const char *text = document(mark, &n);
    upload("a.pdf", "application/pdf", text, n, id);
}

/* Asks for it; NULL unless nginx was told where it is. */
static const char *
opened_as(const char *id)
{
    ask(GET, arena_printf(a, "/attachments/%s", id), NULL);
    const char *at = header("X-Accel-Redirect");
    if (r.status != 200 || at == NULL || !str_starts(at, BLOB_LOCATION))
        return NULL;
    return arena_printf(a, "%s/%s", settings.open_folder, at + strlen(BLOB_LOCATION));
}

static void
is_refused(const char *id, int status, const char *code)
{
    log_level_set(LOG_NONE_);
    json_t *answer = ask(GET, arena_printf(a, "/attachments/%s", id), NULL);

    CHECK_INT(r.status, status);
    CHECK_STR(rig_text(answer, "/code"), code);
    CHECK(header("X-Accel-Redirect") == NULL);
    CHECK_INT(files_below(settings.open_folder), 0);
}

/* ---- keeping --------------------------------------------------------------------------------- */

static void
a_file_is_sealed_on_disk_and_comes_back_in_memory(void)
{
    char id[64];

    opened_empty(settings.open_folder);
    enter("blob-one");
    send_document("身份证复印件-一", id);
    struct attachment x = row_of(id);
    CHECK(x.stored_as != NULL && x.key_n > 0);
    CHECK(file_exists(blob_of(&x)));
    CHECK(!file_has(blob_of(&x), "身份证复印件-一"));
    CHECK(!file_has(blob_of(&x), "%PDF"));

    const char *at = opened_as(id);
    CHECK(at != NULL && file_has(at, "身份证复印件-一"));
    CHECK_INT(files_below(settings.open_folder), 1);
}

static void
the_name_on_disk_is_not_the_hash_of_the_content(void)
{
    char id[64], again[64], other[64];

    enter("blob-name");
    send_document("同一内容", id);
    send_document("同一内容", again);
    enter("blob-name-other");
    send_document("同一内容", other);
    struct attachment x = row_of(id), y = row_of(again), z = row_of(other);
    CHECK_STR(x.sha256, z.sha256);
    CHECK(!str_is(x.stored_as, x.sha256));
    CHECK_STR(x.stored_as, y.stored_as);
    CHECK(!str_is(x.stored_as, z.stored_as));
    CHECK(x.key_n != z.key_n);
    CHECK(file_exists(blob_of(&x)) && file_exists(blob_of(&z)));
}

static void
what_staff_upload_is_sealed_by_the_key_of_their_account(void)
{
    struct attachment x = {.organization_id = NULL, .uploaded_by = "who"};

    CHECK_STR(store_blob_owner(&x), "who");
    x.organization_id = "whose";
    CHECK_STR(store_blob_owner(&x), "whose");
}

static void
what_is_refused_was_never_on_the_disk(void)
{
    int before = files_below(settings.blob_folder);
    size_t n;
    const char *text = document("x", &n);

    enter("blob-refused");
    send_file("a.pdf", "application/pdf", "no pdf", 6);
    CHECK_INT(r.status, 422);
    send_file("a.png", "image/png", text, n);
    CHECK_INT(r.status, 422);
    send_file("a.pdf", "application/pdf", "", 0);
    CHECK_INT(r.status, 422);
    CHECK_INT(files_below(settings.blob_folder), before);
}

static void
an_upload_keeps_no_descriptor_whatever_came_of_it(void)
{
    char id[64];

    enter("blob-descriptors");
    send_document("erst", id);
    CHECK(opened_as(id) != NULL);
    int before = rig_descriptors();
    for (int i = 0; i < 5; i++) {
        send_document("dann", id);
        send_file("a.pdf", "application/pdf", "no pdf", 6);
        CHECK(opened_as(id) != NULL);
    }
    CHECK_INT(rig_descriptors(), before);
}

static void
a_large_file_waits_its_turn_and_a_small_one_does_not(void)
{
    char id[64];
    size_t n;
    const char *text = large_document(2 * 1024 * 1024, &n);

    enter("blob-large");
    lets_upload = false;
    json_t *answer = send_file("a.pdf", "application/pdf", text, n);
    CHECK_INT(r.status, 503);
    CHECK_STR(rig_text(answer, "/code"), "uploads_many");
    CHECK(header("Retry-After") != NULL);
    send_document("klein", id);
    lets_upload = true;
    upload("a.pdf", "application/pdf", text, n, id);
    const char *at = opened_as(id);
    CHECK(at != NULL && file_has(at, "(xxxxxxxx"));
}

/* ---- not as it was --------------------------------------------------------------------------- */

static void
a_file_that_was_changed_on_disk_is_not_sent(void)
{
    char id[64], *text = NULL;
    size_t n;

    enter("blob-changed");
    send_document("改动前", id);
    opened_empty(settings.open_folder);
    struct attachment x = row_of(id);
    CHECK_ERR(file_read(blob_of(&x), 1 << 20, &text, &n, &fault), OK, &fault);
    text[n - 1] ^= 1;
    CHECK_ERR(file_write(blob_of(&x), text, n, 0640, &fault), OK, &fault);
    is_refused(id, 500, "file_damaged");
    CHECK_ERR(file_write(blob_of(&x), text, n / 2, 0640, &fault), OK, &fault);
    is_refused(id, 500, "file_damaged");
    file_remove(blob_of(&x));
    is_refused(id, 500, "file_damaged");

    /* Sent once more, it is whole again for both. */
    char again[64];
    send_document("改动前", again);
    CHECK(opened_as(id) != NULL);
    free(text);
}

static void
two_files_of_one_company_cannot_be_exchanged(void)
{
    char id[64], other[64], *text = NULL;
    size_t n;

    enter("blob-exchanged");
    send_document("甲乙甲", id);
    send_document("乙甲乙", other);
    opened_empty(settings.open_folder);
    struct attachment x = row_of(id), y = row_of(other);
    CHECK_INT(x.size_bytes, y.size_bytes);
    CHECK_ERR(file_read(blob_of(&x), 1 << 20, &text, &n, &fault), OK, &fault);
    CHECK_ERR(file_write(blob_of(&y), text, n, 0640, &fault), OK, &fault);
    is_refused(other, 500, "file_damaged");
    free(text);
}

static void
a_file_whose_key_was_destroyed_is_forgotten(void)
{
    char id[64], again[64];

    enter("blob-erased");
    send_document("要忘记的", id);
    CHECK(opened_as(id) != NULL); /* and the copy is there yet */
    struct attachment x = row_of(id);
    struct store *s = own_store();
    CHECK_ERR(store_write_begin(s, &fault), OK, &fault);
    CHECK_ERR(store_key_erase(s, store_blob_owner(&x), &fault), OK, &fault);
    CHECK_ERR(store_write_commit(s, &fault), OK, &fault);
    store_close(s);

    json_t *answer = ask(GET, arena_printf(a, "/attachments/%s", id), NULL);
    CHECK_INT(r.status, 410);
    CHECK_STR(rig_text(answer, "/code"), "key_erased");
    opened_empty(settings.open_folder);
    is_refused(id, 410, "key_erased");

    send_document("要忘记的", again);
    CHECK(!str_is(row_of(again).stored_as, x.stored_as));
    CHECK(opened_as(again) != NULL);
}

/* ---- of before ------------------------------------------------------------------------------- */

/* A row and a file as an older program left them. */
static void
leave_plain(const char *mark, const char *like, char id[64])
{
    size_t n;
    const char *text = document(mark, &n);
    char *sha256 = arena_alloc(a, SHA256_TEXT);
    struct attachment x = row_of(like);
    struct store *s = own_store();

    sha256_hex(text, n, sha256);
    x.stored_as = NULL;
    x.key_n = 0;
    x.sha256 = sha256;
    x.size_bytes = (int64_t)n;
    CHECK_ERR(
        file_make_folder(arena_printf(a, "%s/%.2s", settings.blob_folder, sha256), 0750, &fault),
        OK, &fault);
    CHECK_ERR(file_write(blob_of(&x), text, n, 0640, &fault), OK, &fault);
    CHECK_ERR(store_write_begin(s, &fault), OK, &fault);
    CHECK_ERR(store_attachment_add(s, &x, &fault), OK, &fault);
    snprintf(id, 64, "%s", x.id);
    CHECK_ERR(store_write_commit(s, &fault), OK, &fault);
    store_close(s);
}

static void
a_file_of_before_is_read_until_it_is_sealed(void)
{
    char like[64], id[64];

    enter("blob-before");
    send_document("wie dieser", like);
    leave_plain("旧版留下的", like, id);
    const char *at = opened_as(id);
    CHECK(at != NULL && file_has(at, "旧版留下的"));

    opened_empty(settings.open_folder);
    struct attachment x = row_of(id);
    CHECK_ERR(file_write(blob_of(&x), "%PDF", 4, 0640, &fault), OK, &fault);
    is_refused(id, 500, "file_damaged");
    file_wipe(blob_of(&x));
    is_refused(id, 500, "file_damaged");
}

/* What the clerk does, in the middle of a download: the file in the clear is a pipe, whose other
 * end is here. First the sealed file, then the row, then the end of the one that was read. */
static void
seal_while_it_is_read(const char *pipe, const struct attachment *x, const char *text, size_t n)
{
    struct store *s = own_store();
    struct seal_key k;
    struct file_seal how = {.key = &k, .size = (int64_t)n};
    struct attachment now = *x;
    struct file_new file;
    char name[BLOB_NAME];
    int from = file_in_memory(), to = open(pipe, O_WRONLY);

    bool is_good = from >= 0 && to >= 0 && write(from, text, n) == (ssize_t)n &&
                   store_blob_key(s, store_blob_owner(x), &k, &how.key_n, &fault) == OK;
    store_blob_name(&k, x->sha256, name);
    how.place = now.stored_as = name;
    is_good = is_good && file_new_open(&file, settings.blob_folder, &handle_world, &fault) == OK &&
              sealed_write(&how, from, &file, &fault) == OK &&
              file_new_keep(&file, blob_of(&now), &fault) == OK &&
              store_write_begin(s, &fault) == OK &&
              store_blob_seal(s, x, name, how.key_n, &fault) == OK &&
              store_write_commit(s, &fault) == OK && write(to, "\0\0\0\0", 4) == 4;
    _exit(is_good ? 0 : 1);
}

static void
a_file_that_is_sealed_while_it_is_read_is_read_once_more(void)
{
    char like[64], id[64];
    int status = -1;
    size_t n;

    enter("blob-meanwhile");
    send_document("wie dieser", like);
    leave_plain("gerade versiegelt", like, id);
    struct attachment x = row_of(id);
    const char *text = document("gerade versiegelt", &n);
    file_remove(blob_of(&x));
    CHECK_INT(mkfifo(blob_of(&x), 0600), 0);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        seal_while_it_is_read(blob_of(&x), &x, text, n);

    const char *at = opened_as(id);
    CHECK(at != NULL && file_has(at, "gerade versiegelt"));
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
    CHECK(row_of(id).stored_as != NULL);
    file_remove(blob_of(&x));
}

/* ---- copies ---------------------------------------------------------------------------------- */

static void
who_holds_too_many_copies_is_asked_to_wait(void)
{
    char id[2][64];
    int64_t was = settings.open_bytes_max;

    opened_empty(settings.open_folder);
    enter("blob-many");
    send_document("erste Datei", id[0]);
    send_document("zweite Datei", id[1]);
    settings.open_bytes_max = row_of(id[0]).size_bytes + 10;
    CHECK(opened_as(id[0]) != NULL);
    CHECK(opened_as(id[0]) != NULL);
    json_t *answer = ask(GET, arena_printf(a, "/attachments/%s", id[1]), NULL);
    CHECK_INT(r.status, 503);
    CHECK_STR(rig_text(answer, "/code"), "downloads_many");
    CHECK(header("Retry-After") != NULL);
    settings.open_bytes_max = was;
    CHECK(opened_as(id[1]) != NULL);
}

static const struct check_test tests[] = {
    TEST(a_file_is_sealed_on_disk_and_comes_back_in_memory),
    TEST(the_name_on_disk_is_not_the_hash_of_the_content),
    TEST(what_staff_upload_is_sealed_by_the_key_of_their_account),
    TEST(what_is_refused_was_never_on_the_disk),
    TEST(an_upload_keeps_no_descriptor_whatever_came_of_it),
    TEST(a_large_file_waits_its_turn_and_a_small_one_does_not),
    TEST(a_file_that_was_changed_on_disk_is_not_sent),
    TEST(two_files_of_one_company_cannot_be_exchanged),
    TEST(a_file_whose_key_was_destroyed_is_forgotten),
    TEST(a_file_of_before_is_read_until_it_is_sealed),
    TEST_LONG(a_file_that_is_sealed_while_it_is_read_is_read_once_more),
    TEST(who_holds_too_many_copies_is_asked_to_wait),
};

int
main(int argc, char **argv)
{
    return handle_main(argc, argv, tests, LEN(tests));
}
