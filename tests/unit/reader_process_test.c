/* A file is read by a process that can do nothing but read it, and that may break. */
#include "press/press.h"
#include "reader_rig.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static struct fault fault;

/* A memory file, as uploads are. Caller closes. */
static int
content(struct sample s)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
        check_stop("no memory file");
    return fd;
}

static struct file_report
looked_at(struct sample s)
{
    struct file_report r = {0};
    int fd = content(s);

    CHECK_ERR(reader_look(fd, (int64_t)s.n, &r, &fault), OK, &fault);
    close(fd);
    return r;
}

static void
every_kind_is_read_in_the_jail(void)
{
    const struct {
        struct sample s;
        enum file_type type;
    } cases[] = {
        {jpeg_of(JPEG_PROGRESSIVE, 90, 90), FILE_JPEG},
        {jpeg_of(JPEG_ARITHMETIC, 90, 90), FILE_JPEG},
        {png_of(2, 8, true, 50), FILE_PNG},
        {pdf_page("", ""), FILE_PDF},
        {pdf_again(pdf_page("", ""), PDF_STREAMS), FILE_PDF},
        {pdf_again(pdf_page("", ""), PDF_FOR_OWNER), FILE_PDF},
        {docx_with(NULL), FILE_DOCX},
        {ofd_with(NULL), FILE_OFD},
        {mp4_of("isom", "vide"), FILE_MP4},
    };

    for (size_t i = 0; i < LEN(cases); i++) {
        struct file_report r = looked_at(cases[i].s);
        check_about("case %zu", i);
        CHECK_INT(r.type, cases[i].type);
        CHECK_INT(r.flaw, FLAW_NONE);
        CHECK(file_is_taken(&r));
    }
}

static void
every_refusal_comes_out_of_the_jail(void)
{
    struct sample pdf = pdf_page("", "");
    struct file_report r = looked_at(pdf_again(pdf, PDF_FOR_USER));
    CHECK_INT(r.flaw, FLAW_LOCKED);
    r = looked_at(cut(pdf, pdf.n / 2));
    CHECK_INT(r.flaw, FLAW_CUT);
    r = looked_at(cut(docx_with(NULL), 300));
    CHECK_INT(r.flaw, FLAW_CUT);
    r = looked_at(TEXT("GIF89a\1\0\1\0\0\0\0;"));
    CHECK_INT(r.other, OTHER_GIF);
    r = looked_at(TEXT(""));
    CHECK_INT(r.other, OTHER_EMPTY);
}

/* Twelve million lists in a list: more than any reader has memory for. */
static void
a_file_that_takes_too_much_is_refused_and_its_reader_buried(void)
{
    if (check_is_quick) {
        check_skip("it takes seconds");
        return;
    }
    struct buf b = BUF(a);
    buf_puts(&b, "[");
    for (int i = 0; i < 12000000; i++)
        buf_puts(&b, "[] ");
    buf_puts(&b, "]");
    const char *const objects[] = {
        "<< /Type /Catalog /Pages 2 0 R /X 4 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", b.p, NULL};

    struct file_report r = looked_at(pdf_of(objects, ""));
    CHECK_INT(r.flaw, FLAW_HEAVY);
    CHECK(!file_is_taken(&r));
    CHECK_HAS(file_refusal(a, &r, ""), "用尽了时间或内存");
    CHECK(rig_is_childless());
    r = looked_at(pdf_page("", ""));
    CHECK(file_is_taken(&r));
}

static void
the_reader_cannot_change_what_it_reads(void)
{
    struct sample s = pdf_page("", "");
    char path[] = "/tmp/suanbei-test-XXXXXX";
    int fd = mkstemp(path);
    struct file_report r;

    CHECK(write(fd, s.p, s.n) == (ssize_t)s.n);
    /* Whoever received it may only write: the process gets a descriptor of its own. */
    int only_writes = open(path, O_WRONLY | O_CLOEXEC);
    CHECK_ERR(reader_look(only_writes, (int64_t)s.n, &r, &fault), OK, &fault);
    CHECK(file_is_taken(&r));
    close(only_writes);
    close(fd);
    unlink(path);
}

static void
no_process_to_be_had_is_no_verdict(void)
{
    struct file_report r;
    struct rlimit before, none = {0, 0};
    int fd = content(pdf_page("", ""));

    getrlimit(RLIMIT_NOFILE, &before);
    none.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_NOFILE, &none);
    CHECK_REFUSED(reader_look(fd, 9, &r, &fault), ERR_BUSY, "reader_busy", &fault);
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK(!file_is_taken(&r));
    close(fd);
}

/* What press writes, the reader reads, through its jail. */
static void
what_a_document_is_made_of_comes_out_of_the_jail(void)
{
    struct press_paper paper = {.lines = json_array(), .made_of = "commitment/12"};
    struct press_file file;

    CHECK_ERR(press_docx(a, &paper, &file, &fault), OK, &fault);
    struct file_report r = looked_at((struct sample){file.p, file.n});
    CHECK(file_is_taken(&r));
    CHECK_STR(r.made_of, "commitment/12");
    paper.made_of = NULL;
    CHECK_ERR(press_docx(a, &paper, &file, &fault), OK, &fault);
    r = looked_at((struct sample){file.p, file.n});
    CHECK(file_is_taken(&r));
    CHECK_STR(r.made_of, "");
    json_decref((json_t *)(uintptr_t)paper.lines);
}

static void
nothing_is_left_behind(void)
{
    int before = rig_descriptors();
    for (int i = 0; i < 5; i++)
        looked_at(pdf_page("", ""));
    CHECK_INT(rig_descriptors(), before);
    CHECK(rig_is_childless());
}

static const struct check_test tests[] = {
    TEST(every_kind_is_read_in_the_jail),
    TEST(every_refusal_comes_out_of_the_jail),
    TEST(a_file_that_takes_too_much_is_refused_and_its_reader_buried),
    TEST(the_reader_cannot_change_what_it_reads),
    TEST(no_process_to_be_had_is_no_verdict),
    TEST(what_a_document_is_made_of_comes_out_of_the_jail),
    TEST(nothing_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
