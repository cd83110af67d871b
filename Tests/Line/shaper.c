// A line between two network namespaces, simulated in user space: rate, delay and loss per
// direction.
//
// It creates both namespaces and a TUN device in each, and carries IP packets between them. A
// packet waits for those before it, then for its length divided by the rate, and then for the
// delay. A packet that would wait too long is dropped at the tail. It ends when its standard input
// ends, and removes everything that it created.
//
//   shaper DOWN UP DELAY LOSS SEED
//     DOWN, UP  bits per second of IP packets, centre to agent and back
//     DELAY     one way, microseconds
//     LOSS      share of packets lost in each direction, 0 to 1; they take their time on the line
//     SEED      of the losses
//
// Prints "ready PID CENTRE AGENT": /proc/PID/fd/CENTRE and …/AGENT are the namespaces. The centre
// is 10.77.0.1, the agent 10.77.0.2. To each line on its standard input it answers with one line of
// JSON: the traffic since the last, and how far it was behind its own schedule.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PACKET = 1504, PACKETS = 1 << 13, MTU = 1500 };
static const int64_t SECOND = 1000000000;
// A greater delay means being behind schedule, not the kernel's timer.
static const int64_t TOLERANCE = 3000000;

struct packet {
  int64_t arrives;
  int length;
  int lost;
  unsigned char bytes[PACKET];
};

struct direction {
  double rate;
  int64_t longest;  // wait in the queue
  int64_t free;     // when the line has sent all that waits
  uint64_t random;
  double loss;
  struct packet *ring;
  unsigned head, tail;
  // since the last question
  int64_t passed, dropped, lost, late, latest, busy;
};

