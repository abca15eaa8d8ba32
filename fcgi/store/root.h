/*
 * store/root: revisions of what requests decide upon.
 *
 * An organization, an account and the rules ("rules") are roots. A request remembers the revision
 * of its root before its transaction; inside, it raises the revision when it changed what others
 * decide upon, and holds it when it only decided. The revision is 0 until somebody has raised it.
 */
#ifndef STORE_ROOT_H
#define STORE_ROOT_H

#include "model/model.h"

struct store;

enum err store_root_load(struct store *s, const char *id, long *revision, struct fault *f) MUST;
/* From this revision to the next. ERR_AGAIN when it is another by now. */
enum err store_root_raise(struct store *s, const char *id, long revision, struct fault *f) MUST;
/* Changes nothing. ERR_AGAIN when it is another by now. */
enum err store_root_hold(struct store *s, const char *id, long revision, struct fault *f) MUST;

#endif
