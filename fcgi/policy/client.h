/*
 * client: one judge process and the talk with it, seen from the worker's side.
 */
#ifndef POLICY_CLIENT_H
#define POLICY_CLIENT_H

#include "model/model.h"
#include "policy/policy.h"

struct policy {
    struct policy_limits limits;
    char *set; /* the rule set as JSON, for the next judge */
    size_t set_n;
    char rule_set[SHA256_TEXT];
    json_t *manifest;
    struct arena *kept; /* what is compiled of the manifest */
    struct register_labels labels;
    const struct law *law;
    const struct form *forms;
    int forms_n;
    pid_t judge; /* 0: none */
    int fd;      /* -1 with it */
    char in[16u << 10];
    size_t in_at, in_n; /* of it, what was read and not yet looked at */
    int64_t
        batch_deadline; /* mono_ms(); of the batch, or the question in halves, that it works on */
    /* What of the set was at work when the last question got no answer, as the judge called it; ""
     * when that is not known, or the engine was. */
    char at[WIRE_AT_MAX];
    /* The question that took longest since somebody began to look, and the line of the set at which
     * it was found most often; "": it was short. */
    int64_t slowest_us;
    char hot[WIRE_AT_MAX]; /* of the last question */
    char slowest_at[WIRE_AT_MAX];
};

/* ---- process.c ------------------------------------------------------------------------------- */

enum err policy_spawn(struct policy *p, struct fault *f) MUST;
void policy_drop(struct policy *p); /* kills and buries it; none: nothing */

/* ---- talk.c ---------------------------------------------------------------------------------- */

struct question {
    enum wire_type type;
    const void *head; /* before the text; NULL when head_n is 0 */
    size_t head_n;
    const char *text;
    size_t text_n;
    int wall_ms;
};

/* The judge was not there, or said what no judge says. */
enum err policy_crashed(struct fault *f);
/* Sends a question; deadline in mono_ms(). */
enum err policy_put(struct policy *p, const struct question *q, int64_t deadline,
                    struct fault *f) MUST;
/* Waits for the answer, which is put into the arena with a NUL after its n bytes. */
enum err policy_get(struct policy *p, struct arena *a, char **answer, size_t *n, int64_t deadline,
                    struct fault *f) MUST;
/*
 * One question, and what it does to the judge. After a clean fault the judge lives, except when it
 * said that it ran out of something: then it has ended itself, and an end that we wait for here
 * cannot surprise the next question.
 */
enum err policy_talk(struct policy *p, struct arena *a, const struct question *q, char **answer,
                     size_t *n, struct fault *f) MUST;
/* The same in two halves; nothing else may be said between them. */
enum err policy_talk_start(struct policy *p, const struct question *q, int64_t deadline,
                           struct fault *f) MUST;
enum err policy_talk_end(struct policy *p, struct arena *a, char **answer, size_t *n,
                         int64_t deadline, struct fault *f) MUST;

/* ---- policy.c -------------------------------------------------------------------------------- */

/* One question of kind WIRE_ASK, with what stands before its facts. */
enum err policy_ask_with(struct policy *p, struct arena *a, const void *head, size_t head_n,
                         const char *facts, const char **answer, struct fault *f) MUST;
/* Sees to it that a judge with the set loaded waits for a question. */
enum err policy_ready(struct policy *p, struct fault *f) MUST;

#endif
