/* Arguments that are texts, and texts to be made. */
#include "judge/vm/table.h"
#include "judge/wall/wall.h"

/* The commonest slip of all is a field that was not filled in. */
JUMPS static void
refuse(lua_State *L, int arg)
{
    lua_Debug ar;
    bool is_known = lua_getstack(L, 0, &ar) && lua_getinfo(L, "n", &ar) && ar.name;
    const char *type = judge_is_proxy(L, arg) ? "table" : luaL_typename(L, arg);

    luaL_error(L, "%s第 %d 个参数应是文字，不能是 %s%s",
               is_known ? lua_pushfstring(L, "%s 的", ar.name) : "", arg, type,
               lua_isnoneornil(L, arg) ? "：多半该项没有填写，请先判断它是否为 nil" : "");
}

const char *
host_check_text(lua_State *L, int arg, size_t *n)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        refuse(L, arg);
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
