/*
 * schema: the steps of sql/schema, taken forward only.
 *
 * Two processes that open a new file at once meet at BEGIN EXCLUSIVE; the second finds the work
 * done. ERR_CONFLICT when a newer program has made the database.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/db.h"

enum err schema_update(struct store *s, struct fault *f) MUST;
/* Takes no step: ERR_CONFLICT where one is left to take, or a newer program has taken more. */
enum err schema_is_current(struct store *s, struct fault *f) MUST;
/* Statements that are run once and give no rows. */
enum err schema_script(struct store *s, const char *text, const char *where, struct fault *f) MUST;

#endif
