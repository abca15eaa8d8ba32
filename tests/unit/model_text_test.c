/* What a text is to a comparison, how it may be written, names and addresses. */
#include "model/model.h"
#include "rig.h"

/* ---- folding --------------------------------------------------------------------------------- */

static void
what_looks_the_same_folds_to_the_same(void)
{
    static const char *const same[][6] = {
        {"达·芬奇", "达•芬奇", "达・芬奇", "达･芬奇", "达‧芬奇", "达⋅芬奇"},
        {"Caf\u00e9", "Cafe\u0301", "ＣＡＦÉ", "caf\u00e9", "Ca\u200bf\u00e9", "Caf\u00e9\ufeff"},
        {"⽰例⽣成", "示例生成", "示例⽣成", "⽰例生成", "示 例　生\u00a0成", "示例\u2060生成"},
        {"⻅⻓⻋", "见长车", "见\u00ad长车", "⻅长车", "见⻓车", "见长⻋"},
        {"示例（北京）", "示例(北京)", "示例﹙北京﹚", " 示例（北京） ", "示例❨北京❩",
         "示例（北京)"},
        {"A-1", "a－1", "A‐1", "A–1", "A−1", "a—1"},
        {"“引”", "\"引\"", "„引‟", "＂引＂", "”引“", "〝引〞"},
        {"ﬁle①㎏", "file1kg", "FILE１ＫＧ", "ﬁLE1㎏", "fi le 1 kg", "file\u00ad1kg"},
        {"龍\ufe00", "龍", "龍\U000e0100", "龍", "龍\u200d", "龍"},
        {"Straße", "STRASSE", "strasse", "stra\u00dfe", "STRA\u1e9eE", "ｓtrasse"},
        {"二〇二六", "二○二六", "二◯二六", "二〇二六", "二 〇二六", "二〇二六"},
        {"ｶﾞ", "ガ", "カ\u3099", "ガ", "ガ", "ガ"},
    };

    for (size_t i = 0; i < LEN(same); i++)
        for (size_t k = 1; k < LEN(same[i]); k++) {
            check_about("%s and %s", same[i][0], same[i][k]);
            CHECK_STR(text_fold(a, same[i][k]), text_fold(a, same[i][0]));
        }
}

static void
what_is_another_text_folds_to_another(void)
{
    static const char *const different[][2] = {{"末", "未"},        {"己", "已"}, {"Cafe", "Café"},
                                               {"示例", "事例"},    {"a", "а"},   {"1", "l"},
                                               {"算法-1", "算法1"}, {"𠀀", "𠀁"}, {"《》", "<>"}};

    for (size_t i = 0; i < LEN(different); i++)
        CHECK(!str_is(text_fold(a, different[i][0]), text_fold(a, different[i][1])));
}

