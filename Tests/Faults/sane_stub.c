// A libsane.so.1 with the faults listed in FAULTS, a list of words. Not an environment variable,
// because isolated processes see only a few of those.
// Compiled by the tests: cc -shared -fPIC -Wl,-soname,libsane.so.1 -DFAULTS='"…"' -DFOLDER='"…"'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *name, *vendor, *model, *type;
} device;

static int is(const char *fault) {
  return strstr(FAULTS, fault) != NULL;
}

static int hang(void) {
  for (;;) pause();
}

// A process in its own session, whose parent is gone, with all descriptors still open.
static void daemonise(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  FILE *mark = fopen(FOLDER "/daemon", "w");
  if (mark != NULL) {
    fprintf(mark, "%d\n", (int)getpid());
    fclose(mark);
  }
  hang();
}

static void wait_for_daemon(void) {
  for (int tries = 0; tries < 500; tries++) {
    char text[16] = "";
    FILE *mark = fopen(FOLDER "/daemon", "r");
    if (mark != NULL) {
      if (fgets(text, sizeof text, mark) != NULL && strchr(text, '\n') != NULL) tries = 500;
      fclose(mark);
    }
    usleep(10000);
  }
}

int sane_init(int *version, void *authorize) {
  (void)authorize;
  puts("a backend that talks");
  if (is("crash-init")) abort();
  if (is("refuse-init")) return 9;
  *version = (is("old") ? 0 : 1) << 24;
  return 0;
}

static const device garbage = {
    "\x01\xff\xfe:\xc3", "\xe9t\xe9", NULL, "\x1b[31mflatbed\r\n"};
static const device hp = {
    "hpaio:/usb/HP_LaserJet_M1132_MFP?serial=000000000QH", "Hewlett-Packard",
    "HP_LaserJet_M1132_MFP", "all-in-one"};
static const device epson = {"epson2:libusb:001:004", "Epson", "GT-1500", "flatbed scanner"};
static const device camera = {"v4l:/dev/video0", "Noname", "USB Camera", "virtual device"};

int sane_get_devices(const device ***list, int local_only) {
  static const device *plain[] = {&hp, &epson, &camera, NULL};
  static const device *odd[] = {&garbage, NULL};
  static const device *none[] = {NULL};
  static const device *many[1001];
  static char text[100000];
  static device endless;
  if (is("daemon")) {
    daemonise();
    wait_for_daemon();
  }
  if (is("hang-list") || (is("hang-network") && !local_only)) hang();
  if (is("crash-list") || (is("crash-network") && !local_only)) abort();
  if (is("refuse-list")) return 4;
  if (is("null-list")) {
    *list = NULL;
  } else if (is("garbage")) {
    *list = odd;
  } else if (is("empty")) {
    *list = none;
  } else if (is("many")) {
    memset(text, 'x', sizeof text - 1);
    endless = (device){text, text, text, text};
    for (int index = 0; index < 1000; index++) many[index] = &endless;
    *list = many;
  } else {
    *list = plain;
  }
  return 0;
}

int sane_open(const char *name, void **handle) {
  if (strstr(name, "epson2") != NULL) {
    if (is("hang-open")) hang();
    if (is("crash-open")) abort();
    if (is("refuse-open")) return 9;
    if (is("busy-open")) return 3;
    if (is("denied-open")) return 11;
  }
  *handle = (void *)1;
  return 0;
}

void sane_close(void *handle) { (void)handle; }

// Libraries also crash on exit.
__attribute__((destructor)) static void end(void) {
  if (is("crash-end")) abort();
}
