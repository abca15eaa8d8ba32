/* The promises of base, on which every room stands: memory, words, JSON, time, hashes, files. */
#include "rig.h"

#include "base/json_tree.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = RIG_TEMP;

static int64_t
fixed_now(void *ctx)
{
    return *(int64_t *)ctx;
}

static void
counting_random(void *ctx, void *out, size_t n)
{
    (void)ctx;
    memset(out, 0x5A, n);
}

/* ---- memory, faults -------------------------------------------------------------------------- */

static bool
is_zero(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0)
            return false;
    return true;
}

static char order[8];

static void
note_order(void *letter)
{
    size_t n = strlen(order);
    snprintf(order + n, sizeof order - n, "%s", (const char *)letter);
}

static void
an_arena_zeroes_and_runs_defers_last_in_first_out(void)
{
    struct arena *arena = arena_new();
    char *p = arena_alloc(arena, 100);

    order[0] = '\0';
    CHECK(is_zero(p, 100));
    memset(p, 'x', 100);
    arena_defer(arena, note_order, (char *)"a");
    arena_defer(arena, note_order, (char *)"b");
    arena_reset(arena);
    CHECK_STR(order, "ba");

    p = arena_alloc(arena, 100);
    CHECK(is_zero(p, 100));
    arena_defer(arena, note_order, (char *)"c");
    arena_free(arena);
    CHECK_STR(order, "bac");
}

