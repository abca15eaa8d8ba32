/*
 * members: one declaration of what a command or an answer holds. A row has a member's name, type,
 * place in the struct, title and who sees it; it checks a body, writes an answer, and describes
 * both in openapi.json. Nothing is sent that no row declares.
 */
#ifndef HTTP_MEMBERS_H
#define HTTP_MEMBERS_H

#include "model/model.h"

#include <limits.h>

enum member_type {
    M_END, /* ends a table */
    M_STRING,
    M_ID,
    M_DATE,
    M_TIME,    /* of a struct: milliseconds, 0 is null */
    M_INTEGER, /* of a struct: long, NO_NUMBER is null */
    M_BYTES,   /* of a struct: int64_t */
    M_BOOLEAN,
    M_ROLES,  /* of a struct: struct role_set, a list of names */
    M_OBJECT, /* its members are in the same struct, from `at` on */
    M_LIST,   /* of a struct: struct rows; neither `of` nor `each`: texts */
    M_ANY,    /* any value: its title says who decides what it is */
    M_WITH,   /* no member: those of another table, whose struct begins at `at`, stand here */
    M_OTHERS, /* no member: all that no row names, because their names are data */
    M__MAX
};

enum {
    M_REQUIRED = 1,
    M_NULLABLE = 2, /* null is sent; a text that is NULL and not nullable is left out */
    M_SECRET = 4,   /* format password: never echoed, never logged */
    M_JSON = 8,     /* of a struct: const char *, JSON text that is passed on unread */
    M_LINE = 32,    /* a text of one line, as a name is */
    M_CODE = 64,    /* a text that machines read, too, as a number is */
    M_FREE = 16,    /* an M_OBJECT that nothing here declares: its title says what does */
    M_PERSONAL = 32 /* tells of a person, or holds what does: who reads it is on record */
};

/* Words that the rules declare, NULL-terminated, in the arena. */
typedef const char *const *words_fn(const struct law *l, struct arena *a);

struct member {
    const char *name;
    enum member_type type;
    unsigned flags;
    long min, max;              /* code points, value or items; 0, 0: no limits */
    const char *const *choices; /* NULL-terminated */
    words_fn *choices_of;       /* in their place: those that the rules declare */
    const char *const *schemas; /* of an M_OBJECT: those of openapi.json that it follows */
    words_fn *schemas_of;       /* in their place: those of forms that the rules declare */
    const struct member *of;    /* the members of an M_OBJECT, or of each row of an M_LIST */
    const struct member *each;  /* one row without a name: a value of an M_LIST, an M_OTHERS */
    const char *title;          /* Chinese */
    size_t at;                  /* offset in the struct of an answer: see below */
    size_t size;                /* of one row of an M_LIST */
    size_t null_at; /* of a nullable M_OBJECT: it is null when this text is; 0: its first */
    unsigned who;   /* roles that see it; 0: whoever gets the answer */
    enum mask mask; /* what is left of a text of a struct */
};
#define MEMBERS_END                                                                                \
    {                                                                                              \
        .type = M_END                                                                              \
    }

/* Where a member lies; the compiler refuses one whose type its writer would misread. */
#define MEMBER_AT(struct_, member_, type_)                                                         \
    (offsetof(struct struct_, member_) +                                                           \
     0 * sizeof(_Generic(((struct struct_ *)0)->member_, type_ : 0)))
#define TEXT_AT(struct_, member_) MEMBER_AT(struct_, member_, const char *)
#define LONG_AT(struct_, member_) MEMBER_AT(struct_, member_, long)
#define TIME_AT(struct_, member_) MEMBER_AT(struct_, member_, int64_t)
#define BOOL_AT(struct_, member_) MEMBER_AT(struct_, member_, bool)
#define ROLES_AT(struct_, member_) MEMBER_AT(struct_, member_, struct role_set)
#define ROWS_AT(struct_, member_) MEMBER_AT(struct_, member_, struct rows)

#define NO_NUMBER LONG_MIN

/* An array of structs, or of texts, in an answer. */
struct rows {
    const void *first;
    int n;
};

/* Unknown, missing and unfitting members become findings. An object that is free passes; so does a
 * member whose name is data, which its handler knows better how to judge. */
void members_check(const struct member *of, const json_t *command, const struct law *l,
                   struct findings *fs);
/* Writes the texts of a command as they count (model/writing): those of one line, and codes. */
void members_tidy(struct arena *a, const struct member *of, json_t *command);
/* A text is among the choices of m, or m lists none. */
bool member_allows(const struct member *m, const char *value, const struct law *l, struct arena *a);

/* The members of row, into an object that is open. roles: who gets it. */
void members_write(struct buf *b, const struct member *of, const void *row, unsigned roles);
/* One whole object. */
void members_object(struct buf *b, const char *key, const struct member *of, const void *row,
                    unsigned roles);

/* Does a table, or one that it holds, have a member that is M_PERSONAL? */
bool members_personal(const struct member *of);

/* The JSON Schema of one member, and of a declaration: an object without unknown members. */
void member_schema(struct buf *b, const char *key, const struct member *m, const struct law *l);
void members_schema(struct buf *b, const char *key, const struct member *of, const struct law *l);

/* A finding of the rules or of the core; and a problem. */
extern const struct member finding_members[], problem_members[];
extern const char *const finding_severities[]; /* as choices */

#endif
