/*
 * waiting: lines of the audit trail that are on record and not yet in the chain.
 *
 * A read writes nothing of its own, and must not cost a transaction to be on record. So its line
 * goes into a ring in a file beside the database, audit.waiting, which the processes of a pool map:
 * one ring a process, written by that process alone before its reply goes out. Whoever drains takes
 * the lines of all rings, in the order of their times, into the chain in one transaction.
 *
 * What survives what: a line lies in the kernel's memory from the moment it is appended, so that
 * SIGKILL of any process, or of all of them, loses none; the next start writes down what waits.
 * A transaction notes how far each ring is drained, so that a line is written once, whatever dies
 * between the two. A ring that is full is drained by its own process, and nothing is ever dropped:
 * a line that cannot be written is the caller's to answer for. Power that fails loses at most what
 * had not been drained, a second's lines.
 *
 * Refused calls cost whoever makes them nothing, so that of equal ones within ten minutes the first
 * is a line, and a second line says how many more there were; there is room for so many different
 * ones of people who have logged in, and for as many of others. What goes beyond is counted.
 */
#ifndef STORE_WAITING_H
#define STORE_WAITING_H

#include "store/audit.h"

struct waiting;

#define REFUSALS_MS (10 * 60 * 1000)
#define REFUSALS_MAX 100 /* different ones in that time, of people with and without an account */

/* Before there is any other process of the pool: writes down what a pool before left, and makes
 * the file anew with so many rings. */
enum err store_waiting_prepare(struct store *s, int rings, struct fault *f) MUST;
/* This process appends to that ring; -1: to none, it only drains. */
enum err store_waiting_join(struct store *s, int ring, struct fault *f) MUST;
/* No transaction and no snapshot may be open. Without a ring the line is written at once. */
enum err store_audit_wait(struct store *s, const struct audit_note *x, bool is_refused,
                          struct fault *f) MUST;
/* Writes down what waits. Nothing is begun when nothing does. */
enum err store_audit_drain(struct store *s, struct fault *f) MUST;
/* How many lines wait in the file beside the database of that path. */
long store_audit_waiting(const char *db_path);
void waiting_close(struct waiting *w); /* NULL allowed */

#endif
