/* base/address: who a network address belongs to, as far as counting goes. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

/* Whoever has an address of IPv6 has all of its /64 (RFC 6177), so that is counted as one; an IPv4
 * address within IPv6 (::ffff:192.0.2.1) is that IPv4 address. What is no address stays as it is,
 * cut. */
#define ADDRESS_TEXT 64
void address_group(const char *address, char out[ADDRESS_TEXT]);

#endif
