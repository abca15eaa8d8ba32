/* What is sealed opens at its place, whole, and nowhere else; the file of master keys is whole or
 * refused. */
#include "rig.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct fault fault;
static struct seal_key key, other;
static char folder[] = RIG_TEMP;

static void
begin(void)
{
    seal_key_new(&world_real, &key);
    seal_key_new(&world_real, &other);
}

/* ---- cells ----------------------------------------------------------------------------------- */

#define TEXT "{\"mobile\":\"13800138000\"}"
#define CELL_BYTES (sizeof TEXT - 1 + SEAL_MORE)

static void
a_cell_opens_at_its_place_by_its_key(void)
{
    unsigned char cell[CELL_BYTES];
    char text[sizeof TEXT] = "";

    seal(&world_real, &key, 7, "filing data f1", TEXT, sizeof TEXT - 1, cell);
    CHECK_INT(sealed_by(cell, sizeof cell), 7);
    CHECK(memmem(cell, sizeof cell, "13800138000", 11) == NULL);
    CHECK(unseal(&key, "filing data f1", cell, sizeof cell, text));
    CHECK_STR(text, TEXT);
    CHECK(!unseal(&other, "filing data f1", cell, sizeof cell, text));
}

static void
a_cell_that_was_moved_does_not_open(void)
{
    static const char *const elsewhere[] = {"filing data f2",  "filing title f1", "version data f1",
                                            "filing data f1 ", "filing data f",   ""};
    unsigned char cell[CELL_BYTES];
    char text[sizeof TEXT];

    seal(&world_real, &key, 7, "filing data f1", TEXT, sizeof TEXT - 1, cell);
    for (size_t i = 0; i < LEN(elsewhere); i++) {
        check_about("%s", elsewhere[i]);
        CHECK(!unseal(&key, elsewhere[i], cell, sizeof cell, text));
    }
}

/* Long cells are opened by another library than short ones, and than all are sealed by. */
enum { LONGEST = 70000 };
static const size_t lengths[] = {0,    1,    63,   64,   sizeof TEXT - 1, 974,    975, 976, 1023,
                                 1024, 1025, 4095, 6500, 65536,           LONGEST};

static void
a_text_of_any_length_opens_as_it_was(void)
{
    static unsigned char text[LONGEST], cell[LONGEST + SEAL_MORE], opened[LONGEST + 1];

    for (size_t i = 0; i < LONGEST; i++)
        text[i] = (unsigned char)(i * 7 + i / 256);
    for (size_t i = 0; i < LEN(lengths); i++) {
        size_t n = lengths[i];
        check_about("%zu bytes", n);
        seal(&world_real, &key, 7, "version data f1 3", text, n, cell);
        opened[n] = 0xA5;
        CHECK(unseal(&key, "version data f1 3", cell, n + SEAL_MORE, opened));
        CHECK(memcmp(opened, text, n) == 0 && opened[n] == 0xA5);
        CHECK(!unseal(&key, "version data f1 4", cell, n + SEAL_MORE, opened));
        CHECK(!unseal(&other, "version data f1 3", cell, n + SEAL_MORE, opened));
        CHECK(unseal(&key, "version data f1 3", cell, n + SEAL_MORE, opened));
    }
}

static void
check_changed(const unsigned char *whole, size_t n, size_t at, int bit)
{
    static unsigned char cell[LONGEST + SEAL_MORE], text[LONGEST];
    size_t left = 0;

    memcpy(cell, whole, n);
    cell[at] ^= (unsigned char)bit;
    memset(text, 0, n);
    CHECK(!unseal(&key, "p", cell, n, text));
    for (size_t i = 0; i < n; i++)
        left += text[i] != 0;
    CHECK_INT((int)left, 0); /* nothing of what it said */
}

static void
no_byte_of_a_cell_may_change(void)
{
    static unsigned char text[2000], cell[2000 + SEAL_MORE];
    static const size_t long_and_short[] = {sizeof TEXT - 1, sizeof text};

    for (size_t k = 0; k < LEN(long_and_short); k++) {
        size_t n = long_and_short[k] + SEAL_MORE, step = n < 200 ? 1 : 13;
        memset(text, 'x', sizeof text);
        seal(&world_real, &key, 7, "p", text, long_and_short[k], cell);
        for (size_t i = 0; i < n; i += step)
            for (int bit = 1; bit < 256; bit *= 2) {
                check_about("byte %zu of %zu, bit %d", i, n, bit);
                check_changed(cell, n, i, bit);
            }
        for (size_t cut = 0; cut < n; cut += step) {
            check_about("%zu bytes of %zu", cut, n);
            CHECK(!unseal(&key, "p", cell, cut, text));
        }
        CHECK(unseal(&key, "p", cell, n, text));
    }
}