static void stop(const char *what) {
  fprintf(stderr, "shaper: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

static void set_address(struct ifreq *request, const char *address) {
  struct sockaddr_in *place = (struct sockaddr_in *)&request->ifr_addr;
  memset(place, 0, sizeof *place);
  place->sin_family = AF_INET;
  inet_pton(AF_INET, address, &place->sin_addr);
}

// A fresh network namespace with one end of the line in it. This process stays there.
static int make_end(const char *own, const char *other, int *space) {
  if (unshare(CLONE_NEWNET) != 0) stop("no network namespace (root is needed)");
  *space = open("/proc/self/ns/net", O_RDONLY);
  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) stop("/dev/net/tun");
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
  strcpy(request.ifr_name, "line");
  if (ioctl(tun, TUNSETIFF, &request) != 0) stop("TUN device");
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  set_address(&request, own);
  if (ioctl(control, SIOCSIFADDR, &request) != 0) stop("address");
  set_address(&request, other);
  if (ioctl(control, SIOCSIFDSTADDR, &request) != 0) stop("peer");
  request.ifr_qlen = 10000;
  if (ioctl(control, SIOCSIFTXQLEN, &request) != 0) stop("queue length");
  request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_POINTOPOINT;
  if (ioctl(control, SIOCSIFFLAGS, &request) != 0) stop("device up");
  strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_LOOPBACK;
  if (ioctl(control, SIOCSIFFLAGS, &request) != 0) stop("loopback up");
  close(control);
  return tun;
}

static double next_random(struct direction *line) {
  line->random ^= line->random << 13;
  line->random ^= line->random >> 7;
  line->random ^= line->random << 17;
  return (double)(line->random >> 11) / (double)(1ull << 53);
}

// Puts everything received on `tun` onto the line.
static void take(struct direction *line, int tun, int64_t delay) {
  for (;;) {
    if (line->tail - line->head == PACKETS) return;
    struct packet *packet = &line->ring[line->tail % PACKETS];
    ssize_t length = read(tun, packet->bytes, PACKET);
    if (length <= 0) return;
    int64_t time = now();
    int64_t start = line->free > time ? line->free : time;
    int64_t takes = (int64_t)(length * 8 * (double)SECOND / line->rate);
    if (start - time + takes > line->longest) {
      line->dropped++;
      continue;
    }
    line->free = start + takes;
    line->busy += takes;
    packet->arrives = line->free + delay;
    packet->length = (int)length;
    packet->lost = next_random(line) < line->loss;
    line->tail++;
  }
}

// Writes arrived packets to `tun`. Returns the time of the next arrival, 0 if none is on the way.
static int64_t give(struct direction *line, int tun) {
  int64_t time = now();
  if (line->head != line->tail) {
    int64_t late = time - line->ring[line->head % PACKETS].arrives;
    if (late > line->latest) line->latest = late;
    if (late > TOLERANCE) line->late += late;
  }
  while (line->head != line->tail) {
    struct packet *packet = &line->ring[line->head % PACKETS];
    if (packet->arrives > time) return packet->arrives;
    if (packet->lost) {
      line->lost++;
    } else if (write(tun, packet->bytes, (size_t)packet->length) > 0) {
      line->passed += packet->length;
    }
    line->head++;
  }
  return 0;
}

static void say(const char *name, struct direction *line) {
  printf(
      "\"%s\":{\"passedBytes\":%lld,\"busySeconds\":%.6f,\"lateSeconds\":%.6f,"
      "\"latestSeconds\":%.6f,\"dropped\":%lld,\"lost\":%lld}",
      name, (long long)line->passed, (double)line->busy / 1e9, (double)line->late / 1e9,
      (double)line->latest / 1e9, (long long)line->dropped, (long long)line->lost);
  line->passed = line->dropped = line->lost = line->late = line->latest = line->busy = 0;
}

int main(int count, char **words) {
  if (count != 6) {
    fprintf(stderr, "usage: shaper DOWN UP DELAY LOSS SEED\n");
    return 64;
  }
  int64_t delay = (int64_t)(atof(words[3]) * 1000);
  struct direction lines[2] = {{.rate = atof(words[1])}, {.rate = atof(words[2])}};
  for (int i = 0; i < 2; i++) {
    // one bandwidth-delay product, but never under 50 ms
    lines[i].longest = 2 * delay > SECOND / 20 ? 2 * delay : SECOND / 20;
    lines[i].loss = atof(words[4]);
    lines[i].random = 0x9E3779B97F4A7C15ull * (uint64_t)(atoll(words[5]) * 2 + i + 1);
    lines[i].ring = malloc(sizeof(struct packet) * PACKETS);
    if (!lines[i].ring) stop("memory");
  }
  int spaces[2], tuns[2];
  tuns[0] = make_end("10.77.0.1", "10.77.0.2", &spaces[0]);
  tuns[1] = make_end("10.77.0.2", "10.77.0.1", &spaces[1]);
  prctl(PR_SET_TIMERSLACK, 1);
  struct sched_param priority = {.sched_priority = 1};
  if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0) setpriority(PRIO_PROCESS, 0, -20);
  printf("ready %d %d %d\n", getpid(), spaces[0], spaces[1]);
  fflush(stdout);
  int64_t began = now();
  for (;;) {
    int64_t next = 0;
    for (int i = 0; i < 2; i++) {
      take(&lines[i], tuns[i], delay);
      int64_t time = give(&lines[i], tuns[1 - i]);
      if (time && (!next || time < next)) next = time;
    }
    int64_t rest = next ? next - now() : SECOND;
    if (rest < 0) rest = 0;
    struct timespec wait = {rest / SECOND, rest % SECOND};
    struct pollfd ends[3] = {{tuns[0], POLLIN, 0}, {tuns[1], POLLIN, 0}, {0, POLLIN, 0}};
    if (ppoll(ends, 3, &wait, NULL) <= 0 || !ends[2].revents) continue;
    char question[64];
    ssize_t length = read(0, question, sizeof question);
    if (length <= 0) return 0;
    printf("{\"seconds\":%.6f,", (double)(now() - began) / 1e9);
    say("down", &lines[0]);
    printf(",");
    say("up", &lines[1]);
    printf("}\n");
    fflush(stdout);
    began = now();
  }
}
