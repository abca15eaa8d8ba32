#include "model/audit.h"

static bool
ends(const char *text, const char *with)
{
    size_t n = strlen(text), k = strlen(with);
    return n >= k && strcmp(text + n - k, with) == 0;
}

const char *
audit_kind(const char *action)
{
    if (ends(action, ".read") || ends(action, ".unmask"))
        return AUDIT_READ;
    return ends(action, ".refused") || ends(action, ".failed") ? AUDIT_REFUSED : AUDIT_CHANGE;
}
