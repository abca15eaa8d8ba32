/* notify: what systemd is told of a service of Type=notify (sd_notify(3)). */
#ifndef SERVE_NOTIFY_H
#define SERVE_NOTIFY_H

#include "base/base.h"

/* One datagram of lines like READY=1 to $NOTIFY_SOCKET; nothing without that. It is for nobody to
 * fail on. */
void notify_say(const char *fmt, ...) PRINTF(1, 2);

#endif
