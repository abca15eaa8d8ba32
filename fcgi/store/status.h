/* store/status: figures for whoever runs the service, and clearing up. */
#ifndef STORE_STATUS_H
#define STORE_STATUS_H

#include "model/model.h"

struct store;

struct store_counts {
    long accounts, organizations, filings, drafts, in_review, entries, attachments;
    int64_t db_bytes, wal_bytes;
};
enum err store_counts(struct store *s, struct store_counts *out, struct fault *f) MUST;
/* Removes sessions that have ended, and attempts and replies older than a day. The clerk's. */
enum err store_purge(struct store *s, int64_t now, struct fault *f) MUST;

#endif
