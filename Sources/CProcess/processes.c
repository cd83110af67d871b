#define _GNU_SOURCE
#include "CProcess.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int cprocess_threads(void) {
  // The link count of a folder: its own, its parent's, and one for each folder in it.
  struct stat status;
  return stat("/proc/self/task", &status) == 0 ? (int)status.st_nlink - 2 : 0;
}

int cprocess_fork(void) { return fork(); }

int cprocess_spawn(
    int *child, const char *program, char *const words[], char *const environment[], int input,
    int output) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int code = posix_spawn(child, program, &actions, &attributes, words, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return code;
}

void cprocess_adopt_orphans(int does) { prctl(PR_SET_CHILD_SUBREAPER, does, 0, 0, 0); }

void cprocess_keep_ended_children(void) {
  struct sigaction handling;
  if (sigaction(SIGCHLD, NULL, &handling) == 0 && handling.sa_handler == SIG_IGN) {
    signal(SIGCHLD, SIG_DFL);
  }
}

void cprocess_end_with_parent(int parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  // The parent may have ended before that call.
  if (parent > 0 && getppid() != parent) _exit(1);
}

void cprocess_die_silently(void) {
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
  for (size_t index = 0; index < sizeof crashes / sizeof *crashes; index++) {
    signal(crashes[index], SIG_DFL);
  }
  // Whoever started this process may have blocked them, and the alarm too.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  cprocess_forbid_core();
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return;
  for (int end = 0; end <= 2; end++) dup2(nowhere, end);
  if (nowhere > 2) close(nowhere);
}

void cprocess_close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) return;
#endif
  DIR *folder = opendir("/proc/self/fd");
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    const int end = atoi(entry->d_name);
    if (end >= first && end != dirfd(folder)) close(end);
  }
  closedir(folder);
}
