/*
 * casework: the life of a filing: begun, saved, judged, submitted, withdrawn, reviewed, decided,
 * and what each of these brings about. It knows the store and the judge, and nothing of HTTP.
 *
 * What a person does has two halves. The *decide* half loads, validates and asks the rules in a
 * read snapshot, which it ends before it waits for the judge. The *store* half runs in the caller's
 * write transaction and only stores. Between them lies a struct of their own, and a root: the
 * organization, account or rules that was decided upon. The caller settles the root in the
 * transaction (casework_settle), and when it has moved since, both halves run again: nothing is
 * stored on facts that are no longer true.
 */
#ifndef CASEWORK_H
#define CASEWORK_H

#include "casework/called.h"
#include "casework/work.h"

#include "casework/access.h"
#include "casework/advice.h"
#include "casework/checking.h"
#include "casework/clocks.h"
#include "casework/compare.h"
#include "casework/concern.h"
#include "casework/judging.h"
#include "casework/desk.h"
#include "casework/hands.h"
#include "casework/likeness.h"
#include "casework/rounds.h"
#include "casework/frozen.h"
#include "casework/dossier.h"
#include "casework/figures.h"
#include "casework/filing.h"
#include "casework/letter_fields.h"
#include "casework/letters.h"
#include "casework/matter.h"
#include "casework/matter_notices.h"
#include "casework/move.h"
#include "casework/moves.h"
#include "casework/notices.h"
#include "casework/product.h"
#include "casework/proposal.h"
#include "casework/product_use.h"
#include "casework/quota.h"
#include "casework/reach.h"
#include "casework/reasons.h"
#include "casework/review.h"
#include "casework/shown.h"
#include "casework/size.h"
#include "casework/takeover.h"

#endif
