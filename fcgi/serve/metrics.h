/* metrics: what the pool has counted, as Prometheus reads it (text format 0.0.4). */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

#include "serve/scoreboard.h"

/* Names and labels are this program's own words, and so many at most: never what a request said. */
void metrics_write(const struct scoreboard *b, struct buf *out);

#endif
