/* hook: one POST to a webhook. Private to this room. */
#ifndef COURIER_HOOK_H
#define COURIER_HOOK_H

#include "courier/courier.h"

/* Why it was not taken: exit statuses of the process. */
enum {
    HOOK_TAKEN,
    HOOK_UNREACHED,
    HOOK_UNPROVED,     /* TLS: by nobody whom we believe */
    HOOK_MISNAMED,     /* … of another host */
    HOOK_EXPIRED,      /* … not at this time */
    HOOK_UNENCRYPTED,  /* … in no way that both know */
    HOOK_NO_AUTHORITY, /* … our own file of authorities is none */
    HOOK_SLOW,
    HOOK_MOVED,   /* 3xx: nobody follows */
    HOOK_REFUSED, /* 4xx */
    HOOK_FAILED,  /* 5xx */
    HOOK_UNSIGNED,
    HOOK_NO_LIBRARY,
    HOOK__MAX
};
bool hook_is_there(void);
int hook_post(const struct courier *c, const struct parcel *x, const char *signature) MUST;
const char *hook_outcome(int status);

#endif
