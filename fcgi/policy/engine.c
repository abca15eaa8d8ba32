#include "policy/judge.h"

#include <stdio.h>
#include <string.h>

#include "policy/policy.h"

#ifndef ENGINE_DIR
#define ENGINE_DIR "fcgi/policy/engine" /* as seen from where the compiler runs */
#endif

/* Every file of engine/ has a line here. */
#ifndef ENGINE_FILES
#define ENGINE_FILES(X)                                                                            \
    X(cases)                                                                                       \
    X(coverage)                                                                                    \
    X(declared)                                                                                    \
    X(explain)                                                                                     \
    X(forms)                                                                                       \
    X(init) X(laws) X(load) X(run) X(schema) X(strict) X(terms) X(validate) X(views) X(words)
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

const char *
policy_engine(void)
{
    static char name[48];
    struct sha256 h;
    char hash[SHA256_TEXT];

    if (name[0])
        return name;
    sha256_start(&h);
    for (size_t i = 0; i < LEN(files); i++) {
        size_t n = (size_t)(files[i].end - files[i].start);
        sha256_add(&h, files[i].name, strlen(files[i].name) + 1);
        sha256_add(&h, files[i].start, n + 1); /* with the zero after it */
    }

    sha256_end(&h, hash);
    snprintf(name, sizeof name, "suanbei-engine/2+%.12s", hash);
    return name;
}
