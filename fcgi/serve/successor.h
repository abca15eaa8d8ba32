/*
 * successor: a program that was started by one that serves, to go on in its place. The new
 * program's side; the old one's is upgrade.h.
 *
 * It finds the listening sockets at descriptors 3 and 4 as systemd would pass them, and at 5 the
 * line to the old program. It proves that it can serve, offers to, waits for the word and only then
 * accepts. Until the old program has ended, and with it the lock on the pid file, two pools answer
 * from one database: SQLite's own locks keep their writers apart, each makes its own commits
 * durable, and the new one does without what there may be once only: the clerk, and the rings of
 * audit lines that wait (a line is then written at once).
 */
#ifndef SERVE_SUCCESSOR_H
#define SERVE_SUCCESSOR_H

#include "base/base.h"

#define SUCCESSOR_ENV "SUANBEI_SUCCESSOR" /* "PID own" or "PID passed": whose the sockets are */
enum { SUCCESSOR_FD = 5 };

/* Looks at the environment, once, and keeps the line. */
void successor_enter(void);
/* Whether this process takes over from another; until successor_end(). */
bool successor_is(void);
/* The old program made the sockets itself: their names are ours to remove in the end. */
bool successor_is_own(void);
/* Why it cannot be; the first to say so is heard. Does nothing when nothing is taken over. */
void successor_refuse(const char *where, const char *text);
/* All is ready. */
void successor_offer(void);

enum successor_word { SUCCESSOR_WAIT, SUCCESSOR_GO, SUCCESSOR_OFF }; /* off: the old one goes on */
enum successor_word successor_word(void);
void successor_end(void);

#endif
