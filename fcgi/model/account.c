#include "model/account.h"

const struct registration_member registration_members[] = {
    {"username", 3, 64},     {"organization_name", 2, 200},
    {"contact_name", 1, 50}, {"mobile", 1, 30},
    {"email", 3, 254},       {NULL, 0, 0},
};
