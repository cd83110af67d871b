// A libsane.so.1 that tries to read foreign data, and reports the results in its list: a scanner
// for each attempt, with the target as maker and the result as model.
// Compiled by the tests: cc -shared -fPIC -Wl,-soname,libsane.so.1 -DSTATE='"…"' -DSECRETS='"…"'
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

typedef struct {
  const char *name, *vendor, *model, *type;
} device;

static device devices[32];
static const device *list[33];
static int count;

static void say(const char *thing, const char *result) {
  char name[16];
  snprintf(name, sizeof name, "nosy:%d", count);
  devices[count] = (device){strdup(name), thing, strdup(result), "scanner"};
  list[count] = &devices[count];
  count++;
}

static const char *reading(const char *path) {
  static char text[4096];
  const int file = open(path, O_RDONLY);
  if (file < 0) return "kept";
  const ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length < 0) return "kept";
  text[length] = 0;
  for (ssize_t index = 0; index < length; index++) {
    if (text[index] == 0) text[index] = ' ';
  }
  return strstr(text, "hush") != NULL ? "got the secret" : "read something";
}

static const char *writing(const char *path) {
  const int file = open(path, O_WRONLY | O_CREAT, 0600);
  if (file < 0) return "kept";
  close(file);
  unlink(path);
  return "wrote";
}

int sane_init(int *version, void *authorize) {
  (void)authorize;
  *version = 1 << 24;
  return 0;
}

int sane_get_devices(const device ***found, int local_only) {
  (void)local_only;
  char path[64];
  say("key", reading(STATE "/machine.key"));
  say("password", reading(SECRETS "/password"));
  say("definition", reading(SECRETS "/accounts/service.toml"));
  say("shadow", reading("/etc/shadow"));
  say("environment", getenv("SECRET") == NULL ? "kept" : "got the secret");
  // The process that started it, and that process's parent.
  const char *worst = "kept";
  for (int id = getppid(); id > 1;) {
    snprintf(path, sizeof path, "/proc/%d/environ", id);
    if (strcmp(reading(path), "got the secret") == 0) worst = "got the secret";
    snprintf(path, sizeof path, "/proc/%d/root" STATE "/machine.key", id);
    if (strcmp(reading(path), "kept") != 0) worst = "got the key by a way round";
    snprintf(path, sizeof path, "/proc/%d/status", id);
    FILE *status = fopen(path, "r");
    id = 0;
    char line[256];
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
      sscanf(line, "PPid: %d", &id);
    }
    if (status != NULL) fclose(status);
  }
  say("forebears", worst);
  say("state", writing(STATE "/new"));
  say("system", writing("/etc/commune-probe-test"));
  say("rights", chmod(STATE, 0777) == 0 ? "changed" : "kept");
  say("programs", setuid(0) == 0 && geteuid() == 0 && setgid(1) == 0 ? "any user" : "kept");
  say("disk", mknod("/tmp/commune-probe-disk", S_IFBLK | 0600, 0x100) == 0 ? "made" : "kept");
  say("parent", kill(getppid(), SIGCONT) == 0 ? "signalled" : "kept");
  // What a driver really needs.
  say("scratch", writing("/var/tmp/commune-probe-test"));
  say("library", reading("/etc/ld.so.cache"));
  *found = (const device **)list;
  return 0;
}

int sane_open(const char *name, void **handle) {
  (void)name;
  *handle = (void *)1;
  return 0;
}

void sane_close(void *handle) { (void)handle; }
