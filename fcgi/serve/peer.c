#include "serve/peer.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { GROUPS_MOST = 256, TELL_EVERY_MS = 1000 };

/* Of the socket's file: whom its mode lets in. */
static bool
group_of_socket(const struct listener *l, gid_t *out)
{
    struct sockaddr_un sa = {0};
    socklen_t n = sizeof sa - 1;
    struct stat st;

    if (getsockname(l->fd, (struct sockaddr *)&sa, &n) < 0 || sa.sun_path[0] == '\0' ||
        stat(sa.sun_path, &st) < 0)
        return false;
    *out = st.st_gid;
    return true;
}

enum err
peers_open(struct peers *p, const struct pool_options *o, const struct listener *l, struct fault *f)
{
    *p = (struct peers){0};
    if (o->nginx_user != NULL) {
        const struct passwd *user = getpwnam(o->nginx_user);
        if (user == NULL)
            return fail(f, ERR_INPUT, "nginx_user", o->nginx_user,
                        "没有名为 %s 的用户，请改正 nginx_user", o->nginx_user);
        p->user = user->pw_uid;
        p->has_user = true;
        return OK;
    }

    p->has_group = true;
    if (o->socket_group != NULL)
        return listener_group(o->socket_group, &p->group, f);
    p->has_group = group_of_socket(l, &p->group);
    return OK;
}

static bool
is_member(int fd, const struct ucred *who, gid_t group)
{
    gid_t groups[GROUPS_MOST];
    socklen_t n = sizeof groups;

    if (who->gid == group)
        return true;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &n) < 0)
        return false;
    for (size_t i = 0; i < n / sizeof groups[0]; i++)
        if (groups[i] == group)
            return true;
    return false;
}

static void
tell(const struct ucred *who)
{
    static int64_t last;
    int64_t now = mono_ms();

    if (last != 0 && now - last < TELL_EVERY_MS)
        return;
    last = now;
    log_line(LOG_WARN_,
             "worker: a connection of user %d, process %d was closed: not the web server",
             (int)who->uid, (int)who->pid);
}

bool
peer_may(const struct peers *p, int fd)
{
    struct ucred who = {.uid = (uid_t)-1};
    socklen_t n = sizeof who;
    bool may = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 &&
               (who.uid == 0 || who.uid == geteuid() || (p->has_user && who.uid == p->user) ||
                (p->has_group && is_member(fd, &who, p->group)));

    if (!may)
        tell(&who);
    return may;
}
