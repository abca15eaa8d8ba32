/*
 * quota: how much one organization may have at a time, so that it does not take the room from the
 * others, and how many complaints the public may have waiting, wherever they come from. Settings
 * of the instance, not rules: they are about the machine.
 */
#ifndef CASEWORK_QUOTA_H
#define CASEWORK_QUOTA_H

#include "store/store.h"

struct quotas {
    int64_t attachment_bytes, draft_bytes;
    long attachments, drafts, open_filings, products;
    long kept;    /* saves that lost, and as many of products: the oldest go */
    long refused; /* submits of one filing, whole: of older ones only the verdict stays */
    long complaints, entry_complaints; /* of the public and open: over all, and about one filing */
};

struct casework;
/* Inside the write, after what is to be added: ERR_CONFLICT "quota_…", with how much there is,
 * when that is too much. */
enum err quota_hold(struct casework *w, enum usage of) MUST;
/* Before it: the same where so much more would be too much. */
enum err quota_may(struct casework *w, enum usage of, int64_t more) MUST;

/* ERR_LIMIT "complaints_full" while as many of the public are open as may be, in all or about that
 * filing. */
enum err quota_complaints(struct casework *w, const char *filing_id) MUST;

#endif
