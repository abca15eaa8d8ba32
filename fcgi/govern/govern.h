/*
 * govern: the life of a rule set: proposed, tried, replayed, signed by a second person, made
 * active, taken back.
 *
 * Steps that judge (trial.h) start a judge of their own and run outside any transaction. Steps
 * that store (steps.h) run inside the caller's write transaction and look at the state of things
 * there, so that two people who act at once cannot both be right. Each leaves a row and a line of
 * the audit trail, with codes and hashes only. The exceptions are the folder's (folder.h) and the
 * recount of deadlines, which the clerk and the start of the pool call: they open their
 * transactions themselves.
 *
 * The active set is that of the last activation, whoever made it. Most are regular: a saved folder
 * (watch mode), two signatures, a step back. An emergency lies over the regular set for a time and
 * reverts by itself. An approval signs a set and the report of a replay against the set that was
 * live; another report, or another live set, voids it.
 *
 * The room has a file for each noun.
 */
#ifndef GOVERN_H
#define GOVERN_H

#include "govern/deadlines.h"
#include "govern/diff.h"
#include "govern/folder.h"
#include "govern/hit.h"
#include "govern/landing.h"
#include "govern/limits.h"
#include "govern/live.h"
#include "govern/nobody.h"
#include "govern/rehearsal.h"
#include "govern/replay.h"
#include "govern/steps.h"
#include "govern/trial.h"
#include "govern/words.h"

#endif
