// What of inventory/ is in the binary, as one table; and the SQLite calls that Swift cannot make.
#pragma once
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/// A file of inventory/, by its path below that folder.
struct inventory_file {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

/// The file at `index`, or NULL past the last one.
const struct inventory_file *inventory_file_at(size_t index);

/// The file of that name, or NULL.
const struct inventory_file *inventory_file_named(const char *name);

/// Tells `db` not to checkpoint when it closes: that is the serving process's work alone.
int inventory_leave_wal_on_close(sqlite3 *db);

/// Tells SQLite not to count the memory of this process under one lock that all threads share. Only
/// before its first use; later it changes nothing.
void inventory_configure_sqlite(void);

/// When a file was made, in nanoseconds since 1970; 0 if the file system does not say.
int64_t inventory_birth_nanoseconds(const char *path);

/// Whether the kernel's clock is synchronised (NTP), and what it says, in seconds since 1970: 1, or
/// 0 if it is not, or -1 if this process may not ask.
int inventory_synchronised_time(double *seconds);
