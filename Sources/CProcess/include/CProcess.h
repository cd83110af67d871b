#pragma once

// System calls that Swift's Glibc does not show.

// Makes a pipe whose ends no child inherits, as pipe2(2) with O_CLOEXEC: 0, or -1 with errno.
int cprocess_pipe(int ends[2]);

// Starts a program in a group of its own, so that it ends with all that it starts: 0 and the
// child's id, or an error number. `input` and `output` become its standard ones; its errors are
// discarded.
int cprocess_spawn(
    int *child, const char *program, char *const words[], char *const environment[], int input,
    int output);

// Prevents a core file of this process, and any passing of its memory to a program that collects
// them.
void cprocess_forbid_core(void);

// What TCP_INFO says about a connection; 0 if this kernel does not say it.
struct cprocess_tcp {
  // Round trips in microseconds; min_rtt is 0xFFFFFFFF if there was none.
  unsigned rtt, min_rtt;
  // Bytes of payload in a segment.
  unsigned snd_mss, rcv_mss;
  // Segments with payload: sent (including those sent again), sent again, received, and
  // acknowledged by the other side (with or without a gap before them).
  unsigned data_segs_out, retrans_out, data_segs_in, delivered;
  // Segments of any kind.
  unsigned segs_out, segs_in;
  // Bytes of payload: in order and without those sent again; bytes_sent includes them.
  unsigned long long bytes_acked, bytes_received, bytes_sent;
  // Whether each segment carries timestamps (12 bytes).
  int timestamps;
  // Whether it is connected, or was and is now being closed.
  int connected;
};

// 0, or -1 with errno.
int cprocess_tcp_info(int socket, struct cprocess_tcp *found);

// Converts bytes that getsockopt(2) has returned for TCP_INFO already.
void cprocess_tcp_from(const void *bytes, unsigned length, struct cprocess_tcp *found);

// Returns to the kernel the pages of the program's own file that only its start needed
// (relocations, symbols, initialisers). They are clean: pages needed later are read from the file
// again.
void cprocess_give_back_startup_pages(void);

// The number of threads of this process; 0 if /proc does not tell.
int cprocess_threads(void);

// Copies this process, as fork(2): the child's id, 0 in the child, -1 with errno. Swift must not
// call fork(2) itself: of several threads only one would continue. Check cprocess_threads first.
int cprocess_fork(void);

// Sets whether this process becomes the parent of descendants whose own parent ends.
void cprocess_adopt_orphans(int does);

// Keeps the status of ended children until it is waited for, even if this process was started with
// SIGCHLD ignored.
void cprocess_keep_ended_children(void);

// Ends this process when the thread that started it ends. Given the parent's id, ends it at once if
// the parent is already gone; 0 skips that check.
void cprocess_end_with_parent(int parent);

// Makes any crash end this process at once, without a core file or a message, and redirects its
// standard input, output and error to /dev/null.
void cprocess_die_silently(void);

// Closes this descriptor and all higher ones.
void cprocess_close_from(int first);

// Rights of Landlock. The others are for making and removing entries of a folder.
#define CPROCESS_EXECUTE 0x1U
#define CPROCESS_WRITE 0x2U
#define CPROCESS_READ 0x4U
#define CPROCESS_LIST 0x8U
#define CPROCESS_EVERYTHING 0xFFFFFFFFU

// The kernel's version of Landlock, from 1 on; -1 if it has none.
int cprocess_landlock(void);

// Creates a set of rules that allows nothing in the file system; -1 if there is no Landlock.
int cprocess_landlock_rules(void);

// Allows `access` to `path` and all below it; 0, or -1 with errno. Symbolic links are skipped.
int cprocess_landlock_allow(int rules, const char *path, unsigned access);

// Binds this process and all that it starts, permanently, and closes the set: 0, or -1 with errno.
int cprocess_landlock_enforce(int rules);

// Prevents programs that this process executes from gaining rights: 0 or -1.
int cprocess_gain_nothing(void);

// Denies this process and all that it starts the system calls with which an owner changes a file's
// rights, and those into other processes; after cprocess_gain_nothing. 0, or -1 with errno.
int cprocess_forbid_calls(void);

// Prevents what this thread starts from inheriting its capabilities, unless it is root: 0, or -1.
int cprocess_pass_on_no_capabilities(void);

// Gives up all capabilities: 0, or -1 if some are left.
int cprocess_drop_capabilities(void);

// Becomes another user permanently, in these groups (64 at most): 0, or -1 with errno.
int cprocess_become(unsigned user, unsigned group, const unsigned *groups, int count);
