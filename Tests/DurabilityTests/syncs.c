// Preloaded before libc (LD_PRELOAD): counts fsync and fdatasync in the 8-byte file $SYNC_COUNT,
// and delays each by $SYNC_MICROSECONDS, like a slower disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile long *count;
static useconds_t longer;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("SYNC_COUNT"), *microseconds = getenv("SYNC_MICROSECONDS");
  if (microseconds) longer = (useconds_t)atol(microseconds);
  if (!path) return;
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, sizeof *count)) return;
  void *map = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (map != MAP_FAILED) count = map;
  close(file);
}

static int counted(int (**real)(int), const char *name, int file) {
  if (!*real) *real = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (count) __sync_fetch_and_add(count, 1);
  if (longer) usleep(longer);
  return (*real)(file);
}

int fsync(int file) { return counted(&real_fsync, "fsync", file); }
int fdatasync(int file) { return counted(&real_fdatasync, "fdatasync", file); }
