/*
 * rig: what every test program needs of the machine: its start, folders of its own, waiting for
 * what another process does, and a look at what it leaves behind.
 */
#ifndef RIG_H
#define RIG_H

#include "check.h"

/* The first call of every main: started again as a judge or a reader, the program does that and
 * ends here. */
void rig_start(int argc, char **argv);

extern struct arena *a; /* for what tests make; lives as long as the program */

/* ---- JSON ------------------------------------------------------------------------------------ */

const char *rig_quoted(const char *text); /* with " for every ' in it */
/* Both end the program when the text is malformed; rig_json quotes it first. */
json_t *rig_json(const char *text);
json_t *rig_parse(const char *text);
/* Follows a pointer such as /items/0/id; NULL when it leads nowhere. */
json_t *rig_at(const json_t *j, const char *pointer);
const char *rig_text(const json_t *j, const char *pointer); /* NULL when it is no text */
long long rig_int(const json_t *j, const char *pointer);    /* -1 when it is no integer */

/* ---- folders --------------------------------------------------------------------------------- */

#define RIG_TEMP "/tmp/suanbei-test-XXXXXX"

void rig_temp(char *root); /* RIG_TEMP before, the name of a new folder after */
void rig_write(const char *root, const char *path, const void *text, size_t n);
void rig_folder_copy(const char *from, const char *root); /* what is in it, into a folder that is */
void rig_folder_remove(const char *root);                 /* with all that is in it */

/* ---- other processes ------------------------------------------------------------------------- */

/*
 * Waits a millisecond; false after twenty thousand of them. A test waits for a condition:
 *   for (int n = 0; !is_there() && rig_wait(&n);)
 *       continue;
 */
bool rig_wait(int *n);

int rig_descriptors(void);   /* how many this process has open */
bool rig_is_childless(void); /* no child is left, neither running nor unburied */
pid_t rig_child(void);       /* the pid of the one child, 0 when there is none */
bool rig_is_asleep(pid_t pid);
bool rig_is_over(pid_t pid); /* it has ended, whether buried or not */
long rig_ticks(pid_t pid);   /* how long it has computed, in ticks of the system's clock */
bool rig_is_valgrind(void);

/* The last test of programs that open judges. */
void no_judge_is_left_behind(void);

#endif
