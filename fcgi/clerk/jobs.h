/*
 * jobs: the table of them, and what a job remembers from one time to the next. Private to this room
 * and its tests.
 */
#ifndef CLERK_JOBS_H
#define CLERK_JOBS_H

#include "casework/casework.h"
#include "clerk/clerk.h"
#include "clerk/schedule.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)

/*
 * One row each: name, interval in milliseconds, how bad it is when the job fails, function. What is
 * due together runs in this order. A new job is a row here and its function, in the file of its
 * noun:
 * - folder.c takes over what is in the rules folder, once it holds still;
 * - activation.c ends an emergency that is over, and tells the workers of another active set;
 * - replay.c works off the queue of replays in a process of its own;
 * - deadline.c counts the open deadlines under the calendar that is active, ends those whose day is
 *   over, and asks the rules about the clocks of filings that a set has moved;
 * - likeness.c marks what was submitted, so that what is like it is found;
 * - queue.c lists the words of what waits for reviewers, so that it is found by them;
 * - name.c reads what algorithms were called before, where entries do not say it yet;
 * - task.c passes on what nobody may see;
 * - work.c counts what became of filings, for figures;
 * - notice.c tells people of moves, and of clocks that come to an end, and notes that the term of a
 *   matter is over;
 * - delivery.c sends notices out of the house;
 * - account.c tells of roles that the schema has taken from accounts;
 * - database.c moves the log into the database, and removes ended sessions and old replies;
 * - sealing.c seals what an earlier program wrote, until nothing of it is left;
 * - blob.c removes files that no row names and plain copies that nobody reads any more, and seals
 *   the files of before;
 * - patrol.c looks whether attachments' files are there and what they were;
 * - room.c keeps a file that is let go when the disk is full;
 * - audit.c writes down the lines of the audit trail that wait, gives its head away, and keeps the
 *   witness beside the database.
 */
#define JOBS(ROW)                                                                                  \
    ROW("watch", 100, LOG_ERROR_, folder_watch)                                                    \
    ROW("revert", 100, LOG_ERROR_, emergency_revert)                                               \
    ROW("announce", 100, LOG_WARN_, activation_announce)                                           \
    ROW("replays", 100, LOG_WARN_, replays_start)                                                  \
    ROW("recount", 10 * SECOND, LOG_ERROR_, deadlines_recount)                                     \
    ROW("missed", SECOND, LOG_ERROR_, deadlines_miss)                                              \
    ROW("terms", SECOND, LOG_ERROR_, terms_miss)                                                   \
    ROW("clocks", SECOND, LOG_ERROR_, clocks_ask_again)                                            \
    ROW("pass_on", 10 * SECOND, LOG_ERROR_, tasks_pass_on)                                         \
    ROW("work", 5 * SECOND, LOG_WARN_, work_count)                                                 \
    ROW("notices", SECOND / 2, LOG_ERROR_, notices_write)                                          \
    ROW("deliver", SECOND, LOG_ERROR_, deliveries_send)                                            \
    ROW("remind", 10 * SECOND, LOG_ERROR_, reminders_send)                                         \
    ROW("forget", 10 * MINUTE, LOG_WARN_, notices_forget)                                          \
    ROW("likeness", SECOND, LOG_WARN_, likeness_mark)                                              \
    ROW("words", SECOND, LOG_WARN_, queue_list)                                                    \
    ROW("names", MINUTE, LOG_WARN_, names_call)                                                    \
    ROW("roles_cut", MINUTE, LOG_WARN_, accounts_tell_cut)                                         \
    ROW("checkpoint", 5 * SECOND, LOG_DEBUG_, database_checkpoint)                                 \
    ROW("room", SECOND, LOG_WARN_, room_keep)                                                      \
    ROW("purge", MINUTE, LOG_WARN_, database_purge)                                                \
    ROW("seal", SECOND, LOG_ERROR_, sealing_go_on)                                                 \
    ROW("close", SECOND, LOG_WARN_, blobs_close)                                                   \
    ROW("seal_files", 10 * SECOND, LOG_WARN_, blobs_seal)                                          \
    ROW("patrol", SECOND, LOG_WARN_, blobs_patrol)                                                 \
    ROW("sweep", 10 * MINUTE, LOG_WARN_, blobs_sweep)                                              \
    ROW("audit", SECOND / 2, LOG_ERROR_, audit_drain)                                              \
    ROW("heads", SECOND, LOG_ERROR_, heads_give)                                                   \
    ROW("witness", SECOND, LOG_ERROR_, witness_keep)

