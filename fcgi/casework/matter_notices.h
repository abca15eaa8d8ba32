/*
 * matter_notices: who is told of the steps and the terms of matters beside filings, as notices.h
 * tells of filings; and that a term is over is noted, once. Private to this room but for
 * matters_miss(), which the clerk asks for.
 */
#ifndef CASEWORK_MATTER_NOTICES_H
#define CASEWORK_MATTER_NOTICES_H

#include "casework/notices.h"

/* Notes at most so many of the terms that are over and of which nothing was noted: as a step of the
 * matter, in the filing's history where it stands there, for the audit trail and for the outbox. */
enum err matters_miss(struct teller *t, int limit, int *missed) MUST;

/* What follows from that row of the outbox, which is a step of a matter. */
enum err matter_notices_tell(struct teller *t, const struct outbox_row *row) MUST;
/* Sends what is due and was not sent, while *sent is less than limit; *sent grows. */
enum err matter_notices_remind(struct teller *t, int limit, int *sent) MUST;

#endif
