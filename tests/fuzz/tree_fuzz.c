/* What jansson takes, our reader takes, and nothing else, and both make the same of it. */
#include "fuzz.h"
#include "base/json_tree.h"

#include <string.h>

enum { DEPTH = 64 };

/* jansson counts no brackets that are open at once, and takes a NUL behind a number for the end. */
static bool
is_ours(const char *text, size_t n)
{
    int depth = 0, most = 0;
    bool in_text = false;

    for (size_t i = 0; i < n; i++) {
        if (in_text && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            in_text = !in_text;
        else if (!in_text && (text[i] == '{' || text[i] == '['))
            most = ++depth > most ? depth : most;
        else if (!in_text && (text[i] == '}' || text[i] == ']'))
            depth--;
    }
    return most <= DEPTH && (n == 0 || memchr(text, 0, n) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *text = (const char *)data;
    json_t *ours = json_tree(text, n, DEPTH);
    json_t *theirs = is_ours(text, n) ? json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL) : NULL;

    FUZZ_MUST((ours != NULL) == (theirs != NULL));
    FUZZ_MUST(ours == NULL || json_equal(ours, theirs));
    json_decref(ours);
    json_decref(theirs);
    return 0;
}