static void
an_arena_gives_aligned_blocks_of_any_size_and_texts(void)
{
    struct arena *arena = arena_new();

    CHECK_INT((uintptr_t)arena_alloc(arena, 1) & 15, 0);
    char *big = arena_alloc(arena, 3 * 1024 * 1024);
    CHECK_INT((uintptr_t)big & 15, 0);
    CHECK(is_zero(big, 3 * 1024 * 1024));
    CHECK_STR(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    arena_free(arena);
}

/* Wherever the room that is left ends. */
static void
a_text_is_printed_whole_however_long_it_is(void)
{
    enum { N = 3000, MOST = 150 * 1024 };
    struct arena *arena = arena_new();
    static char many[MOST + 1];
    const char *was[N];

    memset(many, 'x', MOST);
    for (int i = 0; i < N; i++)
        was[i] = arena_printf(arena, "%d %.*s.", i, i % 100 == 7 ? MOST - i : i % 300, many);
    for (int i = 0; i < N; i++) {
        size_t n = (size_t)(i % 100 == 7 ? MOST - i : i % 300);
        const char *x = strchr(was[i], ' ');
        CHECK_INT(atoi(was[i]), i);
        CHECK_INT(strspn(x + 1, "x"), n);
        CHECK_STR(x + 1 + n, ".");
    }
    CHECK_STR(arena_printf(arena, "%s", ""), "");

    for (int n = 0; n < 600; n++) {
        struct buf b = BUF(arena);
        buf_printf(&b, "%.*s", n, many);
        buf_printf(&b, "%d%.*s", n, 600 - n, many);
        buf_printf(&b, "%s", "");
        CHECK_INT(b.n, strlen(b.p));
        CHECK_INT(strspn(b.p, "x"), n);
        CHECK_INT(atoi(b.p + n), n);
    }
    arena_free(arena);
}

static void
a_fault_is_cut_at_a_whole_character(void)
{
    struct fault f;
    char text[500] = "x"; /* so that the end of the room is within a character */

    for (int i = 1; i + 3 < (int)sizeof text; i += 3)
        memcpy(text + i, "备", 4);
    CHECK_ERR(fail(&f, ERR_INPUT, "x", "/a", "%s", text), ERR_INPUT, &f);
    CHECK(utf8_valid(f.text, strlen(f.text)));
    CHECK_INT(strlen(f.text), sizeof f.text - 3);
}

static void
a_fault_may_be_told_in_its_own_words(void)
{
    struct fault f;

    CHECK_ERR(fail(&f, ERR_INPUT, "x", "/a", "words"), ERR_INPUT, &f);
    CHECK_ERR(fail(&f, ERR_RULE, "y", f.where, "%s!", f.code), ERR_RULE, &f);
    CHECK_STR(f.code, "y");
    CHECK_STR(f.text, "x!");
    CHECK_STR(f.where, "/a");
}

/* ---- JSON, UTF-8 ----------------------------------------------------------------------------- */

static void
json_refuses_duplicate_keys_depth_nul_and_trailing_text(void)
{
    static const struct {
        const char *text, *code; /* NULL: it is read */
    } cases[] = {
        {"{\"a\":1,\"a\":2}", "json_duplicate_key"},
        {"{\"a\":\"\\u0000\"}", "json_malformed"},
        {"{} x", "json_malformed"},
        {"", "json_malformed"},
        {"{\"a\":\"[[[\\\"[[\"}", NULL},
    };
    struct fault f;
    json_t *j;

    for (size_t i = 0; i < LEN(cases); i++) {
        const char *text = cases[i].text, *code = cases[i].code;
        check_about("%s", text);
        if (code)
            CHECK_REFUSED(json_read(a, text, strlen(text), &j, &f), ERR_INPUT, code, &f);
        else
            CHECK_ERR(json_read(a, text, strlen(text), &j, &f), OK, &f);
    }
}

/* What is one of them to jansson is one to us, and the other way round. */
static void
json_is_to_us_what_it_is_to_jansson(void)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        " [ ] ",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "[",
        "]",
        "[1}",
        "{\"a\":[1,2,{\"b\":null}],\"c\":true,\"d\":false}",
        "[true1]",
        "[nul]",
        "[tru",
        "1",
        "\"x\"",
        "null",
        "[-0,0,-1,9223372036854775807,-9223372036854775808]",
        "[9223372036854775808]",
        "[01]",
        "[-]",
        "[1.]",
        "[.5]",
        "[1.5e3,1E-2,0.0,-0.0,1e-999]",
        "[1e999]",
        "[1e]",
        "[1e+]",
        "[+1]",
        "[0x1]",
        "[NaN]",
        "[1 2]",
        "[\"a\" \"b\"]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "[\"\\u00e9\\u4e2d\\ud83d\\ude00\"]",
        "[\"\\ud83d\"]",
        "[\"\\ude00\"]",
        "[\"\\ud83d\\u0041\"]",
        "[\"\\u12\"]",
        "[\"\\u12g4\"]",
        "[\"\\x\"]",
        "[\"\\",
        "[\"\\\"]",
        "[\"a\nb\"]",
        "[\"\x7f\"]",
        "[\"算\x7f备\\n案\x7f\"]",
        "[\"\xff\"]",
        "[\"\xed\xa0\x80\"]",
        "[\"\xc0\x80\"]",
        "[\"\xf4\x90\x80\x80\"]",
        "\xef\xbb\xbf[]",
        "{\"a\":1,\"b\":2,\"\\u0061\":3}",
        "{\"\":1}",
        "{\"\\n\":\"\\t\",\"\\t\":\"\\n\"}",
        "[[[[[[]]]]]]",
        "[] []",
        "[]x",
        "// x\n[]",
        "\f[]",
    };

    for (size_t i = 0; i < LEN(texts); i++) {
        size_t n = strlen(texts[i]);
        json_t *ours = json_tree(texts[i], n, 64),
               *theirs = json_loadb(texts[i], n, JSON_REJECT_DUPLICATES, NULL);
        check_about("%s", texts[i]);
        CHECK((ours == NULL) == (theirs == NULL));
        CHECK(ours == NULL || json_equal(ours, theirs));
        json_decref(ours);
        json_decref(theirs);
    }
}

static void
json_holds_no_nul_byte_and_says_where_it_stood(void)
{
    static const char text[] = "{\"a\":\n [1, 123\0]}";
    struct fault f;
    json_t *j;

    CHECK_REFUSED(json_read(a, text, sizeof text - 1, &j, &f), ERR_INPUT, "json_malformed", &f);
    CHECK_STR(f.where, "line 2 column 9");
    CHECK_REFUSED(json_read(a, "1\0", 2, &j, &f), ERR_INPUT, "json_malformed", &f);
}

static void
json_numbers_without_a_fraction_become_integers(void)
{
    static const char text[] = "{\"a\":[1.0,-0.0,2e4,1.5,{\"b\":-3.0}],\"c\":9007199254740992.0,"
                               "\"d\":9007199254740994.0,\"e\":1e300,\"f\":\"1.0\"}";
    struct fault f;
    json_t *j;

    CHECK_ERR(json_read(a, text, sizeof text - 1, &j, &f), OK, &f);
    json_make_whole(j);
    CHECK_STR(json_canonical(a, json_object_get(j, "a")), "[1,0,20000,1.5,{\"b\":-3}]");
    CHECK(json_is_integer(json_object_get(j, "c")));
    CHECK(json_is_real(json_object_get(j, "d")));
    CHECK(json_is_real(json_object_get(j, "e")));
    CHECK_STR(json_str(j, "f"), "1.0");
}

