#include "govern/live.h"

#include <stdio.h>
#include <string.h>

void
govern_announce(struct govern_shared *g)
{
    if (g != NULL)
        atomic_fetch_add(&g->generation, 1);
}

void
govern_refusal_note(struct govern_shared *g, int64_t now, const struct fault *f)
{
    if (g == NULL)
        return;

    /* A clerk that is killed here leaves the note of before as it is. */
    unsigned next = atomic_load(&g->refusal_seq) + 1;
    struct govern_refusal *x = &g->refusal[next % 2];
    x->at = f ? now : 0;
    snprintf(x->where, sizeof x->where, "%s", f ? f->where : "");
    snprintf(x->text, sizeof x->text, "%s", f ? f->text : "");
    atomic_store(&g->refusal_seq, next);
}

/* What is read is not written to before the next note but one begins: a reader who meets that looks
 * again, and gives up in the end. */
bool
govern_refusal_read(struct govern_shared *g, struct govern_refusal *out)
{
    for (int try = 0; g != NULL && try < 1000; try++) {
        unsigned before = atomic_load(&g->refusal_seq);
        memcpy(out, &g->refusal[before % 2], sizeof *out);
        atomic_thread_fence(memory_order_acquire);
        if (atomic_load(&g->refusal_seq) == before)
            return out->at != 0;
    }

    return false;
}
