#include "base/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define FENCE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define FENCE_ARCH AUDIT_ARCH_AARCH64
#else
#error "fence: name the audit architecture of this machine"
#endif

#define FIELD(name) ((unsigned)offsetof(struct seccomp_data, name))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EPERM)
#define ALLOW(nr) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 1), RETURN(SECCOMP_RET_ALLOW)
/* Allowed when the low half of the first argument is this; the second, of ioctl(). */
#define ALLOW_ONLY(nr, argument, value)                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 4), LOAD(FIELD(args[argument])),                  \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, 1), RETURN(SECCOMP_RET_ALLOW), REFUSE
/* Allowed unless the first argument has one of these bits. */
#define ALLOW_WITHOUT(nr, bits)                                                                    \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 4), LOAD(FIELD(args[0])),                         \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), REFUSE, RETURN(SECCOMP_RET_ALLOW)
#define NAMESPACES                                                                                 \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |  \
     CLONE_NEWNET)

static struct sock_filter filter[] = {
    LOAD(FIELD(arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FENCE_ARCH, 1, 0),
    RETURN(SECCOMP_RET_KILL_PROCESS),
    LOAD(FIELD(nr)), /* numbers of the x32 ABI carry a high bit and so equal none below */

    /* What is asked for most comes first. */
    ALLOW(__NR_read),
    ALLOW(__NR_write),
    ALLOW(__NR_pread64),
    ALLOW(__NR_pwrite64),
    ALLOW(__NR_fcntl), /* SQLite's locks */
    ALLOW(__NR_futex),
    ALLOW(__NR_newfstatat),
    ALLOW(__NR_fstat),
    ALLOW(__NR_lseek),
    ALLOW(__NR_clock_gettime),
    ALLOW(__NR_accept4),
    ALLOW(__NR_close),
    ALLOW(__NR_fdatasync),
    ALLOW(__NR_getpid),
    ALLOW(__NR_getrandom),
    ALLOW(__NR_ppoll),
    ALLOW(__NR_mmap),
    ALLOW(__NR_munmap),
    ALLOW(__NR_madvise),
    ALLOW(__NR_brk),

    /* files: the database, blobs, rules; SQLite hands files of a new owner on when it is root */
    ALLOW(__NR_openat),
    ALLOW(__NR_statx),
    ALLOW(__NR_faccessat),
    ALLOW(__NR_faccessat2),
    ALLOW(__NR_readv),
    ALLOW(__NR_writev),
    ALLOW(__NR_getdents64),
    ALLOW(__NR_readlinkat),
    ALLOW(__NR_getcwd),
    ALLOW(__NR_statfs),
    ALLOW(__NR_fstatfs),
    ALLOW(__NR_fsync),
    ALLOW(__NR_ftruncate),
    ALLOW(__NR_fallocate),
    ALLOW(__NR_fadvise64),
    ALLOW(__NR_sync_file_range),
    ALLOW(__NR_copy_file_range),
    ALLOW(__NR_sendfile),
    ALLOW(__NR_renameat),
    ALLOW(__NR_renameat2),
    ALLOW(__NR_linkat),
    ALLOW(__NR_unlinkat),
    ALLOW(__NR_mkdirat),
    ALLOW(__NR_fchmod),
    ALLOW(__NR_fchmodat),
    ALLOW(__NR_fchown),
    ALLOW(__NR_utimensat),
    ALLOW(__NR_flock),
    ALLOW(__NR_umask),
    ALLOW(__NR_dup),
    ALLOW(__NR_dup3),
    ALLOW(__NR_pipe2),
    ALLOW(__NR_memfd_create),
    ALLOW(__NR_inotify_init1),
    ALLOW(__NR_inotify_add_watch),
    ALLOW(__NR_inotify_rm_watch),
    ALLOW(__NR_pselect6),
    ALLOW_ONLY(__NR_ioctl, 1, TCGETS), /* is it a terminal? and nothing that is put into one */
#ifdef __NR_open                       /* what newer machines no longer have */
    ALLOW(__NR_open),
    ALLOW(__NR_stat),
    ALLOW(__NR_lstat),
    ALLOW(__NR_access),
    ALLOW(__NR_readlink),
    ALLOW(__NR_rename),
    ALLOW(__NR_link),
    ALLOW(__NR_unlink),
    ALLOW(__NR_mkdir),
    ALLOW(__NR_rmdir),
    ALLOW(__NR_chmod),
    ALLOW(__NR_dup2),
    ALLOW(__NR_pipe),
    ALLOW(__NR_poll),
    ALLOW(__NR_select),
    ALLOW(__NR_time),
    ALLOW(__NR_alarm),
    ALLOW(__NR_arch_prctl),
    ALLOW(__NR_vfork),
    ALLOW(__NR_fork),
    ALLOW(__NR_getpgrp),
#endif

    /* memory */
    ALLOW(__NR_mprotect),
    ALLOW(__NR_mremap),
    ALLOW(__NR_msync),
    ALLOW(__NR_mlock),
    ALLOW(__NR_mlock2),
    ALLOW(__NR_munlock),
    ALLOW(__NR_membarrier),

    /* the web server, the judges, a logging daemon: Unix sockets alone */
    ALLOW_ONLY(__NR_socket, 0, AF_UNIX),
    ALLOW_ONLY(__NR_socketpair, 0, AF_UNIX),
    ALLOW(__NR_accept),
    ALLOW(__NR_connect),
    ALLOW(__NR_shutdown),
    ALLOW(__NR_sendto),
    ALLOW(__NR_recvfrom),
    ALLOW(__NR_sendmsg),
    ALLOW(__NR_recvmsg),
    ALLOW(__NR_getsockopt),
    ALLOW(__NR_setsockopt),
    ALLOW(__NR_getsockname),
    ALLOW(__NR_getpeername),

    /* children: this program again, in no namespace of its own */
    ALLOW_WITHOUT(__NR_clone, NAMESPACES),
    ALLOW(__NR_execve),
    ALLOW(__NR_wait4),
    ALLOW(__NR_waitid),
    ALLOW(__NR_kill),
    ALLOW(__NR_tgkill),
    ALLOW(__NR_close_range),
    ALLOW(__NR_setpgid),
    ALLOW(__NR_getpgid),
    ALLOW(__NR_prctl), /* the jail of a judge, which also needs the next three */
    ALLOW(__NR_seccomp),
    ALLOW(__NR_prlimit64),
    ALLOW(__NR_set_tid_address),
    ALLOW(__NR_set_robust_list),
    ALLOW(__NR_get_robust_list),
    ALLOW(__NR_rseq),
#ifdef __NR_getrlimit
    ALLOW(__NR_getrlimit),
    ALLOW(__NR_setrlimit),
#endif
    ALLOW(__NR_exit),
    ALLOW(__NR_exit_group),

    /* signals, time, and who one is */
    ALLOW(__NR_rt_sigaction),
    ALLOW(__NR_rt_sigprocmask),
    ALLOW(__NR_rt_sigreturn),
    ALLOW(__NR_rt_sigtimedwait),
    ALLOW(__NR_rt_sigsuspend),
    ALLOW(__NR_sigaltstack),
    ALLOW(__NR_restart_syscall),
    ALLOW(__NR_nanosleep),
    ALLOW(__NR_clock_nanosleep),
    ALLOW(__NR_clock_getres),
    ALLOW(__NR_gettimeofday),
    ALLOW(__NR_setitimer),
    ALLOW(__NR_getitimer),
    ALLOW(__NR_timer_create),
    ALLOW(__NR_timer_settime),
    ALLOW(__NR_timer_delete),
    ALLOW(__NR_getppid),
    ALLOW(__NR_gettid),
    ALLOW(__NR_getuid),
    ALLOW(__NR_geteuid),
    ALLOW(__NR_getgid),
    ALLOW(__NR_getegid),
    ALLOW(__NR_getrusage),
    ALLOW(__NR_sysinfo),
    ALLOW(__NR_uname),
    ALLOW(__NR_sched_yield),
    ALLOW(__NR_sched_getaffinity),

    ALLOW(__NR_clone3), /* which is not there: see below */
    REFUSE,
};

/* What it is to start cannot be looked at in the newer form. glibc asks for it first and takes the
 * older when there is none: no matter for a log. */
static struct sock_filter older_form[] = {
    LOAD(FIELD(nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1),
    RETURN(SECCOMP_RET_ERRNO | ENOSYS),
    RETURN(SECCOMP_RET_ALLOW),
};

/* ---- no program but this --------------------------------------------------------------------- */

#ifndef LANDLOCK_ACCESS_FS_REFER
#error "fence: linux/landlock.h is older than its second version"
#endif

static bool
may(int rules, const char *path, __u64 what)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = what,
                                              .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0)
        return false;
    bool is_added =
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return is_added;
}

