#include "base/jail.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define JAIL_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define JAIL_ARCH AUDIT_ARCH_AARCH64
#else
#error "jail: name the audit architecture of this machine"
#endif

#define FIELD(name) ((unsigned)offsetof(struct seccomp_data, name))
#define LOAD(at) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define IF_EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (yes), (no))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define ALLOW(nr) IF_EQUAL((nr), 0, 1), RETURN(SECCOMP_RET_ALLOW)
/* Allowed unless the third argument asks for executable pages; the low half is the whole of any
 * protection. */
#define ALLOW_DATA(nr)                                                                             \
    IF_EQUAL((nr), 0, 4), LOAD(FIELD(args[2])),                                                    \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), RETURN(SECCOMP_RET_KILL_PROCESS),   \
        RETURN(SECCOMP_RET_ALLOW)

static struct sock_filter filter[] = {
    LOAD(FIELD(arch)),
    IF_EQUAL(JAIL_ARCH, 1, 0),
    RETURN(SECCOMP_RET_KILL_PROCESS),
    LOAD(FIELD(nr)), /* numbers of the x32 ABI carry a high bit and so equal none below */
    ALLOW(__NR_read),
    ALLOW(__NR_write),
    ALLOW(__NR_brk), /* malloc */
    ALLOW_DATA(__NR_mmap),
    ALLOW_DATA(__NR_mprotect),
    ALLOW(__NR_munmap),
    ALLOW(__NR_mremap),
    ALLOW(__NR_madvise),
    ALLOW(__NR_futex),
    ALLOW(__NR_getrandom),     /* malloc seeds its free lists */
    ALLOW(__NR_clock_gettime), /* where the vDSO cannot answer; time stamps of log lines */
    ALLOW(__NR_getpid),        /* log lines */
    ALLOW(__NR_rt_sigreturn),
    ALLOW(__NR_rt_sigprocmask),
    ALLOW(__NR_restart_syscall),
    ALLOW(__NR_exit),
    ALLOW(__NR_exit_group),
#ifdef __SANITIZE_ADDRESS__
    ALLOW(__NR_gettid), /* the runtime of the sanitizer itself */
    ALLOW(__NR_sigaltstack),
    ALLOW(__NR_sched_yield),
    ALLOW(__NR_prlimit64),
#endif
    RETURN(SECCOMP_RET_KILL_PROCESS),
};

/* Never more than what the worker has: raising a limit is refused. */
static bool
jail_limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit(what, &limit))
        return false;
    if (limit.rlim_max > most)
        limit.rlim_max = most;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(what, &limit) == 0;
}

bool
jail_enter(const struct jail_limits *limits)
{
    struct sock_fprog program = {.len = LEN(filter), .filter = filter};

    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_DUMPABLE, 0) ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return false;
    if (!jail_limit(RLIMIT_NOFILE, limits->descriptors) || !jail_limit(RLIMIT_FSIZE, 0) ||
        !jail_limit(RLIMIT_CORE, 0) || !jail_limit(RLIMIT_CPU, limits->cpu_s))
        return false;

    signal(SIGXFSZ, SIG_IGN); /* a log line to a file is lost, and that is all */
#ifndef __SANITIZE_ADDRESS__  /* which maps terabytes */
    if (!jail_limit(RLIMIT_AS, limits->memory_bytes))
        return false;
#endif
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
