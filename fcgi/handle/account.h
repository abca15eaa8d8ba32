/* account: what the files about accounts share. Private to this room. */
#ifndef HANDLE_ACCOUNT_H
#define HANDLE_ACCOUNT_H

#include "handle/context.h"

/* A person and where they belong. */
struct person {
    struct account account;
    struct organization organization;
    const char *subject_state; /* of the organization's subject filing; "none" when there is none */
};
extern const struct member person_organization[];
/*
 * All that an instance asks of a password: length, classes of characters, nothing common, nothing
 * that was used before. A finding at path when it must not become the password of x, whose id is
 * NULL when it is a new account. Looks into the store; where it hashes, it ends the snapshot.
 */
enum err password_look(struct context *c, const char *password, const struct account *x,
                       const char *path, struct findings *fs) MUST;
/* The last of this in two: what is loaded in the snapshot, and what takes its time after it. */
enum err passwords_past(struct context *c, const struct account *x, struct id_list *out) MUST;
enum err passwords_past_look(struct context *c, const struct id_list *past, const char *password,
                             const char *path, struct findings *fs) MUST;
/* Contact name, mobile and email of a command: ERR_INPUT with text and findings where a member, or
 * the rules' form of accounts, has something against them. of: the account whose they are. */
extern const struct member contact_members[];
enum err contact_check(struct context *c, const struct account *of, const char *text) MUST;
/* A name that an account is to have, and a password where it is given one; ERR_INPUT with
 * findings. */
enum err credentials_check(struct context *c, const char *username, const char *password) MUST;

#endif
