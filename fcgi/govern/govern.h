/*
 * govern: the life of a rule set: proposed, tried, replayed, signed by a second person, made
 * active, taken back.
 *
 * Steps that judge (govern_try) start a judge of their own and run outside any transaction. Steps
 * that store run inside the caller's write transaction and look at the state of things there, so
 * that two people who act at once cannot both be right. Each leaves a row and a line of the audit
 * trail, with codes and hashes only. The exceptions are the folder's (govern_watch, govern_start),
 * which the clerk and the start of the pool call: they open their transaction themselves.
 *
 * What is active is the last activation, whoever made it. Most are regular: a saved folder (watch
 * mode), two signatures, a step back. An emergency lies over the regular set for a time and reverts
 * by itself. An approval signs a set and the report of a replay against what was live; another
 * report, or another live set, voids it.
 */
#ifndef GOVERN_H
#define GOVERN_H

#include "govern/live.h"
#include "policy/policy.h"
#include "store/store.h"

#include <signal.h>

/* ---- judging --------------------------------------------------------------------------------- */

/* What came of loading a set and running its cases. Strings are in the arena given. */
struct trial {
    bool is_loaded, is_passed;
    const char *report; /* JSON: the cases' report with "fault" {file, line, message} or null; when
                           it did not load, the fault alone */
    const char *manifest; /* JSON; NULL when it did not load */
    struct fault fault;   /* what is wrong, when it is */
};
/* In a judge of its own. with_cases false: only loads it. */
void govern_try(struct arena *a, const struct policy_limits *limits, const struct bundle *b,
                bool with_cases, struct trial *out);
/* The file and the line (0: none) of a fault's where, "rules/checks/x.lua:12"; the file as the
 * bundle calls it. */
const char *govern_fault_file(struct arena *a, const struct fault *f, long *line);

/* A set as changes (path → text, null: without it) to another's files. ERR_RULE names the file in
 * fault.where. */
enum err govern_merge(struct arena *a, const char *base_files, const json_t *changes,
                      struct bundle **out, struct fault *f) MUST;
/* Local changes of a set whose base changed under them since another: a JSON array. */
const char *govern_conflicts(struct arena *a, const char *old_manifest, const char *new_manifest);

/* ---- storing --------------------------------------------------------------------------------- */

/* Adds a set; *is_new is false when it was there already: its row stays as it is, but whoever
 * proposes it again has proposed it and may not sign it. by NULL: the folder. x->added_at is set.
 */
enum err govern_propose(struct store *s, const struct account *by, int64_t now, struct rule_set *x,
                        bool *is_new, struct fault *f) MUST;
/* Notes a trial of a stored set. by NULL: the system. */
enum err govern_note_trial(struct store *s, const struct account *by, const char *hash,
                           const struct trial *t, struct fault *f) MUST;

/* What a replay of this set is to be compared with, and an approval stands on: the active set; but
 * for a set that is active by an emergency what it would fall back to. */
enum err govern_base(struct store *s, struct arena *a, const char *hash, const char **base,
                     struct fault *f) MUST;

/* Signs a set and the report of its newest replay. ERR_CONFLICT by code: self_approval,
 * already_active, test_missing, test_failed, replay_missing, base_changed, report_changed. */
enum err govern_approve(struct store *s, const struct account *by, const char *hash,
                        const char *report_hash, const char *note, struct fault *f) MUST;
/* Where a set stands: "active", "retired" (was active once), "approved", "candidate"; and whether
 * its newest approval holds, or it came to be active by one. */
enum err govern_state(struct store *s, struct arena *a, const struct rule_set *x,
                      const char **state, bool *is_approved, struct fault *f) MUST;

/* Makes a signed set active. ERR_CONFLICT: already_active, approval_missing, replay_missing,
 * base_changed, report_changed. */
enum err govern_activate(struct store *s, const struct account *by, const char *hash,
                         const char *reason, struct fault *f) MUST;
/* Makes a set active with one signature, until ends_at. The caller has just tried it. ERR_INPUT:
 * reason_missing, ends_at_invalid; ERR_CONFLICT: already_active. */
enum err govern_activate_emergency(struct store *s, const struct account *by, int64_t now,
                                   const char *hash, const char *reason, int64_t ends_at,
                                   struct fault *f) MUST;
#define GOVERN_EMERGENCY_MS (7LL * 24 * 3600 * 1000) /* the longest */

/* The set that was regularly active before the present one. ERR_CONFLICT nothing_before when there
 * is none. */
enum err govern_before(struct store *s, struct arena *a, const char **hash, struct fault *f) MUST;
/* Back to it. The caller has found it with govern_before() and seen that it loads; ERR_AGAIN when
 * it is another by now, ERR_INPUT reason_missing. */
enum err govern_rollback(struct store *s, const struct account *by, const char *to,
                         const char *reason, struct fault *f) MUST;

/* Whether an emergency is over, and what it falls back to. And doing it: nothing when another
 * activation came first. */
