/*
 * engine: the Lua that is part of the program. It reads the declarations of a set strictly and
 * answers questions with them (engine/init.lua).
 */
#ifndef JUDGE_ENGINE_H
#define JUDGE_ENGINE_H

#include <stddef.h>

/* The text of engine/NAME.lua, NULL when there is none. */
const char *engine_text(const char *name, size_t *n);

#endif
