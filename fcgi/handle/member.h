/* member: links by which somebody becomes a member, as the files about accounts need them. Private
 * to this room. */
#ifndef HANDLE_MEMBER_H
#define HANDLE_MEMBER_H

#include "handle/guess.h"

/* What somebody says of being invited. */
struct invited {
    struct invitation invitation;
    struct guess guess;
    bool is_void; /* no such link is good: to be counted by invited_refuse() */
};
#define INVITATION_MAX 100 /* characters of a token, and more */

/* In a read: by the token. ERR_LIMIT while too many were wrong. */
enum err invited_look(struct context *c, const char *token, struct invited *x) MUST;
/* In a write: the refusal is counted and written, and must be committed. */
enum err invited_refuse(struct context *c, struct invited *x) MUST;
/* In a write: it is good once, for this account, which is in no organization. */
enum err invited_join(struct context *c, const struct invited *x, const char *account_id) MUST;

#endif