static void
one_text_sealed_twice_makes_two_cells(void)
{
    unsigned char one[CELL_BYTES], two[CELL_BYTES];

    seal(&world_real, &key, 7, "p", TEXT, sizeof TEXT - 1, one);
    seal(&world_real, &key, 7, "p", TEXT, sizeof TEXT - 1, two);
    CHECK(memcmp(one, two, sizeof one) != 0);
}

static void
a_key_that_is_made_ready_hashes_as_it_does_itself(void)
{
    const struct seal_key one = {{1}};
    char want[SEAL_HASH_TEXT], got[SEAL_HASH_TEXT];
    struct seal_mac ready;

    seal_mac_start(&ready, &one);
    for (size_t n = 0; n <= 8; n++) { /* again and again */
        seal_hash(&one, "a text of", n, want);
        seal_mac_hash(&ready, "a text of", n, got);
        CHECK_STR(got, want);
    }
    seal_mac_forget(&ready);
    seal_mac_hash(&ready, "a text of", 8, got);
    CHECK(!str_is(got, want));
}

/* Whoever holds neither the key nor the bytes makes another. */
static void
a_tie_is_of_its_key_and_of_every_byte(void)
{
    unsigned char of_key[SEAL_TIE_KEY_BYTES], again[SEAL_TIE_KEY_BYTES];
    unsigned char first[SEAL_TIE_BYTES], x[SEAL_TIE_BYTES];
    struct seal_mac m;

    seal_mac_start(&m, &key);
    seal_tie_key(&m, "one", of_key);
    seal_tie_key(&m, "one", again);
    CHECK(memcmp(of_key, again, sizeof again) == 0);
    seal_tie(of_key, TEXT, sizeof TEXT, first);
    seal_tie(again, TEXT, sizeof TEXT, x);
    CHECK(memcmp(first, x, sizeof x) == 0);

    seal_tie(of_key, TEXT, sizeof TEXT - 2, x);
    CHECK(memcmp(first, x, sizeof x) != 0);
    seal_tie_key(&m, "two", again);
    seal_tie(again, TEXT, sizeof TEXT, x);
    CHECK(memcmp(first, x, sizeof x) != 0);
    seal_mac_start(&m, &other);
    seal_tie_key(&m, "one", again);
    seal_tie(again, TEXT, sizeof TEXT, x);
    CHECK(memcmp(first, x, sizeof x) != 0);
}

/* ---- files ----------------------------------------------------------------------------------- */

enum { PIECES = 4, PIECE = 100, SEALED_PIECE = PIECE + SEAL_PIECE_MORE };
struct sealed_file {
    unsigned char head[SEAL_FILE_HEAD];
    unsigned char pieces[PIECES][SEALED_PIECE];
};

static struct sealed_file
sealed_file(const char *place)
{
    struct sealed_file x;
    struct seal_stream stream;
    char piece[PIECE];

    seal_file_start(&stream, &key, 3, x.head);
    for (int i = 0; i < PIECES; i++) {
        memset(piece, 'a' + i, sizeof piece);
        seal_file_piece(&stream, place, piece, sizeof piece, i == PIECES - 1, x.pieces[i]);
    }
    return x;
}

/* How many of its pieces open, in that order; -1: all, and the last says so. */
static int
opens(const struct sealed_file *x, const char *place, const int *order, int n)
{
    struct seal_stream stream;
    char piece[PIECE];
    bool is_last = false;

    if (!unseal_file_start(&stream, &key, x->head))
        return 0;
    for (int i = 0; i < n; i++)
        if (!unseal_file_piece(&stream, place, x->pieces[order[i]], SEALED_PIECE, &is_last, piece))
            return i;
    return is_last ? -1 : n;
}

static void
a_file_opens_whole_and_in_order_only(void)
{
    struct sealed_file x = sealed_file("blob b1");

    CHECK_INT(sealed_by(x.head, sizeof x.head), 3);
    CHECK_INT(opens(&x, "blob b1", (int[]){0, 1, 2, 3}, 4), -1);
    CHECK_INT(opens(&x, "blob b1", (int[]){0, 1, 2}, 3), 3); /* cut: nobody says that it ended */
    CHECK_INT(opens(&x, "blob b1", (int[]){0, 2, 1, 3}, 4), 1);
    CHECK_INT(opens(&x, "blob b1", (int[]){0, 1, 3}, 3), 2);
    CHECK_INT(opens(&x, "blob b1", (int[]){0, 0}, 2), 1);
    CHECK_INT(opens(&x, "blob b2", (int[]){0}, 1), 0);
}

