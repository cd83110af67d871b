#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// From the kernel's linux/landlock.h, which older systems' headers lack. The numbers are the same
// on every architecture.
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };
struct ruleset {
  uint64_t files, network, scoped;
};
struct beneath {
  uint64_t access;
  int32_t parent;
} __attribute__((packed));

// Reading, writing and executing: what a rule for a file (not a folder) may contain.
static const uint64_t of_files = CPROCESS_EXECUTE | CPROCESS_WRITE | CPROCESS_READ | 1U << 14;

static uint64_t all_files(int version) {
  // Rights of the first version; moving between folders since 2, truncating files since 3.
  return version >= 3 ? (1U << 15) - 1 : version == 2 ? (1U << 14) - 1 : (1U << 13) - 1;
}

int cprocess_landlock(void) {
  return (int)syscall(CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
}

int cprocess_landlock_rules(void) {
  const int version = cprocess_landlock();
  if (version < 1) return -1;
  // Since 6: no abstract sockets and signals beyond these limits.
  struct ruleset rules = {.files = all_files(version), .scoped = version >= 6 ? 3 : 0};
  const size_t size = version >= 6 ? sizeof rules : version >= 4 ? 16 : 8;
  return (int)syscall(CREATE_RULESET, &rules, size, 0);
}

int cprocess_landlock_allow(int rules, const char *path, unsigned access) {
  const int place = open(path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
  if (place < 0) return -1;
  struct stat status;
  int code = fstat(place, &status);
  // A link gets no rule: its target has one of its own.
  if (code == 0 && !S_ISLNK(status.st_mode)) {
    struct beneath rule = {.access = access & all_files(cprocess_landlock()), .parent = place};
    if (!S_ISDIR(status.st_mode)) rule.access &= of_files;
    code = (int)syscall(ADD_RULE, rules, RULE_PATH_BENEATH, &rule, 0);
  }
  close(place);
  return code;
}

int cprocess_landlock_enforce(int rules) {
  const int code = (int)syscall(RESTRICT_SELF, rules, 0);
  close(rules);
  return code;
}

int cprocess_gain_nothing(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int cprocess_pass_on_no_capabilities(void) {
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

int cprocess_drop_capabilities(void) {
  for (int number = 0; prctl(PR_CAPBSET_READ, number, 0, 0, 0) >= 0; number++) {
    // Fails without the right to drop; but then no other program can gain any on execution either.
    prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2], held[2];
  memset(none, 0, sizeof none);
  if (syscall(SYS_capset, &head, none) == 0) return 0;
  // A service may forbid the call even to a process that has no capabilities.
  if (syscall(SYS_capget, &head, held) != 0) return -1;
  for (int half = 0; half < 2; half++) {
    if (held[half].effective | held[half].permitted | held[half].inheritable) return -1;
  }
  return 0;
}

int cprocess_become(unsigned user, unsigned group, const unsigned *groups, int count) {
  gid_t others[64];
  if (count > 64) count = 64;
  for (int index = 0; index < count; index++) others[index] = groups[index];
  if (setgroups((size_t)count, others) != 0) return -1;
  if (setresgid(group, group, group) != 0) return -1;
  return setresuid(user, user, user);
}
