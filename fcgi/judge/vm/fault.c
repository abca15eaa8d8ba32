/* Lua's errors as faults: a place in a rule file, and Chinese before Lua's English. */
#include "judge/vm/vm.h"

#include <stdio.h>
#include <string.h>

bool
judge_rule_frame(lua_State *L, int nth, char path[64], int *line)
{
    struct judge *j = judge_of(L);
    lua_Debug ar;

    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Slt", &ar);
        bool is_rule = ar.source[0] == '@' && !str_starts(ar.source, "@engine/");
        if (is_rule && ar.currentline > 0 && --nth == 0) {
            snprintf(path, 64, "%s", ar.source + 1);
            *line = ar.currentline;
            return true;
        }
        /* `return rule { … }`: the engine's function took the frame of the file that called it. */
        if (!is_rule && ar.istailcall && nth == 1 && j->is_loading && j->path[0]) {
            snprintf(path, 64, "%s", j->path);
            *line = j->line;
            return true;
        }
    }

    return false;
}

/* The length of a leading "path:line: ", 0 when text has none. */
static size_t
judge_prefix(const char *text)
{
    const char *colon = text + strcspn(text, ": \n");
    if (colon == text || *colon != ':')
        return 0;
    size_t digits = strspn(colon + 1, "0123456789");
    const char *end = colon + 1 + digits;
    return digits > 0 && end[0] == ':' && end[1] == ' ' ? (size_t)(end - text) + 2 : 0;
}

#define WORDS_TEXT 160

/* What Lua calls a type, in Chinese; the word itself when it is none. */
static const char *
type_words(const char *type)
{
    static const char *const words[][2] = {
        {"nil", "空值"},     {"no value", "空值"}, {"string", "文字"},   {"number", "数"},
        {"integer", "整数"}, {"table", "表"},      {"function", "函数"}, {"boolean", "真假值"},
    };

    for (size_t i = 0; i < LEN(words); i++)
        if (str_is(type, words[i][0]))
            return words[i][1];
    return type;
}

static const char *
if_nil(const char *type)
{
    bool is_nil = str_is(type, "nil") || str_is(type, "no value");
    return is_nil ? "，多半该项没有填写，请先判断它是否为 nil" : "";
}

/* "attempt to index a nil value (field 'basic')": an operation on one value, which may have a name.
 */
static bool
words_of_one(const char *text, char out[WORDS_TEXT])
{
    static const char *const operations[][3] = {
        {"attempt to index a ", "对", "取成员"},
        {"attempt to concatenate a ", "用 .. 连接了", ""},
        {"attempt to perform arithmetic on a ", "对", "做算术"},
        {"attempt to get length of a ", "对", "取长度"},
        {"attempt to call a ", "把", "当作函数调用"},
    };
    char type[16], name[48] = "";

    for (size_t i = 0; i < LEN(operations); i++) {
        const char *rest = text + strlen(operations[i][0]);
        if (!str_starts(text, operations[i][0]) || sscanf(rest, "%15[a-z] value", type) != 1)
            continue;
        const char *quote = strchr(rest, '\'');
        if (quote)
            sscanf(quote + 1, "%47[A-Za-z0-9_]", name);
        snprintf(out, WORDS_TEXT, "%s%s%s%s%s%s%s", operations[i][1], type_words(type),
                 *name ? "「" : "", name, *name ? "」" : "", operations[i][2],
                 str_is(operations[i][1], "把") ? "，多半名称写错" : if_nil(type));
        return true;
    }
    return false;
}

