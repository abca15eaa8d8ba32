/* model/delivery: one text on its way to one receiver by one channel. */
#ifndef MODEL_DELIVERY_H
#define MODEL_DELIVERY_H

#include "base/base.h"

#define DELIVERY_WAITING "waiting"
#define DELIVERY_OUT "out"
#define DELIVERY_TAKEN "taken"
#define DELIVERY_DEAD "dead"
#define DELIVERY_DROPPED "dropped"

struct delivery {
    long n;
    const char *id, *notice, *channel, *filing_id;
    const char *matter_id;       /* beside the filing; NULL: it is of the filing itself */
    const char *account_id;      /* whose address; NULL: none is given, or: */
    const char *organization_id; /* whose contact; NULL: none's */
    const char *address;         /* mobile or email; "": none */
    const char *title, *text;
    const char *still; /* only while it stands in that state; "": in any */
    int64_t until_at;  /* not begun after; 0: whenever */
    const char *state;
    long tries, forgiven;
    int64_t due_at, at, ended_at;
    /* joined */
    const char *mobile, *email;
    bool is_disabled;   /* the receiver */
    const char *stands; /* the state of what it is about */
    int64_t filing_deleted_at;
    const char *outcome; /* of the last try */
};

#endif
