/* wire: FastCGI. One connection is one request. */
#ifndef SERVE_WIRE_H
#define SERVE_WIRE_H

#include "http/http.h"

struct wire;
/* A peer that is waited for longer than patience_ms, for the whole head of a request or the next
 * piece of its body or reply, is cut off. */
struct wire *wire_open(int patience_ms);
void wire_close(struct wire *w);
/* Takes over a connection; false when no request came from it (it is then closed). */
bool wire_accept(struct wire *w, int fd) MUST;
bool wire_was_slow(const struct wire *w); /* it was cut off */
bool wire_is_gone(const struct wire *w);  /* nobody waits for the answer any more */
/* The request, in the arena. ERR_INPUT for one that no proxy of ours sends. q->request_id is always
 * set. */
enum err wire_read(struct wire *w, struct arena *a, struct request *q, struct fault *f) MUST;

/* Bytes of one request's body that were read, and of its reply that were handed over. */
struct wire_traffic {
    size_t in, out;
    bool is_sent; /* false: the peer was gone */
    bool is_slow; /* it was cut off */
};
/* Sends and closes. A peer that is gone is no failure: what was committed stays. */
struct wire_traffic wire_send(struct wire *w, struct arena *a, const struct reply *r);

#endif
