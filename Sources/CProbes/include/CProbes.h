#pragma once
#include <stddef.h>

/// A file of the folder probes/, as it was when the binary was built.
struct cprobes_file {
  /// Its path relative to probes/.
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

size_t cprobes_count(void);

/// The file at `index`; beyond the end, one without name and bytes.
struct cprobes_file cprobes_file(size_t index);