/* A text that has a character for the long way is folded whole: the short way says the same. */
static void
both_ways_of_folding_agree(void)
{
    static const char *const texts[] = {"AbZ 09\t~`'\"",
                                        "ＡＢｃ！～｀＇＂（）",
                                        "算　备\u00a0系统·",
                                        "、。〃〄々〆〇〈〉《》「」『』【】",
                                        "‐‑‒–—―‘’‚‛“”„‟",
                                        "㐀䶿一鿿",
                                        "〇"};

    for (size_t i = 0; i < LEN(texts); i++) {
        check_about("%s", texts[i]);
        CHECK_STR(text_fold(a, arena_printf(a, "%s\u00e9", texts[i])),
                  arena_printf(a, "%s\u00e9", text_fold(a, texts[i])));
    }
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static uint32_t
random_char(uint32_t *seed)
{
    static const uint32_t starts[] = {0x20,    0xa0,    0x300,   0x370,   0x400,  0x600,  0xf00,
                                      0x1100,  0x1e00,  0x2000,  0x2190,  0x2e80, 0x2f00, 0x3000,
                                      0x3130,  0x4e00,  0xac00,  0xf900,  0xfb50, 0xfe00, 0xff00,
                                      0x1d100, 0x1f300, 0x20000, 0xe0000, 0xfdd0, 0xe000};
    uint32_t c = starts[next_random(seed) % LEN(starts)] + next_random(seed) % 0x100;
    return c >= 0xd800 && c < 0xe000 ? 0xfffd : c;
}

static const char *
random_text(uint32_t *seed)
{
    struct buf b = BUF(a);

    buf_puts(&b, "");
    for (uint32_t i = next_random(seed) % 12; i > 0; i--) {
        uint32_t c = random_char(seed);
        char s[4];
        size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        for (size_t k = n; k-- > 1; c >>= 6)
            s[k] = (char)(0x80 | (c & 0x3f));
        s[0] = (char)(n == 1 ? c : c | (0xf00u >> n & 0xff));
        buf_add(&b, s, n);
    }
    return b.p;
}

static void
folding_and_tidying_twice_change_nothing_more(void)
{
    uint32_t seed = 20261126;

    for (int i = 0; i < 60000; i++) {
        const char *text = random_text(&seed), *once = text_fold(a, text);
        struct text_refusal why;
        bool ok = CHECK(utf8_valid(text, strlen(text))) && CHECK(utf8_valid(once, strlen(once))) &&
                  CHECK_STR(text_fold(a, once), once) &&
                  CHECK_MOST(strlen(once), 12 * strlen(text));
        for (enum writing how = 0; how < WRITING__MAX; how++) {
            const char *tidy = text_tidy(a, how, text);
            ok = CHECK_STR(text_tidy(a, how, tidy), tidy) && ok;
            if (how != WRITING_CODE) /* of a code, marks that a blank parts change places */
                ok = CHECK_STR(text_fold(a, tidy), once) && ok;
            if (text_is_plain(how, text, strlen(text)))
                ok = CHECK(tidy == text) && CHECK(!text_refused(a, how, text, &why)) && ok;
        }
        ok = CHECK_STR(username_key(a, username_key(a, text)), username_key(a, text)) && ok;
        ok = CHECK_STR(username_key(a, username_shown(a, text)), username_key(a, text)) && ok;
        if (!ok) {
            check_about("%s", text);
            return;
        }
        if (i % 100 == 0)
            arena_reset(a);
    }
}

/* U+3400 stands for itself, and no near way knows it. */
#define FAR_CHAR "\u3400"

static void
no_character_is_plain_that_the_whole_way_refuses_or_changes(void)
{
    struct text_refusal why;
    char text[16];

    for (uint32_t c = 0x80; c < 0x10000; c++) {
        size_t n = c < 0x800 ? 2 : 3;
        if (c >= 0xd800 && c < 0xe000)
            continue;
        if (n == 3)
            text[0] = (char)(0xe0 | c >> 12);
        text[n - 2] = (char)(n == 2 ? 0xc0 | c >> 6 : 0x80 | (c >> 6 & 0x3f));
        text[n - 1] = (char)(0x80 | (c & 0x3f));
        strcpy(text + n, FAR_CHAR);
        for (enum writing how = 0; how < WRITING__MAX; how++) {
            if (!text_is_plain(how, text, n))
                continue;
            check_about("U+%04X as %s", (unsigned)c, writing_names[how]);
            CHECK(!text_refused(a, how, text, &why));
            CHECK_STR(text_tidy(a, how, text), text);
        }
    }
}

static void
a_broken_text_is_folded_without_harm(void)
{
    static const char *const texts[] = {"\xe4", "\xe4\xb8", "\xef\xbc",  "\xe3\x80",
                                        "\xc2", "\xff",     "a\xe2\x80", "\xf0\x90"};
    for (size_t i = 0; i < LEN(texts); i++)
        CHECK(text_fold(a, texts[i]) != NULL);
}

static void
the_first_difference_is_told_with_its_code_points(void)
{
    CHECK_STR(text_difference(a, "⽰例", "示例"),
              "第 1 个字符分别是“⽰”（U+2F70，部首字符）与“示”（U+793A）");
    CHECK_STR(text_difference(a, "甲（乙", "甲(乙"),
              "第 2 个字符分别是“（”（U+FF08，全角）与“(”（U+0028，半角）");
    CHECK_STR(text_difference(a, "甲\u200b", "甲"),
              "第 2 个字符分别是看不见的字符（U+200B）与没有字符");
    CHECK_STR(text_difference(a, "甲 乙", "甲乙"),
              "第 2 个字符分别是空格（U+0020）与“乙”（U+4E59）");
    CHECK(text_difference(a, "甲", "甲") == NULL);
}

/* ---- how a text may be written --------------------------------------------------------------- */

static void
names_of_all_peoples_may_be_written(void)
{
    static const char *const names[] = {
        "示例科技（北京）有限公司",
        "阿依古丽·买买提", /* with the dot of names */
        "迪丽热巴•迪力木拉提",
        "ئابدۇراخمان",   /* Uyghur */
        "بىنا\u200cقوي", /* a joiner between Arabic letters */
        "བཀྲ་ཤིས་བདེ་ལེགས།", /* Tibetan */
        "ᠮᠣᠩᠭᠣᠯ",
        "ᠬᠠᠨ\u180eᠠ",
        "ᠠ\u180bᠳ", /* Mongolian with its selectors */
        "ꉬꄷ",     /* Yi */
        "ꓡꓲꓢꓳꓴ",    /* Lisu */
        "Caf\u00e9 Nguy\u1ec5n",
        "Cafe\u0301",
        "𠀀𪚥𫝀𰻝\U00031350\U000323af", /* extensions B to H */
        "㐱䶮〇龘",
        "葛\U000e0100西",
        "邉\ufe00",
        "家庭\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "爱心❤\ufe0f",
        "क्\u200dष",
        "株式会社アイウ",
        "한국어"};
    struct text_refusal why;

    for (size_t i = 0; i < LEN(names); i++) {
        check_about("%s", names[i]);
        bool refused = text_refused(a, WRITING_LINE, names[i], &why);
        CHECK_STR(refused ? why.message : "", "");
        CHECK_STR(text_tidy(a, WRITING_LINE, names[i]), names[i]);
    }
}

static void
what_deceives_or_is_broken_is_refused_by_its_name_and_place(void)
{
    static const char *const texts[][2] = {
        {"示例算法\u200b名称", "第 5 个字符是看不见的零宽空格（U+200B）"},
        {"示例\u202e法算", "第 3 个字符是看不见的右至左强制符（U+202E）"},
        {"\u202e法算", "第 1 个字符是看不见的右至左强制符（U+202E）"},
        {"示例\u2066x", "第 3 个字符是看不见的方向隔离符（U+2066）"},
        {"a\u200fb", "第 2 个字符是看不见的右至左标记（U+200F）"},
        {"示例 \u2028推荐", "第 4 个字符是行分隔符（U+2028）"},
        {"示例\u2029推荐", "第 3 个字符是段落分隔符（U+2029）"},
        {"示例\xc2\x85推荐", "第 3 个字符是行分隔符（U+0085）"},
        {"示例\n推荐", "第 3 个字符是换行（U+000A）"},
        {"示例\t推荐", "第 3 个字符是制表符（U+0009）"},
        {"示\x01例", "第 2 个字符是看不见的控制字符（U+0001）"},
        {"示\x7f例", "第 2 个字符是看不见的控制字符（U+007F）"},
        {"示\xc2\x9b例", "第 2 个字符是看不见的控制字符（U+009B）"},
        {"示例\ufffd\ufffd", "第 3 个字符（U+FFFD）是替换字符，说明内容在转码时已经损坏"},
        {"示\ufffc例", "对象占位符"},
        {"示\ue123例", "自造字区"},
        {"示\U000f0001例", "自造字区"},
        {"示\ufdd0例", "不是字符的代码"},
        {"示\uffff例", "不是字符的代码"},
        {"示\u0378例", "还不认识"},
        {"示\ufff9例", "行间注释符"},
        {"x\U000e0041", "标签字符"},
        {"示\u00ad例", "软连字符"},
        {"示\u2800例", "盲文空格"},
        {"示\u3164例", "谚文填充符"},
        {"示\u115f例", "谚文填充符"},
        {"示\u034f例", "组合用连接符"},
        {"示\u200d例", "零宽连字符"},
        {"a\u200cb", "零宽不连字符"},
        {"示\ufe00\ufe00", "变体选择符"},
        {"a\ufe00", "变体选择符"},
        {"示\u180b例", "蒙古文变体选择符"},
        {"示\ufeff例", "字节顺序标记"},
        {"　示\u200b例", "第 3 个字符是看不见的零宽空格"},
    };
    struct text_refusal why;

    for (size_t i = 0; i < LEN(texts); i++) {
        check_about("%s", texts[i][1]);
        why = (struct text_refusal){"", ""};
        CHECK(text_refused(a, WRITING_LINE, texts[i][0], &why));
        CHECK_HAS(why.message, texts[i][1]);
        CHECK(why.cure[0] != '\0');
    }
}

static void
blanks_around_a_line_go_and_what_is_within_stays(void)
{
    static const char *const lines[][2] = {
        {" 示例 甲 ", "示例 甲"}, {"　示例　甲　", "示例　甲"}, {"\u200b示例\ufeff", "示例"},
        {"⽰例", "⽰例"},         {"Cafe\u0301", "Cafe\u0301"}, {"　", ""}};
    for (size_t i = 0; i < LEN(lines); i++)
        CHECK_STR(text_tidy(a, WRITING_LINE, lines[i][0]), lines[i][1]);
    CHECK_STR(text_tidy(a, WRITING_PROSE, " 甲\n乙\u200b "), " 甲\n乙\u200b ");
}

static void
a_code_is_written_as_machines_know_it(void)
{
    static const char *const codes[][2] = {
        {"１３８００１３８０００", "13800138000"},
        {"\u202d13800138000\u202c", "13800138000"},
        {"11010519491231002X\u00a0", "11010519491231002X"},
        {"１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"},
        {"京ＩＣＰ备２０２１００００００号－１", "京ICP备2021000000号-1"},
        {"京ICP备2021000000号–1", "京ICP备2021000000号-1"},
        {"\ufeff91110108MA0000EX6A\u200b", "91110108MA0000EX6A"},
        {"+86　138", "+86 138"},
        {"ａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "a@example.com"},
        {"https://例子.测试/", "https://例子.测试/"},
        {"", ""}};
    struct text_refusal why;

    for (size_t i = 0; i < LEN(codes); i++) {
        CHECK_STR(text_tidy(a, WRITING_CODE, codes[i][0]), codes[i][1]);
        CHECK_STR(text_fold(a, codes[i][1]), text_fold(a, codes[i][0]));
        CHECK(!text_refused(a, WRITING_CODE, codes[i][0], &why));
    }
    CHECK(text_refused(a, WRITING_CODE, "138\u202d0013", &why));
    CHECK_STR(why.message, "第 4 个字符是看不见的左至右强制符（U+202D）");
    CHECK(text_refused(a, WRITING_CODE, "\u202d138\u200b0013\u202c", &why));
    CHECK_STR(why.message, "第 5 个字符是看不见的零宽空格（U+200B）");
}

static void
prose_may_have_lines_and_not_change_its_direction(void)
{
    struct text_refusal why;

    CHECK(!text_refused(a, WRITING_PROSE, "第一段。\n\n第二段\t\r\n\u2028\u200b\u00ad\u200fئا",
                        &why));
    CHECK(text_refused(a, WRITING_PROSE, "第一段\u202e", &why));
    CHECK(text_refused(a, WRITING_PROSE, "第一段\ufffd", &why));
    CHECK(text_refused(a, WRITING_PROSE, "第一段\x02", &why));
    CHECK(text_refused(a, WRITING_PROSE, "第一段\U000e0041", &why));
}

static void
what_draws_nothing_is_blank(void)
{
    static const char *const blank[] = {"",
                                        " ",
                                        "\u3000\t\n",
                                        "\u3164",
                                        "\u115f\u1160",
                                        "\uffa0",
                                        "\u2800",
                                        "\u200b\u200d\ufeff",
                                        "\u202e\u2028",
                                        "\u00ad",
                                        "\U000e0041",
                                        "\ufe00",
                                        "\u180e",
                                        "\u034f",
                                        "\U0001d159"};
    for (size_t i = 0; i < LEN(blank); i++) {
        check_about("%zu", i);
        CHECK(text_is_blank(blank[i]));
        CHECK_STR(text_fold(a, blank[i]), "");
    }
    CHECK(!text_is_blank("一"));
    CHECK(!text_is_blank("."));
}

/* ---- names to log in by, passwords ----------------------------------------------------------- */

static void
usernames_that_look_the_same_have_one_key(void)
{
    static const char *const same[][2] = {
        {"zhang", "ZHANG"},   {"zhang", "ｚｈａｎｇ"}, {"jos\u00e9", "jose\u0301"},
        {"paypal", "раураӏ"}, {"zhang", "zh ang"},     {"scope", "ѕсоре"},
        {"LISU", "ꓡꓲꓢꓴ"},     {"王口", "王ロ"},        {"a-b", "a–b"},
        {"oxo", "οχο"}};

    for (size_t i = 0; i < LEN(same); i++) {
        check_about("%s", same[i][1]);
        CHECK_STR(username_key(a, same[i][1]), username_key(a, same[i][0]));
    }
    CHECK(!str_is(username_key(a, "user1"), username_key(a, "userl")));
    CHECK_STR(username_shown(a, "José-ZHANG"), "josé-zhang");
}

static void
a_username_is_of_letters_of_one_alphabet(void)
{
    static const char *const good[] = {"zhang",  "张三",      "张三-zhang_1.x@y", "иванов",
                                       "Ольга",  "γιώργος",   "ئابدۇراخمان",      "བཀྲཤིས",
                                       "张𠀀〇", "jos\u00e9", "jose\u0301",       "阿依·买买提"};
    static const char *const bad[][2] = {{"张三\u3000x", "第 3 个字符是空格（U+3000）"},
                                         {"zhang\u200bx", "零宽空格（U+200B）"},
                                         {"a b", "第 2 个字符是空格（U+0020）"},
                                         {" ab", "第 1 个字符是空格"},
                                         {"zhаng", "拉丁字母与西里尔字母（第 3 个字符）"},
                                         {"οk", "希腊字母与拉丁字母"},
                                         {"a/b", "“/”"},
                                         {"张三😀", "“😀”"},
                                         {"张\u202e三", "右至左强制符"},
                                         {"张\ufffd三", "转码"}};

    for (size_t i = 0; i < LEN(good); i++)
        CHECK_STR(username_reason(a, good[i]), NULL);
    for (size_t i = 0; i < LEN(bad); i++) {
        const char *why = username_reason(a, bad[i][0]);
        CHECK_HAS(why ? why : "", bad[i][1]);
    }
}

static void
a_password_is_the_same_on_every_keyboard(void)
{
    CHECK_STR(password_nfc(a, "U\u0308bergro\u0308\u00dfe"), "\u00dcbergr\u00f6\u00dfe");
    CHECK_STR(password_nfc(a, "a\u00a0b\u3000c d"), "a b c d");
    CHECK_STR(password_nfc(a, "Ａa①"), "Ａa①"); /* no other mapping: RFC 8265 */
    CHECK_STR(password_nfc(a, ""), "");
}

static void
a_hash_of_a_password_as_it_was_typed_still_fits(void)
{
    char old[PASSWORD_TEXT], fresh[PASSWORD_TEXT];
    struct fault f;

    CHECK_ERR(password_hash("Zu\u0308rich-7-x", old, &f), OK, &f); /* by an earlier program */
    CHECK(password_fits(old, "Zu\u0308rich-7-x"));
    CHECK(!password_fits(old, "Zurich-7-x"));
    CHECK_ERR(password_keep("Zu\u0308rich-7-x", fresh, &f), OK, &f);
    CHECK(password_fits(fresh, "Zu\u0308rich-7-x"));
    CHECK(password_fits(fresh, "Z\u00fcrich-7-x"));
}

/* ---- addresses of the web -------------------------------------------------------------------- */

static void
the_host_of_an_address_is_the_one_that_browsers_open(void)
{
    static const struct {
        const char *text, *host;
        long port;
    } good[] = {{"https://www.example.com/", "www.example.com", 443},
                {"HTTPS://WWW.EXAMPLE.COM/", "www.example.com", 443},
                {"http://example.com", "example.com", 80},
                {"http://example.com:8080?a=//b@c", "example.com", 8080},
                {"http://example.com#@evil.test", "example.com", 80},
                {"http://example.com./a", "example.com", 80},
                {"http://example.com:/a", "example.com", 80},
                {"https://例子.测试/首页", "xn--fsqu00a.xn--0zwm56d", 443},
                {"https://www.example.com。evil.test/", "www.example.com.evil.test", 443},
                {"http://127.0.0.1:81/", "127.0.0.1", 81},
                {"http://[::1]:81/", "[::1]", 81}};
    static const char *const bad[][2] = {{"https://www.example.com:443@evil.test/", "用户名"},
                                         {"https://www.example.com@evil.test/", "用户名"},
                                         {"https://a:b@www.example.com/", "用户名"},
                                         {"https://evil.test\\@www.example.com/", "反斜线"},
                                         {"https:\\\\www.example.com", "反斜线"},
                                         {"https:/www.example.com", "完整"},
                                         {"//www.example.com", "完整"},
                                         {"ftp://www.example.com", "完整"},
                                         {"javascript://www.example.com/%0aalert(1)", "完整"},
                                         {"https://", "没有域名"},
                                         {"https:///a", "没有域名"},
                                         {"https://www.example%2ecom/", "%"},
                                         {"https://www.exam ple.com/", "空格"},
                                         {"https://www.example.com:99999/", "端口"},
                                         {"https://www.example.com:0/", "端口"},
                                         {"https://www.example.com:8a/", "端口"},
                                         {"https://localhost/", "两段"},
                                         {"https://2130706433/", "域名"},
                                         {"https://0x7f.1/", "数字"},
                                         {"https://exam\u200bple.com/", "零宽空格"},
                                         {"https://[::1/", "域名"},
                                         {"https://[:::1]/", "域名"},
                                         {"https://[:]/", "域名"},
                                         {"https://[1:2:3:4:5:6:7:8:9]/", "域名"},
                                         {"https://[::1.2.3.456]/", "域名"},
                                         {"", "完整"}};
    struct url url;
    struct fault f;

    for (size_t i = 0; i < LEN(good); i++) {
        check_about("%s", good[i].text);
        if (CHECK_ERR(url_read(a, good[i].text, &url, &f), OK, &f)) {
            CHECK_STR(url.host, good[i].host);
            CHECK_INT(url.port, good[i].port);
        }
    }
    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("%s", bad[i][0]);
        f = (struct fault){0};
        CHECK_ERR(url_read(a, bad[i][0], &url, &f), ERR_INPUT, NULL);
        CHECK_HAS(f.text, bad[i][1]);
    }
}

static const struct check_test tests[] = {
    TEST(what_looks_the_same_folds_to_the_same),
    TEST(what_is_another_text_folds_to_another),
    TEST(both_ways_of_folding_agree),
    TEST(folding_and_tidying_twice_change_nothing_more),
    TEST(no_character_is_plain_that_the_whole_way_refuses_or_changes),
    TEST(a_broken_text_is_folded_without_harm),
    TEST(the_first_difference_is_told_with_its_code_points),
    TEST(names_of_all_peoples_may_be_written),
    TEST(what_deceives_or_is_broken_is_refused_by_its_name_and_place),
    TEST(blanks_around_a_line_go_and_what_is_within_stays),
    TEST(a_code_is_written_as_machines_know_it),
    TEST(prose_may_have_lines_and_not_change_its_direction),
    TEST(what_draws_nothing_is_blank),
    TEST(usernames_that_look_the_same_have_one_key),
    TEST(a_username_is_of_letters_of_one_alphabet),
    TEST(a_password_is_the_same_on_every_keyboard),
    TEST(a_hash_of_a_password_as_it_was_typed_still_fits),
    TEST(the_host_of_an_address_is_the_one_that_browsers_open),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
