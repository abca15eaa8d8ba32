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

    /* A clerk that was killed while it wrote left an odd number: one more would be even. */
    unsigned writing = atomic_load(&g->refusal_seq) | 1;
    atomic_exchange(&g->refusal_seq, writing);
    g->refusal.at = f ? now : 0;
    snprintf(g->refusal.where, sizeof g->refusal.where, "%s", f ? f->where : "");
    snprintf(g->refusal.text, sizeof g->refusal.text, "%s", f ? f->text : "");
    atomic_store(&g->refusal_seq, writing + 1);
}

/* A writer takes microseconds, so a reader that meets one tries again. It gives up in the end,
 * because a clerk that was killed while it wrote leaves seq odd until its successor writes. */
bool
govern_refusal_read(struct govern_shared *g, struct govern_refusal *out)
{
    for (int try = 0; g != NULL && try < 1000; try++) {
        unsigned before = atomic_load(&g->refusal_seq);
        memcpy(out, &g->refusal, sizeof *out);
        atomic_thread_fence(memory_order_acquire);
        if (before % 2 == 0 && atomic_load(&g->refusal_seq) == before)
            return out->at != 0;
    }

    return false;
}
