/* No store: marks and passages of texts. */
#include "model/model.h"
#include "rig.h"

#include <string.h>

static const unsigned char key[SEAL_SHORT_BYTES] = "0123456789abcde";

static const char *const one =
    "本算法读取用户的历史点击序列，先由召回模块筛选出候选内容，再由排序网络按兴趣权重重新排列。"
    "系统每小时更新一次特征，并在结果页面去除违规内容。";
static const char *const other =
    "我们的服务面向外卖骑手。调度中心先由召回模块筛选出候选内容，再由排序网络按兴趣权重重新排列。"
    "天气和路况由第三方提供。";

static struct marks
marks_of(const char *text, int most)
{
    struct marks x = {0};

    likeness_text(a, key, text, most, &x);
    likeness_sort(&x);
    return x;
}

static int
shared(struct marks x, struct marks y)
{
    int n = 0;

    for (int i = 0; i < x.n; i++)
        for (int k = 0; k < y.n; k++)
            n += x.rows[i] == y.rows[k];
    return n;
}

static void
texts_with_a_common_passage_share_a_mark_however_long_they_are(void)
{
    const char *longer = other;

    for (int i = 0; i < 5; i++) {
        check_about("%zu bytes", strlen(longer));
        CHECK_LEAST(shared(marks_of(one, 340), marks_of(longer, 340)), 1);
        longer = arena_printf(a, "%s第%d次会议讨论了另外的事情，没有结论。", longer, i);
    }
    CHECK_INT(shared(marks_of(one, 340), marks_of("今天下午的会议改到明天上午九点举行。", 340)), 0);
}

static void
punctuation_blanks_width_and_case_do_not_count(void)
{
    struct marks x = marks_of("由ABC模块先读取历史点击序列再排列结果返回给用户", 340);
    struct marks y = marks_of("由 abc 模块，先读取“历史点击序列”；再排列结果\n返回给用户。", 340);

    CHECK_LEAST(x.n, 1);
    CHECK_INT(x.n, y.n);
    CHECK_INT(shared(x, y), x.n);
}

static void
marks_say_nothing_without_their_key(void)
{
    static const unsigned char another[SEAL_SHORT_BYTES] = "another key....";
    struct marks x = marks_of(one, 340), y = {0};

    likeness_text(a, another, one, 340, &y);
    likeness_sort(&y);
    CHECK_INT(shared(x, y), 0);
}

static char *
repeated(const char *what, size_t bytes)
{
    struct buf b = BUF(a);

    while (b.n < bytes)
        buf_puts(&b, what);
    return b.p;
}

static void
find_passages(const char *text, const char *from, struct passage *out, int *n, long *same, long *of)
{
    likeness_passages(a, likeness_read(a, text), likeness_read(a, from), out, n, same, of);
}

static void
a_filer_who_repeats_himself_gets_few_marks_and_takes_no_longer(void)
{
    static const char *const words[] = {"啊", "ab", "算法", "一二三四五六七八九十甲乙丙丁戊己庚辛"};
    struct passage out[LIKENESS_PASSAGES_MAX];
    int n;
    long same, of;

    for (size_t i = 0; i < LEN(words); i++) {
        char *text = repeated(words[i], 60000);
        check_about("%s", words[i]);
        CHECK_MOST(marks_of(text, 340).n, 340);
        find_passages(text, repeated(words[i], 50000), out, &n, &same, &of);
        CHECK_MOST(n, LIKENESS_PASSAGES_MAX);
        CHECK_LEAST(of, 10000);
        CHECK_INT(same, of);
    }
    CHECK_INT(marks_of(repeated("啊", 60000), 340).n, 1);
}

static void
passages_are_told_as_they_were_written(void)
{
    struct passage out[LIKENESS_PASSAGES_MAX];
    int n;
    long same, of;

    find_passages(one, other, out, &n, &same, &of);
    CHECK_INT(n, 1);
    CHECK_STR(out[0].text, "先由召回模块筛选出候选内容，再由排序网络按兴趣权重重新排列");
    CHECK_INT(out[0].characters, same);
    find_passages(one, one, out, &n, &same, &of);
    CHECK_INT(same, of);
    find_passages(one, "", out, &n, &same, &of);
    CHECK_INT(n, 0);
    find_passages("", one, out, &n, &same, &of);
    CHECK_INT(of, 0);
}

static void
fifteen_characters_in_a_row_are_no_passage_and_sixteen_are(void)
{
    static const char *const sixteen = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳";
    struct passage out[LIKENESS_PASSAGES_MAX];
    int n;
    long same, of;

    find_passages(sixteen, arena_printf(a, "前面%s后面", sixteen), out, &n, &same, &of);
    CHECK_INT(n, 1);
    find_passages(sixteen + 3, arena_printf(a, "前面%s后面", sixteen), out, &n, &same, &of);
    CHECK_INT(n, 0);
}

static void
names_are_as_like_as_their_pairs_of_characters(void)
{
    CHECK_INT(likeness_of_names(a, "云帆短视频推荐算法", "云帆短视频推荐算法"), 100);
    CHECK_INT(likeness_of_names(a, "云帆短视频推荐算法", "医疗问答"), 0);
    CHECK_LEAST(likeness_of_names(a, "云帆短视频推荐算法", "云帆短视频推荐算法二"), 80);
    CHECK_INT(likeness_of_names(a, "", ""), 0);
}

static const struct check_test tests[] = {
    TEST(texts_with_a_common_passage_share_a_mark_however_long_they_are),
    TEST(punctuation_blanks_width_and_case_do_not_count),
    TEST(marks_say_nothing_without_their_key),
    TEST(a_filer_who_repeats_himself_gets_few_marks_and_takes_no_longer),
    TEST(passages_are_told_as_they_were_written),
    TEST(fifteen_characters_in_a_row_are_no_passage_and_sixteen_are),
    TEST(names_are_as_like_as_their_pairs_of_characters),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
