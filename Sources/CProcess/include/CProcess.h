#pragma once

// System calls that Swift's Glibc does not show.

// A pipe whose ends no child inherits, as pipe2(2) with O_CLOEXEC: 0, or -1 with errno.
int cprocess_pipe(int ends[2]);

// No core file for this process.
void cprocess_forbid_core(void);
