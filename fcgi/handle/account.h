/* account: what the files about accounts share. Private to this room. */
#ifndef HANDLE_ACCOUNT_H
#define HANDLE_ACCOUNT_H

#include "handle/context.h"

/* In lower case, as it is kept. */
const char *username_lower(struct arena *a, const char *username);
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
void passwords_past_look(struct context *c, const struct id_list *past, const char *password,
                         const char *path, struct findings *fs);
/* Argon2id of a password as it is compared. No transaction may be open. */
enum err secret_hash(struct context *c, const char *secret, char out[PASSWORD_TEXT]) MUST;
/* hash NULL or "": there is none, which takes the same time to say. */
bool secret_matches(struct context *c, const char *hash, const char *secret);
/* A name that an account is to have, and a password where it is given one; ERR_INPUT with
 * findings. */
enum err credentials_check(struct context *c, const char *username, const char *password) MUST;
/* The key under which wrong passwords of an account are counted. */
const char *account_guess_key(struct arena *a, const char *username);

#endif
