/* model/register: what the public reads. */
#ifndef MODEL_REGISTER_H
#define MODEL_REGISTER_H

#include "base/base.h"

/* Entries are never removed: what ends stays by its status. */
struct entry {
    const char *number, *filing_id, *organization_id;
    const char *algorithm_name, *algorithm_type, *role, *organization, *area, *products, *purpose;
    const char *status; /* filed, deregistered, revoked */
    const char *filed_on, *note;
    const char *disclosure; /* JSON object */
    const char *history;    /* JSON array */
    long ord;               /* grows with every entry; the cursor */
};

#endif