static void
json_may_be_nested_64_deep_and_no_deeper(void)
{
    struct fault f;
    json_t *j;
    char deep[130];

    memset(deep, '[', 65);
    memset(deep + 65, ']', 65);
    CHECK_REFUSED(json_read(a, deep, 130, &j, &f), ERR_INPUT, "json_too_deep", &f);
    CHECK_ERR(json_read(a, deep + 1, 128, &j, &f), OK, &f);
}

static void
a_text_of_too_many_values_is_not_read(void)
{
    const char text[] = "{\"a\":[1,2,\"x,[{:\\\",\"],\"b\":{}}"; /* marks in a text are none */
    struct fault f;
    json_t *j;

    CHECK_ERR(json_read_most(a, text, sizeof text - 1, 9, &j, &f), OK, &f);
    CHECK_REFUSED(json_read_most(a, text, sizeof text - 1, 8, &j, &f), ERR_INPUT,
                  "json_values_many", &f);
    CHECK(j == NULL);
    CHECK_REFUSED(json_read_most(a, "\"[,", 3, 1, &j, &f), ERR_INPUT, "json_malformed", &f);
}

static const char *
group(const char *address)
{
    static char out[ADDRESS_TEXT];
    address_group(address, out);
    return out;
}

static void
addresses_are_counted_by_who_has_them(void)
{
    CHECK_STR(group("192.0.2.7"), "192.0.2.7");
    CHECK_STR(group("::ffff:192.0.2.7"), "192.0.2.7");
    CHECK_STR(group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    CHECK_STR(group("2001:0DB8:1:2::ffff"), "2001:db8:1:2::/64");
    CHECK_STR(group("::1"), "::/64");
    CHECK_STR(group("unix:"), "unix:");
    CHECK_STR(group(NULL), "-");
}

static void
json_text_is_escaped_and_canonical_sorts_keys(void)
{
    const char *text = "{\"b\":1,\"a\":{\"d\":1,\"c\":2}}";
    struct buf b = BUF(a);
    json_t *j;

    buf_puts(&b, "{");
    buf_json_str(&b, "a", "引\"\\\n\t\x01");
    buf_json_str(&b, "n", NULL);
    buf_json_int(&b, "i", -5);
    buf_json_bool(&b, "t", true);
    buf_json_raw(&b, "r", "[1]");
    buf_puts(&b, "}");

    CHECK_STR(b.p,
              "{\"a\":\"引\\\"\\\\\\n\\u0009\\u0001\",\"n\":null,\"i\":-5,\"t\":true,\"r\":[1]}");
    CHECK_ERR(json_read(a, text, strlen(text), &j, NULL), OK, NULL);
    CHECK_STR(json_canonical(a, j), "{\"a\":{\"c\":2,\"d\":1},\"b\":1}");
    CHECK_STR(json_text(a, j), text);
}

/* The writer looks at eight bytes at a time; none may hide among them. */
static void
a_member_of_a_compact_object_is_found_without_parsing(void)
{
    static const char object[] =
        "{\"a\":\"x\\\"},{\",\"b\":{\"c\":[1,{\"d\":2}],\"e\":\"\"},\"c\":3,\"d\":null}";
    static const struct {
        const char *key, *value;
    } members[] = {{"a", "\"x\\\"},{\""},
                   {"b", "{\"c\":[1,{\"d\":2}],\"e\":\"\"}"},
                   {"c", "3"},
                   {"d", "null"},
                   {"e", NULL},
                   {"", NULL}};
    static const char *const broken[] = {"", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "[]", "{}"};
    size_t n;

    for (size_t i = 0; i < LEN(members); i++) {
        const char *value = json_member(object, members[i].key, &n);
        CHECK_STR(value ? arena_strndup(a, value, n) : NULL, members[i].value);
    }
    for (size_t i = 0; i < LEN(broken); i++) {
        const char *value = json_member(broken[i], "a", &n);
        CHECK(value == NULL || n == 0);
    }
}

static void
a_byte_that_needs_an_escape_gets_one_wherever_it_stands(void)
{
    for (int byte = 1; byte < 0x80; byte++) {
        bool is_escaped = byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F;
        for (size_t at = 0; at < 20; at++) {
            char text[] = "filing no. 1234567890 备案号";
            struct buf b = BUF(a);
            json_t *j;
            text[at] = (char)byte;
            check_about("byte %d at %zu", byte, at);
            CHECK_INT(json_plain(text, strlen(text)), is_escaped ? at : strlen(text));
            buf_json_str(&b, "", text);
            CHECK_INT(b.p[strlen("\"\":\"") + at] == '\\', is_escaped);
            j = json_loads(arena_printf(a, "{%s}", b.p), 0, NULL);
            CHECK_STR(json_str(j, ""), text);
            json_decref(j);
        }
    }
}

static void
whole_numbers_are_written_to_their_ends(void)
{
    static const long long numbers[] = {0, 7, -1, 10, -40, LLONG_MAX, LLONG_MIN};

    for (size_t i = 0; i < LEN(numbers); i++) {
        struct buf b = BUF(a);
        buf_int(&b, numbers[i]);
        CHECK_STR(b.p, arena_printf(a, "%lld", numbers[i]));
    }
}

static void
utf8_is_checked_at_every_edge(void)
{
    static const char *const good[] = {"",
                                       "a",
                                       "\x7f",
                                       "\xc2\x80",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xed\x9f\xbf",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {
        "\x80",         "\xc0\x80",         "\xc1\xbf",         "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5",
        "\xe4\xb8"};

    for (size_t i = 0; i < LEN(good); i++) {
        check_about("good %zu", i);
        CHECK(utf8_valid(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("bad %zu", i);
        CHECK(!utf8_valid(bad[i], strlen(bad[i])));
    }
    CHECK(!utf8_valid("a\0b", 3));
    CHECK_INT(utf8_length("算备ab"), 4);
}

/* ---- time, ids, hashes ----------------------------------------------------------------------- */

static void
dates_that_do_not_exist_are_refused(void)
{
    static const char *const bad[] = {"2023-02-29", "2100-02-29",  "2024-13-01", "2024-00-10",
                                      "2024-04-31", "2024-4-3",    "2024/04/03", "20240403",
                                      "",           "2024-04-03x", "1899-12-31", "٢٠٢٤-01-01"};
    static const char *const good[] = {"2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"};

    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("%s", bad[i]);
        CHECK(!date_valid(bad[i]));
    }
    for (size_t i = 0; i < LEN(good); i++) {
        check_about("%s", good[i]);
        CHECK(date_valid(good[i]));
    }
}

static void
days_are_counted_from_1970(void)
{
    CHECK_INT(date_days("1970-01-01"), 0);
    CHECK_INT(date_days("2000-03-01"), 11017);
    CHECK_INT(date_days("1969-12-31"), -1);
}

static void
times_are_beijing_times(void)
{
    char at[TIME_TEXT], day[DATE_TEXT];

    time_rfc3339(0, at);
    CHECK_STR(at, "1970-01-01T08:00:00+08:00");
    time_rfc3339(1732464000000LL - 1000, at); /* 2024-11-24T15:59:59Z */
    CHECK_STR(at, "2024-11-24T23:59:59+08:00");
    date_beijing(1732464000000LL, day);
    CHECK_STR(day, "2024-11-25");
    date_beijing(-1, day);
    CHECK_STR(day, "1970-01-01");
    date_beijing(-8 * 3600 * 1000LL - 1, day);
    CHECK_STR(day, "1969-12-31");
}

static void
times_are_read_back_with_any_offset(void)
{
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = {{"1970-01-01T08:00:00+08:00", 0},
                {"1970-01-01T00:00:00Z", 0},
                {"2024-11-25T00:00:00+08:00", 1732464000000LL},
                {"2024-11-24T11:00:00.5-05:00", 1732464000500LL},
                {"2024-11-24T16:00:00.12345Z", 1732464000123LL},
                {"1969-12-31T23:59:59Z", -1000}};
    int64_t ms;

    for (size_t i = 0; i < LEN(good); i++) {
        check_about("%s", good[i].text);
        CHECK(time_parse(good[i].text, &ms));
        CHECK_INT(ms, good[i].ms);
    }
}

static void
what_is_no_time_is_refused(void)
{
    static const char *const bad[] = {"",
                                      "2024-11-25",
                                      "2024-11-25T00:00:00",
                                      "2024-11-25 00:00:00Z",
                                      "2024-02-30T00:00:00Z",
                                      "2024-11-25T24:00:00Z",
                                      "2024-11-25T00:60:00Z",
                                      "2024-11-25T00:00:60Z",
                                      "2024-11-25T00:00:00.Z",
                                      "2024-11-25T00:00:00+0800",
                                      "2024-11-25T00:00:00+24:00",
                                      "2024-11-25T00:00:00Zx",
                                      "2024-11-25T00:00:00z",
                                      "tomorrow at noon, please"};
    int64_t ms;

    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("%s", bad[i]);
        CHECK(!time_parse(bad[i], &ms));
    }
}

static void
a_time_that_was_written_is_read_back(void)
{
    char at[TIME_TEXT];
    int64_t ms = 0;

    time_rfc3339(1732464001000LL, at);
    CHECK(time_parse(at, &ms));
    CHECK_INT(ms, 1732464001000LL);
}

static void
ids_sort_by_time_and_know_each_other(void)
{
    int64_t now = 1700000000000LL;
    struct world w = {fixed_now, counting_random, &now};
    char first[ID_TEXT], second[ID_TEXT];

    id_new(&w, first);
    now++;
    id_new(&w, second);
    CHECK_MOST(strcmp(first, second), -1);
    CHECK(id_valid(first));
    CHECK(id_valid(second));
}

static void
what_is_no_id_is_told(void)
{
    static const char *const bad[] = {"", "01J", "../../../../../../etc/passw",
                                      "01hf7yatw0b9d5jpk9d5jpk9dU"};

    for (size_t i = 0; i < LEN(bad); i++) {
        check_about("%s", bad[i]);
        CHECK(!id_valid(bad[i]));
    }
}

static void
sha256_matches_the_standard(void)
{
    char out[SHA256_TEXT], again[SHA256_TEXT];
    struct sha256 h;

    sha256_hex("abc", 3, out);
    CHECK_STR(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_start(&h);
    sha256_add(&h, "a", 1);
    sha256_add(&h, "bc", 2);
    sha256_end(&h, again);
    CHECK_STR(again, out);
}

static void
a_password_verifies_and_another_does_not(void)
{
    char hash[PASSWORD_TEXT];
    CHECK_ERR(password_hash("correct horse", hash, NULL), OK, NULL);
    CHECK(password_verify(hash, "correct horse"));
    CHECK(!password_verify(hash, "correct horsf"));
    CHECK(!password_verify("", "correct horse"));
}

/* ---- files ----------------------------------------------------------------------------------- */

static void
a_new_file_is_whole_or_not_there(void)
{
    struct fault f;
    struct file_new n;
    char path[600], *text;
    size_t size;

    snprintf(path, sizeof path, "%s/ab/whole", folder);
    CHECK_ERR(file_new_open(&n, folder, &world_real, &f), OK, &f);
    CHECK_ERR(file_new_write(&n, "hello", 5, &f), OK, &f);
    CHECK(!file_exists(path));
    CHECK_ERR(file_new_keep(&n, path, &f), OK, &f);
    file_new_drop(&n);

    CHECK_ERR(file_read(path, 100, &text, &size, &f), OK, &f);
    CHECK_INT(size, 5);
    CHECK_STR(text, "hello");
    free(text);
    CHECK_ERR(file_read(path, 4, &text, &size, &f), ERR_LARGE, &f);
}

static int
failing_fsync(int fd)
{
    (void)fd;
    errno = EIO;
    return -1;
}

static void
a_file_that_did_not_reach_the_disk_is_not_there(void)
{
    struct storage_calls faulty = storage_real;
    struct fault f;
    struct file_new n;
    char path[600], part[512];

    faulty.fsync = failing_fsync;
    snprintf(path, sizeof path, "%s/never", folder);
    storage_calls_set(&faulty);
    CHECK_ERR(file_new_open(&n, folder, &world_real, &f), OK, &f);
    CHECK_ERR(file_new_write(&n, "hello", 5, &f), OK, &f);
    CHECK_REFUSED(file_new_keep(&n, path, &f), ERR_BUSY, "storage_failed", &f);
    snprintf(part, sizeof part, "%s", n.path);
    CHECK(file_exists(part));
    file_new_drop(&n);
    storage_calls_set(&storage_real);

    CHECK(!file_exists(path));
    CHECK(!file_exists(part));
}

static void
a_media_type_has_no_case_and_ends_where_it_ends(void)
{
    for (int t = FILE_UNKNOWN + 1; t < FILE__MAX; t++) {
        const char *name = file_media_type((enum file_type)t);
        CHECK_INT(file_media_find(name), t);
        CHECK_INT(file_media_find(text_upper(a, name)), t);
        CHECK_INT(file_media_find(arena_printf(a, " %s ; x=y", name)), t);
        CHECK_INT(file_media_find(arena_printf(a, "%sx", name)), FILE_UNKNOWN);
    }
    CHECK_STR(file_media_type(FILE_OFD), "application/ofd");
    CHECK_INT(file_media_find("Application/PDF ; charset=UTF-8"), FILE_PDF);
    CHECK_INT(file_media_find("application/pdf+json"), FILE_UNKNOWN);
    CHECK_INT(file_media_find("application/pdf x"), FILE_UNKNOWN);
    CHECK_INT(file_media_find(""), FILE_UNKNOWN);
    CHECK_INT(file_media_find(NULL), FILE_UNKNOWN);
}

static void
an_ending_is_what_programs_go_by(void)
{
    CHECK_STR(file_ending("报告.PDF"), ".PDF");
    CHECK_STR(file_ending("a.b.mp4"), ".mp4");
    CHECK(file_ending("报告") == NULL);
    CHECK(file_ending("报告1.0") == NULL);
    CHECK(file_ending("报告1.0版") == NULL);
    CHECK(file_ending("a.") == NULL);
    CHECK(file_ending(".pdf") == NULL);
    CHECK(file_ending_fits(FILE_JPEG, ".JPEG"));
    CHECK(file_ending_fits(FILE_JPEG, ".jfif"));
    CHECK(!file_ending_fits(FILE_JPEG, ".png"));
    CHECK(!file_ending_fits(FILE_UNKNOWN, ".pdf"));
}

static const struct check_test tests[] = {
    TEST(an_arena_zeroes_and_runs_defers_last_in_first_out),
    TEST(an_arena_gives_aligned_blocks_of_any_size_and_texts),
    TEST(a_text_is_printed_whole_however_long_it_is),
    TEST(a_fault_is_cut_at_a_whole_character),
    TEST(a_fault_may_be_told_in_its_own_words),
    TEST(json_refuses_duplicate_keys_depth_nul_and_trailing_text),
    TEST(json_is_to_us_what_it_is_to_jansson),
    TEST(json_holds_no_nul_byte_and_says_where_it_stood),
    TEST(json_numbers_without_a_fraction_become_integers),
    TEST(json_may_be_nested_64_deep_and_no_deeper),
    TEST(a_text_of_too_many_values_is_not_read),
    TEST(addresses_are_counted_by_who_has_them),
    TEST(json_text_is_escaped_and_canonical_sorts_keys),
    TEST(a_member_of_a_compact_object_is_found_without_parsing),
    TEST(a_byte_that_needs_an_escape_gets_one_wherever_it_stands),
    TEST(whole_numbers_are_written_to_their_ends),
    TEST(utf8_is_checked_at_every_edge),
    TEST(dates_that_do_not_exist_are_refused),
    TEST(days_are_counted_from_1970),
    TEST(times_are_beijing_times),
    TEST(times_are_read_back_with_any_offset),
    TEST(what_is_no_time_is_refused),
    TEST(a_time_that_was_written_is_read_back),
    TEST(ids_sort_by_time_and_know_each_other),
    TEST(what_is_no_id_is_told),
    TEST(sha256_matches_the_standard),
    TEST(a_password_verifies_and_another_does_not),
    TEST(a_new_file_is_whole_or_not_there),
    TEST(a_file_that_did_not_reach_the_disk_is_not_there),
    TEST(a_media_type_has_no_case_and_ends_where_it_ends),
    TEST(an_ending_is_what_programs_go_by),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    log_level_set(LOG_NONE_);
    rig_temp(folder);
    int status = check_main(argc, argv, tests, LEN(tests));
    rig_folder_remove(folder);
    return status;
}
