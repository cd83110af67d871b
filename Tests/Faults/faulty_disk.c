// Preloaded into a program, makes its disk fail now and then: one in FAULTY_ONE_IN of the calls
// that change files whose paths begin with FAULTY_ROOT ends with EIO or ENOSPC, a write after half
// its bytes. FAULTY_SEED chooses which.
//
// If the program runs on while the disk fails and recovers, FAULTY_CONTROL names a file of two
// 64-bit numbers, mapped: the new FAULTY_ONE_IN (0: no failures), and the number of failed calls.
//
//   cc -shared -fPIC -o faulty_disk.so faulty_disk.c
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t state;
static struct { volatile uint64_t one_in, failed; } *control;

__attribute__((constructor)) static void begin(void) {
  state = strtoull(getenv("FAULTY_SEED") ?: "1", NULL, 10) * 2654435761u + 1;
  const char *path = getenv("FAULTY_CONTROL");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *map = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (map != MAP_FAILED) control = map;
  close(file);
}

// Several threads may draw at once.
static uint64_t draw(void) {
  uint64_t z = __atomic_add_fetch(&state, 0x9E3779B97F4A7C15u, __ATOMIC_RELAXED);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static int is_ours(const char *path) {
  const char *root = getenv("FAULTY_ROOT");
  return root && path && !strncmp(path, root, strlen(root));
}

static int is_our_file(int descriptor) {
  char link[64], path[PATH_MAX];
  char digits[16];
  int at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = '0' + descriptor % 10; while (descriptor /= 10);
  strcpy(link, "/proc/self/fd/");
  strcat(link, digits + at);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_ours(path);
}

static int fails(void) {
  uint64_t one_in =
      control ? control->one_in : strtoull(getenv("FAULTY_ONE_IN") ?: "0", NULL, 10);
  if (!one_in || draw() % one_in) return 0;
  if (control) __atomic_add_fetch(&control->failed, 1, __ATOMIC_RELAXED);
  errno = draw() % 2 ? EIO : ENOSPC;
  return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (is_our_file(descriptor) && fails()) {
    int code = errno;
    if (count > 1) NEXT(write)(descriptor, bytes, count / 2);
    errno = code;
    return -1;
  }
  return NEXT(write)(descriptor, bytes, count);
}

#define WRITES_AT(name, offset) \
  ssize_t name(int descriptor, const void *bytes, size_t count, offset at) { \
    if (is_our_file(descriptor) && fails()) { \
      int code = errno; \
      if (count > 1) NEXT(name)(descriptor, bytes, count / 2, at); \
      errno = code; \
      return -1; \
    } \
    return NEXT(name)(descriptor, bytes, count, at); \
  }
WRITES_AT(pwrite, off_t)
WRITES_AT(pwrite64, off64_t)

#define SYNCS(name) \
  int name(int descriptor) { \
    return is_our_file(descriptor) && fails() ? -1 : NEXT(name)(descriptor); \
  }
SYNCS(fsync)
SYNCS(fdatasync)

#define TRUNCATES(name, offset) \
  int name(int descriptor, offset size) { \
    return is_our_file(descriptor) && fails() ? -1 : NEXT(name)(descriptor, size); \
  }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  return is_ours(from) && fails() ? -1 : NEXT(rename)(from, to);
}

int unlink(const char *path) { return is_ours(path) && fails() ? -1 : NEXT(unlink)(path); }

#define OPENS(name) \
  int name(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0; \
    va_end(list); \
    if (flags & O_CREAT && is_ours(path) && fails()) return -1; \
    return NEXT(name)(path, flags, mode); \
  }
OPENS(open)
OPENS(open64)
