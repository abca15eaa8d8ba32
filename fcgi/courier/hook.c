/*
 * libcurl is opened where it is needed, in the process that posts: it brings thirty libraries
 * along, which no worker and no judge should carry, and without a webhook it need not be there.
 */
#include "courier/hook.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static struct {
    __typeof__(curl_global_init) *global_init;
    __typeof__(curl_easy_init) *init;
    CURLcode (*set)(CURL *, CURLoption, ...);
    __typeof__(curl_easy_perform) *perform;
    CURLcode (*info)(CURL *, CURLINFO, ...);
    __typeof__(curl_slist_append) *append;
} curl;

static const struct {
    const char *name;
    void *at;
} needed[] = {
    {"curl_global_init", &curl.global_init}, {"curl_easy_init", &curl.init},
    {"curl_easy_setopt", &curl.set},         {"curl_easy_perform", &curl.perform},
    {"curl_easy_getinfo", &curl.info},       {"curl_slist_append", &curl.append},
};

static bool
open_library(void)
{
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    void *library = NULL;

    for (size_t i = 0; i < LEN(names) && library == NULL; i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; library != NULL && i < LEN(needed); i++) {
        void *found = dlsym(library, needed[i].name);
        if (found == NULL)
            return false;
        memcpy(needed[i].at, &found, sizeof found);
    }
    return library != NULL;
}

bool
hook_is_there(void)
{
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);

    if (library == NULL)
        library = dlopen("libcurl-gnutls.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library != NULL)
        dlclose(library);
    return library != NULL;
}

/* What is answered, heads and body, is not read: the status says it all. Whoever sends much is cut
 * off. */
static size_t
ignore(char *p, size_t size, size_t n, void *left)
{
    long *bytes = left;

    (void)p;
    *bytes -= (long)(size * n);
    return *bytes < 0 ? 0 : size * n;
}

/* Why a certificate was not believed. Where libcurl is built upon OpenSSL, verified is what that
 * says of the chain (openssl-verification-options(1ssl)), and stays as libcurl sets it before it
 * asks, unspecified, when the chain is good and the name is another's. Another library's numbers
 * stand for a chain that is not believed. */
static int
unproved(long verified)
{
    enum { X509_OK, X509_UNSPECIFIED, X509_NOT_YET = 9, X509_EXPIRED = 10 };

    if (verified == X509_OK || verified == X509_UNSPECIFIED)
        return HOOK_MISNAMED;
    return verified == X509_NOT_YET || verified == X509_EXPIRED ? HOOK_EXPIRED : HOOK_UNPROVED;
}

static int
outcome_of(CURLcode code, long status, long verified)
{
    if (code == CURLE_OPERATION_TIMEDOUT)
        return HOOK_SLOW;
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return unproved(verified);
    if (code == CURLE_SSL_CONNECT_ERROR)
        return HOOK_UNENCRYPTED;
    if (code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR)
        return HOOK_NO_AUTHORITY;
    if (status < 200)
        return HOOK_UNREACHED;
    if (status < 300)
        return HOOK_TAKEN;
    return status < 400 ? HOOK_MOVED : status < 500 ? HOOK_REFUSED : HOOK_FAILED;
}

/* The one address, whatever the environment and the answer say. */
static void
point(CURL *h, const struct courier *c)
{
    curl.set(h, CURLOPT_URL, c->url);
    curl.set(h, CURLOPT_PROTOCOLS_STR, "https,http");
    curl.set(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl.set(h, CURLOPT_PROXY, "");
    curl.set(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl.set(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.set(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.set(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (c->ca_file != NULL)
        curl.set(h, CURLOPT_CAINFO, c->ca_file);
    curl.set(h, CURLOPT_TIMEOUT_MS, (long)c->timeout_ms);
    curl.set(h, CURLOPT_CONNECTTIMEOUT_MS, (long)c->timeout_ms);
    curl.set(h, CURLOPT_NOSIGNAL, 1L);
}

static struct curl_slist *
headers(const struct parcel *x, const char *signature)
{
    char id[128], at[64], sign[128];

    snprintf(id, sizeof id, "webhook-id: %s", x->id);
    snprintf(at, sizeof at, "webhook-timestamp: %lld", (long long)(x->now / 1000));
    snprintf(sign, sizeof sign, "webhook-signature: %s", signature);
    struct curl_slist *list = curl.append(NULL, "Content-Type: application/json");
    list = curl.append(list, "Expect:");
    list = curl.append(list, id);
    list = curl.append(list, at);
    return curl.append(list, sign);
}

int
hook_post(const struct courier *c, const struct parcel *x, const char *signature)
{
    long status = 0, verified = 0, left = 64 * 1024;

    if (!open_library() || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return HOOK_NO_LIBRARY;
    CURL *h = curl.init();
    if (h == NULL)
        return HOOK_NO_LIBRARY;
    point(h, c);
    curl.set(h, CURLOPT_HTTPHEADER, headers(x, signature));
    curl.set(h, CURLOPT_USERAGENT, "suanbei");
    curl.set(h, CURLOPT_POSTFIELDS, x->text);
    curl.set(h, CURLOPT_WRITEFUNCTION, ignore);
    curl.set(h, CURLOPT_WRITEDATA, &left);
    curl.set(h, CURLOPT_HEADERFUNCTION, ignore);
    curl.set(h, CURLOPT_HEADERDATA, &left);
    CURLcode code = curl.perform(h);
    curl.info(h, CURLINFO_RESPONSE_CODE, &status);
    curl.info(h, CURLINFO_SSL_VERIFYRESULT, &verified);
    return outcome_of(code, status, verified);
}

const char *
hook_outcome(int status)
{
    static const char *const words[HOOK__MAX] = {
        [HOOK_UNREACHED] = "unreached",
        [HOOK_UNPROVED] = "tls",
        [HOOK_MISNAMED] = "tls_name",
        [HOOK_EXPIRED] = "tls_expired",
        [HOOK_UNENCRYPTED] = "tls_failed",
        [HOOK_NO_AUTHORITY] = "ca_file",
        [HOOK_SLOW] = "slow",
        [HOOK_MOVED] = "redirected",
        [HOOK_REFUSED] = "declined",
        [HOOK_FAILED] = "server_error",
        [HOOK_UNSIGNED] = "unsigned",
        [HOOK_NO_LIBRARY] = "no_library",
    };

    return status > 0 && status < HOOK__MAX ? words[status] : "unreached";
}
