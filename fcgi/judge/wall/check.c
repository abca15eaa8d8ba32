/* Arguments that are texts, and texts to be made. */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

const char *
host_check_text(lua_State *L, int arg, size_t *n)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        luaL_error(L, "第 %d 个参数应是文字，不能是 %s", arg,
                   judge_is_proxy(L, arg) ? "table" : luaL_typename(L, arg));
    const char *s = lua_tolstring(L, arg, n);
    judge_charge(L, *n / 32 + 2);
    return s;
}

void
host_check_size(lua_State *L, size_t n)
{
    if (n > HOST_TEXT_MAX)
        luaL_error(L, "文字超过 %d KiB", HOST_TEXT_MAX / 1024);
}
