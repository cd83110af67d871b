#define _GNU_SOURCE
#include "CScan.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static int limit(int what, unsigned long long most) {
  const struct rlimit bound = {most, most};
  return setrlimit((__rlimit_resource_t)what, &bound);
}

int cscan_limit(unsigned long long memory, unsigned long long file, unsigned seconds,
                unsigned files) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  // A sanitizer reserves terabytes of address space, and uses little of it.
  memory = RLIM_INFINITY;
#endif
  return limit(RLIMIT_AS, memory) | limit(RLIMIT_FSIZE, file) | limit(RLIMIT_CPU, seconds) |
         limit(RLIMIT_NOFILE, files) | limit(RLIMIT_CORE, 0);
}

int cscan_forbid_sockets(void) {
#if defined(SYS_socket) && defined(SYS_socketpair)
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socketpair, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog filter = {sizeof rules / sizeof *rules, rules};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}
