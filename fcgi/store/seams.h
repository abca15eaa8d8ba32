/* seams: where fault tests reach into the store. A running service leaves them alone. */
#ifndef STORE_SEAMS_H
#define STORE_SEAMS_H

#include <stdbool.h>

struct store;

enum commit_step {
    STEP_QUEUED,
    STEP_BEGUN,
    STEP_COMMITTED,
    STEP_COUNTED,
    STEP_LEADING,
    STEP_SYNCED
};
struct commit_seams {
    int (*sync)(struct store *s);        /* the fsync of the log: 0 or an SQLite code; NULL: ours */
    void (*step)(enum commit_step step); /* at each step of a writing process; NULL: none */
    long fail_at; /* counted down by each statement: the one that reaches 0 fails as on a full disk;
                     0: none */
};
extern struct commit_seams commit_seams;
bool seams_fail_now(void);

#endif
