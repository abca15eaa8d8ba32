/*
 * model: the words of the trade: who acts, what a filing is, which moves exist. No I/O, no SQL, no
 * HTTP.
 *
 * Structs here are what the store fills and handlers read; their strings live in the request's
 * arena. Codes (kinds, states, stages) are strings, because the active rule set declares them; the
 * core knows by name only those that it acts upon.
 *
 * The room has a file for each noun.
 */
#ifndef MODEL_H
#define MODEL_H

#include "model/account.h"
#include "model/area.h"
#include "model/audit.h"
#include "model/ceiling.h"
#include "model/coverage.h"
#include "model/data_diff.h"
#include "model/deadline.h"
#include "model/delivery.h"
#include "model/domain.h"
#include "model/facets.h"
#include "model/filing.h"
#include "model/findings.h"
#include "model/fold.h"
#include "model/form.h"
#include "model/form_diff.h"
#include "model/form_place.h"
#include "model/ground.h"
#include "model/invariant.h"
#include "model/judgement.h"
#include "model/labels.h"
#include "model/law.h"
#include "model/letter.h"
#include "model/name.h"
#include "model/notice.h"
#include "model/password.h"
#include "model/likeness.h"
#include "model/mask.h"
#include "model/matter.h"
#include "model/proposal.h"
#include "model/place.h"
#include "model/product.h"
#include "model/register.h"
#include "model/takeover.h"
#include "model/repeated.h"
#include "model/replay.h"
#include "model/review.h"
#include "model/role.h"
#include "model/rule_set.h"
#include "model/shape.h"
#include "model/url.h"
#include "model/value_text.h"
#include "model/verb.h"
#include "model/work.h"
#include "model/writing.h"

#endif
