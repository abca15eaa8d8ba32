/*
 * quota: how much one organization may have at a time, so that it does not take the room from the
 * others. Settings of the instance, not rules: they are about the machine.
 */
#ifndef CASEWORK_QUOTA_H
#define CASEWORK_QUOTA_H

#include "store/store.h"

struct quotas {
    int64_t attachment_bytes, draft_bytes;
    long attachments, drafts, open_filings, products;
    long kept;    /* saves that lost, and as many of products: the oldest go */
    long refused; /* submits of one filing, whole: of older ones only the verdict stays */
};

struct casework;
/* Inside the write, after what is to be added: ERR_CONFLICT "quota_…", with how much there is,
 * when that is too much. */
enum err quota_hold(struct casework *w, enum usage of) MUST;
/* Before it: the same where so much more would be too much. */
enum err quota_may(struct casework *w, enum usage of, int64_t more) MUST;

#endif
