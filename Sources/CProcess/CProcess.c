#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

int cprocess_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

void cprocess_forbid_core(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}