static void
no_byte_of_a_file_may_change(void)
{
    struct sealed_file x = sealed_file("b");
    unsigned char *bytes = (unsigned char *)&x;

    for (size_t i = 0; i < sizeof x; i++) {
        if (i >= 1 && i < 9)
            continue; /* the key's number: another key does not open it */
        check_about("byte %zu", i);
        bytes[i] ^= 1;
        CHECK(opens(&x, "b", (int[]){0, 1, 2, 3}, 4) != -1);
        bytes[i] ^= 1;
    }
    CHECK_INT(opens(&x, "b", (int[]){0, 1, 2, 3}, 4), -1);
}

/* ---- master keys ----------------------------------------------------------------------------- */

static const char *
key_path(void)
{
    return arena_printf(a, "%s/master.key", folder);
}

static void
master_keys_are_read_as_they_were_written(void)
{
    struct masters m = {0}, back;
    struct stat st;

    CHECK_ERR(masters_add(&m, &world_real, &fault), OK, &fault);
    CHECK_ERR(masters_add(&m, &world_real, &fault), OK, &fault);
    CHECK_ERR(masters_write(key_path(), &m, &fault), OK, &fault);
    CHECK_INT(stat(key_path(), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_ERR(masters_read(key_path(), &back, &fault), OK, &fault);
    CHECK_INT(back.n, 2);
    for (int i = 0; i < 2; i++) {
        CHECK_STR(back.keys[i].name, m.keys[i].name);
        CHECK(seal_key_same(&back.keys[i].key, &m.keys[i].key));
    }
    CHECK(masters_find(&back, m.keys[1].name) == &back.keys[1].key);
    CHECK(masters_find(&back, "0123456789abcdef") == NULL);
}

static void
a_key_file_that_others_may_read_is_refused(void)
{
    struct masters m;

    for (int bit = 1; bit <= 040; bit *= 2) {
        check_about("%o", 0600 | (unsigned)bit);
        CHECK_INT(chmod(key_path(), 0600 | (unsigned)bit), 0);
        CHECK_REFUSED(masters_read(key_path(), &m, &fault), ERR_INPUT, "master_key", &fault);
        CHECK_HAS(fault.text, "chmod 600");
    }
    CHECK_INT(chmod(key_path(), 0600), 0);
}

static void
a_key_file_that_was_cut_is_refused(void)
{
    struct masters m;
    char *text;
    size_t n;

    CHECK_ERR(file_read(key_path(), 4096, &text, &n, &fault), OK, &fault);
    size_t whole = strcspn(text + 30, "\n") + 31; /* the first key is there, the second is not */
    for (size_t i = 0; i < n; i++) {
        CHECK_ERR(file_write(key_path(), text, i, 0600, &fault), OK, &fault);
        check_about("%zu bytes", i);
        if (i == whole)
            continue;
        CHECK_REFUSED(masters_read(key_path(), &m, &fault), ERR_INPUT, "master_key", &fault);
        CHECK_INT(m.n, 0);
    }
    free(text);
}

static void
a_key_file_that_is_not_there_is_told(void)
{
    struct masters m;

    CHECK_INT(unlink(key_path()), 0);
    CHECK_REFUSED(masters_read(key_path(), &m, &fault), ERR_NOTFOUND, "master_key", &fault);
    CHECK_HAS(fault.text, "keys new");
}

int
main(int argc, char **argv)
{
    static const struct check_test tests[] = {
        TEST(a_cell_opens_at_its_place_by_its_key),
        TEST(a_cell_that_was_moved_does_not_open),
        TEST(a_text_of_any_length_opens_as_it_was),
        TEST(no_byte_of_a_cell_may_change),
        TEST(one_text_sealed_twice_makes_two_cells),
        TEST(a_key_that_is_made_ready_hashes_as_it_does_itself),
        TEST(a_tie_is_of_its_key_and_of_every_byte),
        TEST(a_file_opens_whole_and_in_order_only),
        TEST(no_byte_of_a_file_may_change),
        TEST(master_keys_are_read_as_they_were_written),
        TEST(a_key_file_that_others_may_read_is_refused),
        TEST(a_key_file_that_was_cut_is_refused),
        TEST(a_key_file_that_is_not_there_is_told),
    };

    rig_start(argc, argv);
    rig_temp(folder);
    begin();
    int status = check_main(argc, argv, tests, LEN(tests));
    rig_folder_remove(folder);
    return status;
}