/* The program that loads this one stands in its maps under its own name. */
static bool
loader_may(int rules)
{
    char line[512], path[400];
    bool is_found = false;
    FILE *maps = fopen("/proc/self/maps", "re");

    while (maps != NULL && !is_found && fgets(line, sizeof line, maps) != NULL) {
        bool is_file = sscanf(line, "%*s %*s %*s %*s %*s %399[^\n]", path) == 1;
        const char *name = is_file ? strrchr(path, '/') : NULL;
        if (name != NULL && strncmp(name + 1, "ld", 2) == 0)
            is_found = may(rules, path, LANDLOCK_ACCESS_FS_EXECUTE);
    }
    if (maps != NULL)
        fclose(maps);
    return is_found;
}

static void
execute_only_this(void)
{
    /* The first version took the renaming from one folder into another with everything else. */
    struct landlock_ruleset_attr handled = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE |
                                                                 LANDLOCK_ACCESS_FS_REFER};
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    long rules =
        version < 2 ? -1 : syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);

    if (rules < 0)
        return; /* an older kernel, or one where it is switched off */
    if (may((int)rules, "/proc/self/exe", LANDLOCK_ACCESS_FS_EXECUTE) && loader_may((int)rules) &&
        may((int)rules, "/", LANDLOCK_ACCESS_FS_REFER))
        (void)!syscall(SYS_landlock_restrict_self, (int)rules, 0);
    close((int)rules);
}

enum err
fence_enter(struct fault *f)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return fail(f, ERR_BUG, "fence", "", "不能放弃取得新权限：%s", strerror(errno));
#ifdef __SANITIZE_ADDRESS__
    /* Its report of leaks traces the process. */
    (void)filter;
    (void)older_form;
    (void)execute_only_this;
#else
    struct sock_fprog older = {.len = LEN(older_form), .filter = older_form};
    struct sock_fprog program = {.len = LEN(filter), .filter = filter};
    execute_only_this();
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &older) ||
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_LOG, &program))
        return fail(f, ERR_BUG, "fence", "", "不能限制系统调用：%s", strerror(errno));
#endif
    return OK;
}
