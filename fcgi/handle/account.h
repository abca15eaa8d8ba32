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
/* Why a password may not be used: too short or long, common, the name. NULL: it may. */
const char *password_reason(const char *password, const char *username);
/* hash NULL: there is none, which takes the same time to say. */
bool secret_matches(const char *hash, const char *secret);
/* A name and a password that an account is to have; ERR_INPUT with findings. */
enum err credentials_check(struct context *c, const char *username, const char *password) MUST;

#endif
