/* pool: what the master makes before its first fork, and every process of the pool then has. */
#ifndef SERVE_POOL_H
#define SERVE_POOL_H

#include "serve/peer.h"
#include "serve/scoreboard.h"

struct pool {
    const struct pool_options *options;
    const struct settings *settings;
    struct dispatcher_shared *shared;
    struct scoreboard *scoreboard;
    struct listener listener, health; /* health: of the process that answers how the pool is */
    struct peers peers;
};

#endif
