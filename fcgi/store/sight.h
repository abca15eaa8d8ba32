/*
 * sight: what a reviewer sees of the queue, asked of one row after the other of a statement, where
 * a question to the table of scopes for each of fifty thousand rows would take too long.
 *
 * in_scope(scopes, area, class_code, pool) says what the view reviewer_scope says. scopes: a line
 * each of area, class and pool, a blank between them, nothing for any; NULL: none at all. What has
 * no area is in everybody's scope. holds(text, words): instr() without copies.
 */
#ifndef STORE_SIGHT_H
#define STORE_SIGHT_H

#include "store/db.h"

enum err sight_open(struct store *s, struct fault *f) MUST;

#endif
