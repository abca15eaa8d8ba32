/*
 * rulekit: what a rule set is before anybody runs it: files with one hash, Lua text that can be
 * looked at without Lua, declarations that can be compared.
 *
 * Nothing here starts a process or knows Lua's library. The room that asks (policy) and the room
 * that answers (judge) both stand on it and do not see each other, so what they say to each other
 * is declared here as well (wire.h).
 */
#ifndef RULEKIT_H
#define RULEKIT_H

#include "rulekit/bundle.h"
#include "rulekit/lexer.h"
#include "rulekit/limit.h"
#include "rulekit/mutant.h"
#include "rulekit/syntax.h"
#include "rulekit/wire.h"

/* The words and functions that a rule set finds in a judge, as set.lua names them: part of its
 * hash. */
#define RULEKIT_API 1
/* Names what judges, for every judgement: its version, and the beginning of a hash over the
 * engine's own files. */
const char *rulekit_engine(void);

/* Files that hold behaviour: their lines are to be reached by cases, and mutants are made of them.
 * The others only declare. path is one of a bundle, of either layer. */
bool rulekit_behaves(const char *path);

/* The declaration of that id in a manifest, borrowed; NULL: none. */
const json_t *rulekit_declared(const json_t *manifest, const char *id);
/*
 * What an upgrade changed under local overrides that stayed as they were. Two manifests, of the old
 * and the new base with the same local layer → [{id, title, file, line, base_file, base_line,
 * message}], a new reference for the caller. ERR_INPUT when one of them is no manifest.
 */
enum err rulekit_conflicts(const json_t *old_manifest, const json_t *new_manifest, json_t **out,
                           struct fault *f) MUST;

#endif
