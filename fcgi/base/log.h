/* base/log: lines for whoever runs the service. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/error.h"

enum log_level { LOG_NONE_ = -1, LOG_ERROR_, LOG_WARN_, LOG_INFO_, LOG_DEBUG_ };
/* One line on standard error: RFC 3339 time, pid, level, text. Never personal data. */
void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);
void log_level_set(enum log_level most);

#endif
