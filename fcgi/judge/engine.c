#include "judge/engine.h"

#include <string.h>

#include "base/base.h"
#include "judge/engine_files.h" /* ENGINE_FILES, made from the folder; see the Makefile */

#ifndef ENGINE_DIR
#define ENGINE_DIR "fcgi/judge/engine" /* as seen from where the compiler runs */
#endif

#define EMBED(name)                                                                                \
    __asm__(".pushsection .rodata\n"                                                               \
            "engine_" #name "_start:\n"                                                            \
            ".incbin \"" ENGINE_DIR "/" #name ".lua\"\n"                                           \
            "engine_" #name "_end:\n"                                                              \
            ".byte 0\n"                                                                            \
            ".popsection\n");                                                                      \
    extern const char engine_##name##_start[], engine_##name##_end[];
ENGINE_FILES(EMBED)

struct engine_file {
    const char *name, *start, *end;
};

static const struct engine_file files[] = {
#define ROW(name) {#name, engine_##name##_start, engine_##name##_end},
    ENGINE_FILES(ROW)
#undef ROW
};

const char *
engine_text(const char *name, size_t *n)
{
    for (size_t i = 0; i < LEN(files); i++)
        if (strcmp(files[i].name, name) == 0) {
            *n = (size_t)(files[i].end - files[i].start);
            return files[i].start;
        }
    return NULL;
}
