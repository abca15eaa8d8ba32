/*
 * peer: who may speak to a worker at all.
 *
 * Whoever speaks FastCGI to us can claim to be any address, so only the web server may. The mode of
 * the socket keeps others away; here each connection is asked who made it, in case the mode was
 * widened, or the group is one of many.
 */
#ifndef SERVE_PEER_H
#define SERVE_PEER_H

#include "serve/listener.h"

/* Ourselves and root may. Beside them one user, or if none is named, the members of a group. */
struct peers {
    bool has_user, has_group;
    uid_t user;
    gid_t group;
};

/* ERR_INPUT when a name is nobody's here. */
enum err peers_open(struct peers *p, const struct pool_options *o, const struct listener *l,
                    struct fault *f) MUST;
/* Says who it was when they may not, once a second at most. */
bool peer_may(const struct peers *p, int fd);

#endif
