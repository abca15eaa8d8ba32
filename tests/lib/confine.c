/*
 * Runs a program behind what systemd would put around it, without systemd: tests/lib/unit.mjs says
 * what. It is compiled by the test that needs it.
 *
 *   confine FILE PROGRAM [ARGUMENT…]
 *
 * FILE has a word a line: "allow N" for each system call that stays; "families N…" those of
 * sockets; "namespaces", "suid", "code": RestrictNamespaces, RestrictSUIDSGID and
 * MemoryDenyWriteExecute. What is refused fails with EPERM, as SystemCallErrorNumber says.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#else
#define ARCH AUDIT_ARCH_AARCH64
#endif
#define AT(name) ((unsigned)offsetof(struct seccomp_data, name))

enum { MOST = 4096 };
static struct sock_filter code[MOST];
static int n;

static void
put(struct sock_filter x)
{
    if (n == MOST)
        exit(100);
    code[n++] = x;
}

static void
load(unsigned at)
{
    put((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at));
}

static void
jump(unsigned how, unsigned value, unsigned char yes, unsigned char no)
{
    put((struct sock_filter)BPF_JUMP(BPF_JMP | how | BPF_K, value, yes, no));
}

static void
answer(unsigned what)
{
    put((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

static void
refuse(void)
{
    answer(SECCOMP_RET_ERRNO | EPERM);
}

/* Refused when this call has one of these bits in an argument. */
static void
refuse_bits(unsigned nr, int argument, unsigned bits)
{
    jump(BPF_JEQ, nr, 0, 4);
    load(AT(args[argument]));
    jump(BPF_JSET, bits, 0, 1);
    refuse();
    load(AT(nr));
}

/* Refused when it has all of two. */
static void
refuse_both(unsigned nr, int argument, unsigned one, unsigned other)
{
    jump(BPF_JEQ, nr, 0, 5);
    load(AT(args[argument]));
    jump(BPF_JSET, one, 0, 2);
    jump(BPF_JSET, other, 0, 1);
    refuse();
    load(AT(nr));
}

static void
namespaces(void)
{
    refuse_bits(__NR_clone, 0,
                CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                    CLONE_NEWPID | CLONE_NEWNET);
    jump(BPF_JEQ, __NR_unshare, 0, 1);
    refuse();
    jump(BPF_JEQ, __NR_setns, 0, 1);
    refuse();
    jump(BPF_JEQ, __NR_clone3, 0, 1);
    answer(SECCOMP_RET_ERRNO | ENOSYS);
}

static void
suid(void)
{
    unsigned bits = S_ISUID | S_ISGID;

    refuse_bits(__NR_fchmod, 1, bits);
    refuse_bits(__NR_fchmodat, 2, bits);
    refuse_bits(__NR_mkdirat, 2, bits);
#ifdef __NR_chmod
    refuse_bits(__NR_chmod, 1, bits);
    refuse_bits(__NR_mkdir, 1, bits);
    refuse_bits(__NR_creat, 1, bits);
#endif
}

static void
no_new_code(void)
{
    refuse_both(__NR_mmap, 2, PROT_WRITE, PROT_EXEC);
    refuse_bits(__NR_mprotect, 2, PROT_EXEC);
    refuse_bits(__NR_pkey_mprotect, 2, PROT_EXEC);
    refuse_bits(__NR_shmat, 2, SHM_EXEC);
}

static void
families(char *list)
{
    jump(BPF_JEQ, __NR_socket, 0, 0);
    struct sock_filter *skip = &code[n - 1];
    int from = n;
    load(AT(args[0]));
    for (char *x = strtok(list, " "); x != NULL; x = strtok(NULL, " ")) {
        jump(BPF_JEQ, (unsigned)atoi(x), 0, 1);
        answer(SECCOMP_RET_ALLOW);
    }
    answer(SECCOMP_RET_ERRNO | EAFNOSUPPORT);
    skip->jf = (unsigned char)(n - from);
}

int
main(int argc, char **argv)
{
    char line[256];
    FILE *f = argc > 2 ? fopen(argv[1], "r") : NULL;
    if (f == NULL)
        return 101;

    load(AT(arch));
    jump(BPF_JEQ, ARCH, 1, 0);
    refuse();
    load(AT(nr));
    /* What starts the program itself, before the list. */
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "namespaces") == 0)
            namespaces();
        else if (strcmp(line, "suid") == 0)
            suid();
        else if (strcmp(line, "code") == 0)
            no_new_code();
        else if (strncmp(line, "families ", 9) == 0)
            families(line + 9);
        else if (strncmp(line, "allow ", 6) == 0) {
            jump(BPF_JEQ, (unsigned)atoi(line + 6), 0, 1);
            answer(SECCOMP_RET_ALLOW);
        } else
            return 102;
    }
    fclose(f);
    refuse();

    struct sock_fprog program = {.len = (unsigned short)n, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        return 103;
    execv(argv[2], argv + 2);
    return 104;
}
