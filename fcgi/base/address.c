#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

void
address_group(const char *address, char out[ADDRESS_TEXT])
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    unsigned char v6[16];
    char text[INET6_ADDRSTRLEN];

    if (address == NULL || inet_pton(AF_INET6, address, v6) != 1) {
        snprintf(out, ADDRESS_TEXT, "%s", address ? address : "-");
    } else if (memcmp(v6, mapped, sizeof mapped) == 0) {
        inet_ntop(AF_INET, v6 + sizeof mapped, out, ADDRESS_TEXT);
    } else {
        memset(v6 + 8, 0, 8);
        inet_ntop(AF_INET6, v6, text, sizeof text);
        snprintf(out, ADDRESS_TEXT, "%s/64", text);
    }
}
