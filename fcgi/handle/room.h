/* room: what is still done while the disk runs full. Private to this room. */
#ifndef HANDLE_ROOM_H
#define HANDLE_ROOM_H

#include "handle/context.h"

/* Before a row that writes is begun: ERR_BUSY "storage_full" when there is no room left for what it
 * is, as its column when_full says. more: bytes that it will take itself. */
enum err room_for(struct context *c, int64_t more) MUST;

#endif