enum err govern_due(struct store *s, struct arena *a, int64_t now, struct activation *emergency,
                    const char **to, struct fault *f) MUST;
enum err govern_revert(struct store *s, long emergency_n, const char *to, struct fault *f) MUST;

/* ---- deadlines ------------------------------------------------------------------------------- */

struct deadlines_moved {
    const char *groups; /* for store_deadline_moves() */
    long total;         /* deadlines in them */
};
/* Which of these groups of running deadlines this judge's calendar counts otherwise. */
enum err govern_deadlines_moved(struct arena *a, struct policy *p,
                                const struct deadline_group *rows, int n,
                                struct deadlines_moved *out, struct fault *f) MUST;
/* Counts the running deadlines again under the active set, and their tasks with them; those that
 * were met or missed stay. Opens its transactions itself, some hundred deadlines in each; *is_done
 * is false when there are more: call again. */
enum err govern_deadlines_recount(struct store *s, const struct policy_limits *limits, long *moved,
                                  bool *is_done, struct fault *f) MUST;

/* ---- the folder ------------------------------------------------------------------------------ */

struct govern_folder {
    const char *folder, *local; /* local may be NULL */
    const struct policy_limits *limits;
    const struct world *world;
};
/*
 * Takes over what is in the folder when it is whole, passes its cases, and is another set than the
 * active one; *hash is then the active set. A set that was taken over before and has been put back
 * since (a rollback, another's activation) does not come back until the folder holds another:
 * ERR_CONFLICT folder_held. Opens its own transaction.
 */
enum err govern_watch(struct store *s, const struct govern_folder *g, char hash[SHA256_TEXT],
                      struct fault *f) MUST;
/* Before the pool starts: in watch mode, or when there is no set yet, the folder; otherwise the
 * active set must load. OK with why->err set when the folder is not used and the last good set
 * serves. */
enum err govern_start(struct store *s, const struct govern_folder *g, bool is_watching,
                      struct fault *why) MUST;

/* ERR_CONFLICT rules_watched when the folder alone says what is active: nobody signs there. */
enum err govern_signs(bool is_watching, struct fault *f) MUST;
/* The mode of the pool that serves a database, in a file beside it: what the command line goes by.
 * No file: governed. */
enum err govern_mode_write(const char *db_path, bool is_watching, struct fault *f) MUST;
bool govern_mode_is_watching(const char *db_path);

/* ---- replays --------------------------------------------------------------------------------- */

/*
 * Whom would a candidate hit? Stored decisions are judged again by the candidate, with the clock of
 * their day, and compared with what the base says: the stored outcome where the base itself made
 * it, otherwise the base is asked again, too. Decisions are read in their order, a batch per judge,
 * as many judges as there are cores; nothing but the replay's own rows is written. Progress is
 * stored twice a second, so a replay that was cut off goes on where it stopped and ends with the
 * same report.
 */
struct replay_options {
    struct store *store; /* opened by whoever runs this */
    const struct world *world;
    const struct policy_limits *limits;
    int judges; /* 0: as many as cores */
    const volatile sig_atomic_t
        *is_over; /* NULL: never; otherwise stops after the batch in hand, to be resumed */
    void (*progress)(void *ctx, const struct replay *x); /* NULL allowed */
    void *ctx;
};
/* Runs or resumes one replay to its end, which is "done" with a report or "failed" with a fault;
 * both are OK here. ERR_AGAIN when it was stopped by is_over. Others: the database. */
enum err govern_replay_run(const struct replay_options *o, const char *id, struct fault *f) MUST;

/* The queue of a database: runs what is queued, one after the other, until there is nothing. One
 * process at a time, by a lock beside the database; ERR_BUSY when another has it. */
enum err govern_replay_work(const struct replay_options *o, const char *db_path,
                            struct fault *f) MUST;
/* Starts a process that does that: `suanbei replayer --db …`, niced, which ends with the caller.
 * Returns its pid, 0 when it did not start.
 */
pid_t govern_replay_spawn(const char *db_path, const struct policy_limits *limits);
/* The report of a replay that is done as a page, with the first GOVERN_PAGE_HITS of what it hits.
 */
#define GOVERN_PAGE_HITS 500
enum err govern_replay_page(struct store *s, const struct replay *x, struct buf *out,
                            struct fault *f) MUST;
/* What that process runs. */
int govern_replay_main(int argc, char **argv);

/* ---- differences ----------------------------------------------------------------------------- */

/* How a file of a set differs from its base: "added", "modified", "removed", NULL: not at all. */
struct file_change {
    const char *path, *text, *base_text; /* text NULL: removed; base_text NULL: added */
    const char *change;
};
/* Every file of either, by path. */
enum err govern_changes(struct arena *a, const char *files, const char *base_files,
                        struct file_change **out, int *n, struct fault *f) MUST;
/* The lines that differ, with three lines around, as diff -u writes them. Either may be NULL:
 * nothing. */
void govern_diff(struct buf *out, const char *old_text, const char *new_text);

#endif