/* So many texts are on their way at a time. */
#define DELIVERIES_AT_ONCE 4

#define JOB_ROW(name, every_ms, level, run) {name, every_ms, level, run},
#define JOB_DECLARED(name, every_ms, level, run) job_run run;
JOBS(JOB_DECLARED)

struct clerk {
    struct clerk_options options;
    struct store *store;
    struct arena *arena; /* emptied after each round */
    struct schedule schedule;

    char active[SHA256_TEXT]; /* the set that was announced last */

    struct {
        uint64_t seen;  /* signature of the folder when it was last looked at */
        uint64_t tried; /* the one that was last tried */
    } folder;

    int recounts;              /* of the open deadlines, still to do */
    char missed_on[DATE_TEXT]; /* the day whose ends have been looked for; "": none yet */
    char terms_on[DATE_TEXT];  /* the same of the terms of matters */

    struct {
        char set[SHA256_TEXT]; /* by which all was marked last */
    } likeness;

    struct {
        int64_t wall, mono; /* of the last look; mono 0: none yet */
        int64_t not_before; /* monotonic: the clock was set a while before */
    } purge;

    struct {
        bool is_done;
        long sealed; /* rows, since the clerk began */
    } sealing;

    struct {
        char after[ID_TEXT]; /* of the attachments in the clear, the one looked at last */
        long done, left_out; /* in this pass through them */
    } files;

    struct {
        char after[ID_TEXT];    /* of the attachments, the one whose file was looked at last */
        long lost, lost_before; /* found in this round, and in the one before */
    } patrol;

    struct {
        pid_t pid; /* 0: none runs */
        long done; /* how far the replay was when a process was last started for it */
        int tries; /* starts that got it no further */
    } replayer;

    /* What the active set says of notices. */
    struct {
        char set[SHA256_TEXT]; /* "": not read yet */
        char on[DATE_TEXT];    /* the day around which working days are known */
        struct arena *arena;
        json_t *manifest;
        struct notice_rules rules;
    } notices;

    /* What is on its way; pid 0: nothing is. */
    struct sent {
        pid_t pid;
        int64_t until; /* monotonic: then its process is ended */
        long n, tries, forgiven;
        char id[ID_TEXT];
    } sent[DELIVERIES_AT_ONCE];

    struct witness_kept witness;

    struct {
        long given;     /* the line that the last head was about */
        int64_t due_at; /* monotonic; not before */
        pid_t pid;      /* of the command that has it; 0: none runs */
    } head;
};

/* The forms of the set that is active, as its manifest declares them: no judge is asked. One must
 * be active. */
enum err active_forms(struct clerk *c, const json_t **out, struct fault *f) MUST;

#define PATH_TEXT 1024
/* Where the attachments' file of that name lies; false: longer than a path may be. */
bool blob_path(const struct clerk *c, const char *name, char out[PATH_TEXT]);

/* Ends the command that has a head, if there is one. */
void heads_stop(struct clerk *c);

/* Ends what is on its way. */
void deliveries_stop(struct clerk *c);

/* Lets go of what the set says of notices. */
void notices_stop(struct clerk *c);

/* Ends the process that works on replays, if there is one. */
void replays_stop(struct clerk *c);

#endif
