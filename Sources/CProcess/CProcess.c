#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

int cprocess_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

void cprocess_forbid_core(void) {
  // Shorter than any core file. If the kernel passes cores to a program (core_pattern begins with
  // |), it ignores this limit unless it is 1.
  const struct rlimit least = {1, 1}, none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &least) != 0) setrlimit(RLIMIT_CORE, &none);
}

// The first object that is reported is the program itself.
static int give_back(struct dl_phdr_info *program, size_t size, void *context) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int index = 0; index < program->dlpi_phnum; index++) {
    const ElfW(Phdr) *segment = &program->dlpi_phdr[index];
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
    const uintptr_t start = (program->dlpi_addr + segment->p_vaddr + page - 1) / page * page;
    const uintptr_t end = (program->dlpi_addr + segment->p_vaddr + segment->p_memsz) / page * page;
    if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 1;
}

void cprocess_give_back_startup_pages(void) { dl_iterate_phdr(give_back, NULL); }
