/*
 * store: the database, and nothing about what it is for.
 *
 * A store belongs to one process and is opened after fork. Every SQL text is in sql/query/ and
 * prepared by store_open(), so a typo fails the start, never a request. Rows come back as model
 * structs whose strings live in the arena given; nothing here needs freeing by the caller. A
 * constraint violation is an answer (ERR_CONFLICT); a broken statement is ERR_BUG, with its name in
 * fault.where.
 *
 * A list takes a query with a limit and a cursor. The cursor is NULL for the first page, else what
 * the last row of the page before says of itself; any other text is ERR_INPUT with code
 * "cursor_invalid".
 *
 * The room has a file for each noun.
 */
#ifndef STORE_H
#define STORE_H

#include "store/account.h"
#include "store/answers.h"
#include "store/attachment.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/board.h"
#include "store/contact.h"
#include "store/copy.h"
#include "store/deadline.h"
#include "store/delivery.h"
#include "store/erasure.h"
#include "store/factor.h"
#include "store/filing.h"
#include "store/home.h"
#include "store/judgement.h"
#include "store/matter.h"
#include "store/proposal.h"
#include "store/key.h"
#include "store/mandate.h"
#include "store/member.h"
#include "store/letter.h"
#include "store/notice.h"
#include "store/likeness.h"
#include "store/open.h"
#include "store/outbox.h"
#include "store/probe.h"
#include "store/product.h"
#include "store/recovery.h"
#include "store/register.h"
#include "store/replay.h"
#include "store/reply.h"
#include "store/reset.h"
#include "store/review.h"
#include "store/root.h"
#include "store/sealing.h"
#include "store/rule_set.h"
#include "store/rule_work.h"
#include "store/session.h"
#include "store/slowest.h"
#include "store/status.h"
#include "store/takeover.h"
#include "store/token.h"
#include "store/transaction.h"
#include "store/uncalled.h"
#include "store/usage.h"
#include "store/waiting.h"
#include "store/witness.h"
#include "store/work.h"

#endif
