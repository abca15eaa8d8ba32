/* Papers as files: set by a process that can do nothing else, and that may break. */
#include "press/press.h"
#include "rig.h"

#include <sys/resource.h>

static struct fault fault;

static struct press_paper
paper_with(const char *style, const char *text)
{
    struct buf b = BUF(a);
    json_t *lines;

    buf_open(&b, NULL, '[');
    buf_open(&b, NULL, '{');
    buf_json_str(&b, "style", style);
    buf_json_str(&b, "text", text);
    buf_close(&b);
    buf_close(&b);
    if (json_read(a, b.p, b.n, &lines, &fault))
        check_stop("%s", fault.text);
    return (struct press_paper){.title = "受理通知书",
                                .lines = lines,
                                .footer = "核验码：0123\n核验地址：https://a.example/v/0123",
                                .address = "https://a.example/v/0123",
                                .made_at = 1795772400000};
}

static struct press_file
pressed(const struct press_paper *paper)
{
    struct press_file file = {0};

    CHECK_ERR(press_pdf(a, paper, &file, &fault), OK, &fault);
    return file;
}

static bool
has(const struct press_file *file, const char *text)
{
    return memmem(file->p, file->n, text, strlen(text)) != NULL;
}

static const char *
repeated(const char *text, int times)
{
    struct buf b = BUF(a);

    for (int i = 0; i < times; i++)
        buf_puts(&b, text);
    return b.p;
}

static void
a_paper_is_the_same_bytes_each_time(void)
{
    struct press_paper paper = paper_with("text", "现予受理。");
    struct press_file one = pressed(&paper), again = pressed(&paper);

    CHECK(one.n > 1000 && one.n == again.n && memcmp(one.p, again.p, one.n) == 0);
    CHECK(has(&one, "%PDF-1.") && has(&one, "%%EOF"));
    CHECK(has(&one, "/CreationDate (20261127"));
    CHECK(has(&one, "/FontFile3")); /* the font is in it */

    CHECK_ERR(press_docx(a, &paper, &one, &fault), OK, &fault);
    CHECK_ERR(press_docx(a, &paper, &again, &fault), OK, &fault);
    CHECK(one.n > 1000 && one.n == again.n && memcmp(one.p, again.p, one.n) == 0);
    CHECK(has(&one, "word/media/code.png"));
}

static void
a_paper_of_nothing_is_a_page(void)
{
    struct press_paper paper = paper_with("text", "");
    struct press_file file = pressed(&paper);
    CHECK(has(&file, "/Count 1"));

    paper.footer = paper.address = paper.title = NULL;
    paper.made_at = 0;
    file = pressed(&paper);
    CHECK(has(&file, "/Count 1"));
    CHECK_ERR(press_docx(a, &paper, &file, &fault), OK, &fault);
    CHECK(!has(&file, "word/media/code.png"));
}

/* Scripts without a font here, pictures, marks of direction, private characters, half a pair of
 * bases: none asks for a file that is not open in the jail. */
static void
what_strangers_write_is_set_in_the_jail(void)
{
    const char *const texts[] = {
        "a\u05d0b \u0639\u0631\u0628\u064a \u0915\u094d\u0937 \u0f40 \u1820 \u0e01 \u03a9 \u0434",
        "\U0001F600\U0001F1E8\U0001F1F3 \u4e2d\ufe0f \ue000 \U000F0000 \U0002A6DF \u0301x",
        "\u202e\u2067\u200f\u2028\u2029\ufffe\x01\x1f\x7f",
        repeated("算法备案", 20000),
        repeated("a\u05d0", 5000),
        repeated("x", 30000),
        repeated("x \u3000", 3000),
    };
    const char *const styles[] = {"title", "heading", "plain", "right", "row", "text", "无此样式"};

    for (size_t i = 0; i < LEN(texts); i++) {
        struct press_paper paper = paper_with(styles[i], texts[i]);
        check_about("text %zu", i);
        struct press_file file = pressed(&paper);
        CHECK(has(&file, "%%EOF"));
        CHECK_ERR(press_docx(a, &paper, &file, &fault), OK, &fault);
    }
}

static void
more_than_one_page_is_numbered_and_fifty_are_printed(void)
{
    struct press_paper paper = paper_with("text", repeated("算法备案材料需要补正。", 3000));
    struct press_file file = pressed(&paper);
    CHECK(has(&file, "/Count 55"));
}

static void
an_address_too_long_for_a_code_is_left_in_words(void)
{
    struct press_paper paper = paper_with("text", "正文");
    struct press_file file;

    paper.address = repeated("https://a.example/", 500);
    CHECK_ERR(press_docx(a, &paper, &file, &fault), OK, &fault);
    CHECK(!has(&file, "word/media/code.png"));
    file = pressed(&paper);
    CHECK(has(&file, "%%EOF"));
}

static void
no_process_to_be_had_is_said(void)
{
    struct press_paper paper = paper_with("text", "正文");
    struct rlimit before, none = {0, 0};
    struct press_file file;

    getrlimit(RLIMIT_NOFILE, &before);
    none.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_NOFILE, &none);
    CHECK_REFUSED(press_pdf(a, &paper, &file, &fault), ERR_BUSY, "press_busy", &fault);
    setrlimit(RLIMIT_NOFILE, &before);
}

/* A hundred thousand accents on one letter: the library would think for a minute. */
static void
a_paper_that_takes_too_long_is_given_up_and_its_process_buried(void)
{
    if (check_is_quick) {
        check_skip("it takes seconds");
        return;
    }
    struct press_paper paper = paper_with("text", repeated("\u0301", 100000));
    struct press_file file;

    CHECK_REFUSED(press_pdf(a, &paper, &file, &fault), ERR_BUSY, "press_busy", &fault);
    CHECK_HAS(fault.text, "Word");
    CHECK(rig_is_childless());
}

static void
without_fonts_it_says_what_to_install(void)
{
    struct press_paper paper = paper_with("text", "正文");
    struct press_file file;

    paper.fonts = "/nowhere";
    CHECK_REFUSED(press_pdf(a, &paper, &file, &fault), ERR_BUSY, "press_unequipped", &fault);
    CHECK_HAS(fault.text, "fonts-noto-cjk");
    CHECK_REFUSED(press_try(a, "/nowhere", &fault), ERR_BUSY, "press_unequipped", &fault);
    CHECK_ERR(press_try(a, NULL, &fault), OK, &fault);
}

static void
nothing_is_left_behind(void)
{
    struct press_paper paper = paper_with("text", "正文");
    int before = rig_descriptors();

    for (int i = 0; i < 3; i++)
        pressed(&paper);
    CHECK_INT(rig_descriptors(), before);
    CHECK(rig_is_childless());
}

static const struct check_test tests[] = {
    TEST(a_paper_is_the_same_bytes_each_time),
    TEST(a_paper_of_nothing_is_a_page),
    TEST(what_strangers_write_is_set_in_the_jail),
    TEST(more_than_one_page_is_numbered_and_fifty_are_printed),
    TEST(an_address_too_long_for_a_code_is_left_in_words),
    TEST(no_process_to_be_had_is_said),
    TEST(a_paper_that_takes_too_long_is_given_up_and_its_process_buried),
    TEST(without_fonts_it_says_what_to_install),
    TEST(nothing_is_left_behind),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
