#pragma once

// The part of the SANE standard, version 1 (https://sane-project.gitlab.io/standard/), that is
// needed to list scanners and to open them. Its own header comes with a package that installs every
// backend; the library is loaded at run time if it is installed.

typedef int csane_status;  // SANE_Status, section 4.2.7
typedef int csane_word;    // SANE_Word, SANE_Int and SANE_Bool: 32 bits

enum {
  CSANE_STATUS_GOOD = 0,
  CSANE_STATUS_DEVICE_BUSY = 3,
  CSANE_STATUS_ACCESS_DENIED = 11,
};

// SANE_Device, section 4.2.8
typedef struct {
  const char *name;
  const char *vendor;
  const char *model;
  const char *type;
} csane_device;

typedef csane_status (*csane_init)(csane_word *version, void *authorize);
typedef csane_status (*csane_get_devices)(const csane_device *const **list, csane_word local_only);
typedef csane_status (*csane_open)(const char *name, void **handle);
typedef void (*csane_close)(void *handle);

// SANE_VERSION_MAJOR, section 4.1
static inline int csane_major(csane_word version) { return (version >> 24) & 0xFF; }
