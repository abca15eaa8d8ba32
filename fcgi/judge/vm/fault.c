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

/* Lua's own messages are English; rule authors get Chinese before them. NULL when the text is
 * somebody's own words. */
static const char *
judge_translation(const char *text)
{
    static const char *const words[][2] = {
        {"attempt to load a binary chunk", "规则文件应是文字，不能是编译过的代码"},
        {"attempt to index", "在没有成员的值上取成员，多半是该项为空"},
        {"attempt to call", "调用了不是函数的值，多半是名称写错"},
        {"attempt to perform arithmetic", "对不是数的值做算术"},
        {"attempt to concatenate", "用 .. 连接了不是文字的值，多半是该项为空"},
        {"attempt to compare", "比较了不能比较大小的值，多半是该项为空"},
        {"attempt to get length", "对没有长度的值取长度，多半是该项为空"},
        {"attempt to", "不允许的操作"},
        {"number has no integer representation", "此处要整数"},
        {"bad argument", "参数不对"},
        {"stack overflow", "调用层次太深"},
        {"C stack overflow", "调用层次太深"},
    };

    for (size_t i = 0; i < LEN(words); i++)
        if (str_starts(text, words[i][0]))
            return words[i][1];
    return (unsigned char)text[0] < 0x80 && strstr(text, " near ") ? "语法错误" : NULL;
}

/* Where an error text that may begin with "path:line: " says or shows it came from. */
static void
judge_error_where(lua_State *L, const char *text, size_t prefix, char where[128])
{
    char path[64];
    int line;
    if ((!prefix || str_starts(text, "engine/")) && judge_rule_frame(L, 1, path, &line))
        snprintf(where, 128, "%s:%d", path, line);
    else if (prefix)
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
    const char *chinese = judge_translation(text);
    fail(&j->caught, ERR_RULE, "rule_error", where, chinese ? "%s（%s）" : "%s%s",
         chinese ? chinese : "", text);

    return 1;
}
