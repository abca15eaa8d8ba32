/* precondition: what a request asks to hold before it is done. Private to the room. */
#ifndef HANDLE_PRECONDITION_H
#define HANDLE_PRECONDITION_H

#include "handle/context.h"

/* If-Match and If-None-Match against the tag of what the request acts upon (in quotes; NULL: it has
 * none). ERR_STALE when one does not hold. */
enum err precondition_holds(struct context *c, const char *tag) MUST;
/* Of a row that says whose tag counts: asked before it decides, and again in its transaction. */
enum err precondition_first(struct context *c) MUST;
/* Of every other row, when it has an answer and nothing is committed yet: of a GET the tag that is
 * sent along counts (304 without a body when the asker has it), of others there is none. */
enum err precondition_last(struct context *c) MUST;

#endif
