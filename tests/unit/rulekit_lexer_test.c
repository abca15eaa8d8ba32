/* Lua text cut into tokens and functions: what Lua counts as a line, where texts and comments end.
 */
#include "rig.h"
#include "rulekit/rulekit.h"

#include <stdlib.h>

/* The tokens of a text, a letter for the kind and the line before each: "N1:local S1:= …". */
static const char *
tokens(const char *text)
{
    struct lexer l = lexer_at(text, strlen(text));
    struct buf out = BUF(a);

    for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l))
        buf_printf(&out, "%s%c%d:%.*s%s", out.n ? " " : "", "-N#TS?"[t.kind], t.line, (int)t.n, t.p,
                   t.is_open ? "!" : "");
    return out.n ? out.p : "";
}

static void
signs_are_as_long_as_they_can_be(void)
{
    CHECK_STR(tokens("a<=b..c...d~=e"), "N1:a S1:<= N1:b S1:.. N1:c S1:... N1:d S1:~= N1:e");
    CHECK_STR(tokens("x=1e-5+0xAp-1-.5"), "N1:x S1:= #1:1e-5 S1:+ #1:0xAp-1 S1:- #1:.5");
    CHECK_STR(tokens("a//b::c::"), "N1:a S1:// N1:b S1::: N1:c S1:::");
}

static void
texts_and_comments_end_where_lua_ends_them(void)
{
    CHECK_STR(tokens("'a\\'b' \"c\" d"), "T1:'a\\'b' T1:\"c\" N1:d");
    CHECK_STR(tokens("[==[ ]] ]=] ]==] x"), "T1:[==[ ]] ]=] ]==] N1:x");
    CHECK_STR(tokens("--[[ a\nb ]] c -- d\ne"), "N2:c N3:e");
    CHECK_STR(tokens("a[b[1]]"), "N1:a S1:[ N1:b S1:[ #1:1 S1:] S1:]");
    CHECK_STR(tokens("'a\\z\n  b' c"), "T1:'a\\z\n  b' N2:c");
    CHECK_STR(tokens("'a\\\nb' c"), "T1:'a\\\nb' N2:c");
}

static void
what_nothing_closes_is_marked(void)
{
    CHECK_STR(tokens("'a\nb"), "T1:'a! N2:b");
    CHECK_STR(tokens("[[ a\nb"), "T1:[[ a\nb!");
    CHECK_STR(tokens("'a\\"), "T1:'a\\!");
    CHECK_STR(tokens("--[[ a\nb"), "");
    CHECK_STR(tokens("a\xEF\xBC\x8C"), "N1:a ?1:\xEF ?1:\xBC ?1:\x8C");
}

static void
line_ends_of_every_system_count_once(void)
{
    CHECK_STR(tokens("a\nb\r\nc\rd\n\re\n\nf"), "N1:a N2:b N3:c N4:d N5:e N7:f");
}

static void
functions_are_found_with_their_lines(void)
{
    static const char text[] =
        "local function f(x)\n  return function() if x then return 'end' end "
        "end\nend\nM.g = function\n(...)\n  for i = 1, 2 do repeat until i "
        "end\nend";
    struct function_text *list;

    CHECK_INT(lexer_functions(text, strlen(text), a, &list), 3);
    CHECK_INT(list[0].line, 1);
    CHECK_INT(list[0].end_line, 3);
    CHECK_INT(strncmp(list[0].p, "(x)\n", 4), 0);
    CHECK_INT(list[1].line, 2);
    CHECK_INT(list[1].end_line, 2);
    CHECK_STR(arena_strndup(a, list[1].p, list[1].n), "() if x then return 'end' end ");
    CHECK_INT(list[2].line, 4);
    CHECK_INT(list[2].open_line, 5);
    CHECK_INT(list[2].end_line, 7);
}

/* A text may be cut off or left open anywhere: no byte beyond the end is looked at. */
static void
every_beginning_of_a_text_can_be_read(void)
{
    static const char text[] = "local a = [==[ x ]==] --[[ y ]] .. 'b\\z \\' \"c\" 0x1p-3 ~= ... "
                               "function M:f(a) if a then end end -- end";
    struct function_text *list;

    for (size_t n = 0; n < sizeof text; n++) {
        char *cut = malloc(n ? n : 1); /* so that a sanitizer sees a step too far */
        memcpy(cut, text, n);
        struct lexer l = lexer_at(cut, n);
        size_t seen = 0;
        for (struct token t = lexer_next(&l); t.kind != TOKEN_END; t = lexer_next(&l))
            seen += t.n;
        CHECK(seen <= n);
        lexer_functions(cut, n, a, &list);
        free(cut);
    }
}

static const struct check_test tests[] = {
    TEST(signs_are_as_long_as_they_can_be),     TEST(texts_and_comments_end_where_lua_ends_them),
    TEST(what_nothing_closes_is_marked),        TEST(line_ends_of_every_system_count_once),
    TEST(functions_are_found_with_their_lines), TEST(every_beginning_of_a_text_can_be_read),
};

int
main(int argc, char **argv)
{
    rig_start(argc, argv);
    return check_main(argc, argv, tests, LEN(tests));
}
