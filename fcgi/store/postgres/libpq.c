#include "store/postgres/libpq.h"

#include <dlfcn.h>
#include <string.h>

static struct libpq api;
static bool is_loaded;

static const struct {
    const char *name;
    size_t offset;
} functions[] = {{"PQconnectdb", offsetof(struct libpq, connect)},
                 {"PQstatus", offsetof(struct libpq, status)},
                 {"PQerrorMessage", offsetof(struct libpq, said)},
                 {"PQfinish", offsetof(struct libpq, finish)},
                 {"PQtransactionStatus", offsetof(struct libpq, transaction)},
                 {"PQexec", offsetof(struct libpq, exec)},
                 {"PQprepare", offsetof(struct libpq, prepare)},
                 {"PQexecPrepared", offsetof(struct libpq, run)},
                 {"PQresultStatus", offsetof(struct libpq, result)},
                 {"PQresultErrorField", offsetof(struct libpq, field)},
                 {"PQclear", offsetof(struct libpq, clear)},
                 {"PQntuples", offsetof(struct libpq, rows)},
                 {"PQnfields", offsetof(struct libpq, columns)},
                 {"PQfname", offsetof(struct libpq, name)},
                 {"PQftype", offsetof(struct libpq, type)},
                 {"PQgetvalue", offsetof(struct libpq, value)},
                 {"PQgetlength", offsetof(struct libpq, length)},
                 {"PQgetisnull", offsetof(struct libpq, is_null)},
                 {"PQcmdTuples", offsetof(struct libpq, changed)}};

enum err
libpq_load(const struct libpq **out, struct fault *f)
{
    void *lib = is_loaded ? NULL : dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);

    *out = &api;
    if (!is_loaded && lib == NULL)
        return fail(f, ERR_NOTFOUND, "libpq_missing", "libpq.so.5",
                    "没有 PostgreSQL 的客户端库，请安装 libpq5");
    for (size_t i = 0; !is_loaded && i < LEN(functions); i++) {
        void *function = dlsym(lib, functions[i].name);
        if (function == NULL)
            return fail(f, ERR_NOTFOUND, "libpq_missing", functions[i].name,
                        "PostgreSQL 的客户端库中没有 %s", functions[i].name);
        memcpy((char *)&api + functions[i].offset, &function, sizeof function);
    }
    is_loaded = true;
    return OK;
}
