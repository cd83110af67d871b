#define _GNU_SOURCE
#include "CInventory.h"
#include <fcntl.h>
#include <sys/stat.h>

int64_t inventory_birth_nanoseconds(const char *path) {
  struct statx found;
  if (statx(AT_FDCWD, path, 0, STATX_BTIME, &found) != 0) return 0;
  if (!(found.stx_mask & STATX_BTIME)) return 0;
  return (int64_t)found.stx_btime.tv_sec * 1000000000 + found.stx_btime.tv_nsec;
}
