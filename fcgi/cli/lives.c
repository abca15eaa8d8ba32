/* What the rules are told of drafts, products and entries, handed to a replay: it governs, and does
 * not know how filings are worked. */
#include "cli/face.h"
#include "casework/casework.h"

#include <string.h>

enum err
cli_tell(const struct replay_asked *q, const char **facts, struct fault *f)
{
    struct casework w = {.store = q->store,
                         .policy = q->policy,
                         .arena = q->arena,
                         .world = &world_real,
                         .now = q->now};
    struct issued issued = {q->id, q->filed_on, q->version, q->serial};
    enum err err = ERR_BUG;

    memcpy(w.today, q->today, DATE_TEXT);
    switch (q->what) {
    case ASKED_DRAFT:
        err = dossier_of_draft(&w, q->id, facts);
        break;
    case ASKED_PRODUCT:
        err = dossier_of_product(&w, q->id, facts);
        break;
    case ASKED_ENTRY:
        err = dossier_of_entry(&w, &issued, facts);
        break;
    }
    if (err)
        *f = w.fault;
    return err;
}

int
run_replayer(int argc, char **argv)
{
    return govern_replay_main(argc, argv, cli_tell);
}
