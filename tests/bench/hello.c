/*
 * The least that a libfcgi worker pool can do: N processes accept on one unix socket and answer a
 * few bytes. What it costs is what nginx, FastCGI and the kernel cost; the bench measures the
 * product against it.
 *
 *     hello SOCKET WORKERS
 */
#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int
listen_on(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || strlen(path) >= sizeof to.sun_path)
        return -1;

    strcpy(to.sun_path, path);
    (void)unlink(path);
    if (bind(fd, (struct sockaddr *)&to, sizeof to) || listen(fd, 1024) || chmod(path, 0660))
        return -1;
    return fd;
}

static void
serve(int fd)
{
    static const char answer[] =
        "Status: 200 OK\r\nContent-Type: application/json\r\nCache-Control: "
        "no-store\r\n\r\n{\"hello\":\"world\"}\n";
    FCGX_Request q;

    if (FCGX_InitRequest(&q, fd, 0))
        _exit(1);
    while (FCGX_Accept_r(&q) == 0) {
        FCGX_PutStr(answer, (int)sizeof answer - 1, q.out);
        FCGX_Finish_r(&q);
    }
    _exit(0);
}

int
main(int argc, char **argv)
{
    int workers = argc == 3 ? atoi(argv[2]) : 0;
    int fd = workers > 0 && workers <= 256 ? listen_on(argv[1]) : -1;
    if (fd < 0 || FCGX_Init()) {
        fprintf(stderr, "usage: hello SOCKET WORKERS\n");
        return 2;
    }

    for (int i = 0; i < workers; i++) {
        pid_t pid = fork();
        if (pid < 0)
            return 1;
        if (pid == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
            serve(fd);
        }
    }

    while (wait(NULL) > 0)
        ;
    return 0;
}
