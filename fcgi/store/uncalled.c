#include "store/uncalled.h"
#include "store/entries.h"

enum err
store_uncalled_next(struct store *s, struct arena *a, int limit, struct entry **out, int *n,
                    struct fault *f)
{
    return db_all(s, Q_UNCALLED_NEXT, ROWS(a, store_entry_map, out, n), VALUES(N(limit)), f);
}

enum err
store_uncalled_drop(struct store *s, const char *number, struct fault *f)
{
    return db_run(s, Q_UNCALLED_DROP, NULL, VALUES(T(number)), f);
}