/* "attempt to compare number with nil", "bad argument #1 to 'len' (string expected, got nil)". */
static bool
words_of_two(const char *text, char out[WORDS_TEXT])
{
    char x[16], y[16], name[32];
    int n;

    if (sscanf(text, "attempt to compare two %15[a-z] values", x) == 1) {
        snprintf(out, WORDS_TEXT, "拿两个%s比较大小%s", type_words(x), if_nil(x));
        return true;
    }
    if (sscanf(text, "attempt to compare %15[a-z] with %15[a-z]", x, y) == 2) {
        snprintf(out, WORDS_TEXT, "拿%s与%s比较大小%s", type_words(x), type_words(y),
                 if_nil(str_is(x, "nil") ? x : y));
        return true;
    }
    if (sscanf(text, "bad argument #%d to '%31[^']' (%15[a-z] expected, got %15[a-z ])", &n, name,
               x, y) == 4) {
        snprintf(out, WORDS_TEXT, "%s 的第 %d 个参数应为%s，现为%s%s", name, n, type_words(x),
                 type_words(y), if_nil(y));
        return true;
    }
    return false;
}

/* Lua's own messages are English; rule authors get Chinese before them. false when the text is
 * somebody's own words. */
static bool
judge_translation(const char *text, char out[WORDS_TEXT])
{
    static const char *const words[][2] = {
        {"attempt to load a binary chunk", "规则文件应是文字，不能是编译过的代码"},
        {"attempt to", "不允许的操作"},
        {"number has no integer representation", "此处要整数"},
        {"bad argument", "参数不正确"},
        {"stack overflow", "调用层次太深"},
        {"C stack overflow", "调用层次太深"},
    };

    if (words_of_one(text, out) || words_of_two(text, out))
        return true;
    for (size_t i = 0; i < LEN(words); i++)
        if (str_starts(text, words[i][0])) {
            snprintf(out, WORDS_TEXT, "%s", words[i][1]);
            return true;
        }
    snprintf(out, WORDS_TEXT, "语法错误");
    return (unsigned char)text[0] < 0x80 && strstr(text, " near ");
}

/* Is the place that a text begins with one of those that are at work? A rule may write what it
 * likes into the text of its error, and where it came from is told to more people than the text. */
static bool
judge_is_at_work(lua_State *L, const char *text, size_t prefix)
{
    char path[64], place[80];
    int line;

    for (int nth = 1; nth <= 8 && judge_rule_frame(L, nth, path, &line); nth++) {
        int n = snprintf(place, sizeof place, "%s:%d: ", path, line);
        if ((size_t)n == prefix && strncmp(text, place, prefix) == 0)
            return true;
    }
    return false;
}

/* Where an error text that may begin with "path:line: " came from. */
static void
judge_error_where(lua_State *L, const char *text, size_t prefix, char where[128])
{
    char path[64];
    int line;
    bool is_said = prefix && !str_starts(text, "engine/") &&
                   (judge_of(L)->is_loading || judge_is_at_work(L, text, prefix));

    if (!is_said && judge_rule_frame(L, 1, path, &line))
        snprintf(where, 128, "%s:%d", path, line);
    else if (is_said || (prefix && str_starts(text, "engine/")))
        snprintf(where, 128, "%.*s", (int)(prefix - 2 < 127 ? prefix - 2 : 127), text);
}

int
judge_on_error(lua_State *L)
{
    struct judge *j = judge_of(L);
    char where[128] = "";

    if (j->stuck)
        return 1;
    bool is_text =
        lua_type(L, 1) ==
        LUA_TSTRING; /* a number would be turned into one in place, and memory may be short */
    const char *text = is_text ? lua_tostring(L, 1) : "规则抛出的错误不是文字";
    size_t prefix = is_text ? judge_prefix(text) : 0;
    judge_error_where(L, text, prefix, where);
    text += prefix;
    if (!utf8_valid(text, strlen(text)))
        text = "规则抛出的错误不是 UTF-8 文字";
    char chinese[WORDS_TEXT];
    if (judge_translation(text, chinese))
        fail(&j->caught, ERR_RULE, "rule_error", where, "%s（%s）", chinese, text);
    else
        fail(&j->caught, ERR_RULE, "rule_error", where, "%s", text);

    return 1;
}
