/* model/notice: what somebody is told about a filing. */
#ifndef MODEL_NOTICE_H
#define MODEL_NOTICE_H

#include "base/base.h"

struct notice {
    const char *id, *code;
    const char *to_id;       /* an organization: all who file for it; or an account */
    const char *filing_id;   /* about which */
    const char *matter_id;   /* beside it; NULL: about the filing itself */
    const char *takeover_id; /* the same */
    const char *title, *text;
    int64_t at;
    /* of whoever asks */
    const char *task_id; /* of the filing, which is not done; NULL: there is none */
    int64_t read_at;     /* 0: not yet */
    long n;              /* its place among all */
};

/* A clock of which somebody is reminded, or for which it is too late. */
struct reminder {
    const char *filing_id, *clock, *due_on;
    const char *label; /* of the clock, for people */
    bool is_provisional;
};

#endif
