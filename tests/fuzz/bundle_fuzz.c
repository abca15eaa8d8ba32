/* Rule files as text: the lexer and what uses it, a limit that is written, mutants; and a set that
 * is sent as JSON. */
#include "fuzz.h"
#include "rulekit/rulekit.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <string.h>

static const char *const complaints[] = {
    "'=' expected near '<eof>'",        "unfinished string near '\"x'",
    "unexpected symbol near '<\\239>'", "'}' expected (to close '{' at line 1) near 'end'",
    "malformed number near '1x'",       "",
};

static struct arena *a;
static lua_State *L;

static bool
compiles(const char *text, size_t n)
{
    bool yes = luaL_loadbufferx(L, text, n, "x", "t") == LUA_OK;

    lua_settop(L, 0);
    return yes;
}

static void
look_at_file(const char *text, size_t n)
{
    struct function_text *list;
    struct syntax_place place;
    char message[200];

    /* The functions are those of a text that Lua takes. */
    size_t functions = compiles(text, n) ? lexer_functions(text, n, a, &list) : 0;
    for (size_t i = 0; i < functions; i++)
        FUZZ_MUST(list[i].p >= text && list[i].p + list[i].n <= text + n);
    for (size_t read = 0; read <= n + 1; read += n / 7 + 1) {
        snprintf(message, sizeof message, "rules/x.lua:%zu: %s", read % 9 + 1,
                 complaints[read % LEN(complaints)]);
        syntax_place(text, n, message, read, &place);
        FUZZ_MUST(utf8_valid(place.words, strlen(place.words)));
    }
}

/* Not a byte is changed but those that are told. */
static void
look_at_changes(const char *text, size_t n)
{
    struct mutants all = {0};
    char *changed = limit_write(text, "x", "24", a);

    if (changed != NULL) {
        char *again = limit_write(changed, "x", "24", a);
        FUZZ_MUST(utf8_valid(changed, strlen(changed)) && str_is(again, changed));
    }
    mutant_list(&all, a, "x.lua", text);
    for (size_t i = 0; i < all.n && i < 40; i++) {
        const struct mutant *m = &all.list[i];
        FUZZ_MUST(m->at + m->length <= n && strncmp(text + m->at, m->was, m->length) == 0);
        const char *mutated = mutant_text(m, a, text);
        FUZZ_MUST(strlen(mutated) == n - m->length + strlen(m->now));
        FUZZ_MUST(strpbrk(mutant_line(m, a, text), "\r\n") == NULL);
    }
}

static void
look_at_value(const char *text, size_t n)
{
    json_t *value;
    char *lua = json_read(a, text, n, &value, NULL) == OK ? limit_value(value, a) : NULL;

    if (lua != NULL) {
        const char *program = arena_printf(a, "return %s", lua);
        FUZZ_MUST(compiles(program, strlen(program)));
    }
}

static void
look_at_set(const char *text, size_t n)
{
    struct bundle *b = NULL, *again = NULL;
    struct fault f;

    if (bundle_parse(&b, text, n, &f) != OK)
        return;
    const char *whole = bundle_text(b, a);
    FUZZ_MUST(bundle_parse(&again, whole, strlen(whole), &f) == OK);
    FUZZ_MUST(str_is(bundle_hash(b), bundle_hash(again)));
    for (int i = 0; bundle_path(b, i) != NULL; i++)
        for (int line = 1; line < 4; line++)
            (void)bundle_declaration(b, arena_printf(a, "rules/%s", bundle_path(b, i)), line, a);
    bundle_free(b);
    bundle_free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (a == NULL) {
        base_init();
        a = arena_new();
        L = luaL_newstate();
    }
    char *copy = arena_strndup(a, (const char *)p, n); /* they are handed whole texts */
    if (n > 0 && copy[0] == '{') {
        look_at_set(copy, n);
        look_at_value(copy, n);
    } else if (utf8_valid(copy, n)) {
        look_at_file(copy, n);
        look_at_changes(copy, n);
    }
    arena_reset(a);
    return 0;
}
