#pragma once

// System calls that Swift's Glibc does not show.

// A pipe whose ends no child inherits, as pipe2(2) with O_CLOEXEC: 0, or -1 with errno.
int cprocess_pipe(int ends[2]);

// Starts a program in a group of its own, so that it ends with all that it starts: 0 and the child's
// id, or an error number. `input` and `output` become its standard ones; its errors go nowhere.
int cprocess_spawn(
    int *child, const char *program, char *const words[], char *const environment[], int input,
    int output);

// No core file for this process, nor anything of its memory for a program that collects them.
void cprocess_forbid_core(void);

// What TCP_INFO tells of a connection; 0 where this kernel does not tell it.
struct cprocess_tcp {
  // Round trips, microseconds; min_rtt is 0xFFFFFFFF where there was none.
  unsigned rtt, min_rtt;
  // Bytes of content in a segment.
  unsigned snd_mss, rcv_mss;
  // Segments with content: sent, those sent again among them, received, and (with or without a gap
  // before them) acknowledged by the other side.
  unsigned data_segs_out, retrans_out, data_segs_in, delivered;
  // Segments of any kind.
  unsigned segs_out, segs_in;
  // Bytes of content: in order, without those sent again; bytes_sent with them.
  unsigned long long bytes_acked, bytes_received, bytes_sent;
  // Whether each segment carries timestamps (12 bytes).
  int timestamps;
  // Whether it is connected, or was and is now being closed.
  int connected;
};

// 0, or -1 with errno.
int cprocess_tcp_info(int socket, struct cprocess_tcp *found);

// Gives the kernel back the pages of the program's own file that only its start needed (relocations,
// symbols, initialisers). They are clean: what is needed again is read again.
void cprocess_give_back_startup_pages(void);

// How many threads this process has; 0 where /proc does not tell.
int cprocess_threads(void);

// A copy of this process, as fork(2): the child's id, 0 in the child, -1 with errno. Swift may not
// call it, for of several threads one alone would go on: ask cprocess_threads first.
int cprocess_fork(void);

// Whether the children of descendants that end become children of this process.
void cprocess_adopt_orphans(int does);

// Children that end wait to be asked how, also where whoever started this process had it ignore them.
void cprocess_keep_ended_children(void);

// The end of the thread that started this process ends it. With the parent's id it ends at once if
// that is gone already; 0 asks nothing.
void cprocess_end_with_parent(int parent);

// What crashes this process ends it at once: no core file, no word. Its input, output and errors
// lead nowhere from here on.
void cprocess_die_silently(void);

// Closes all descriptors from this one on.
void cprocess_close_from(int first);

// Rights of Landlock. The others are those to make and remove what is in a folder.
#define CPROCESS_EXECUTE 0x1U
#define CPROCESS_WRITE 0x2U
#define CPROCESS_READ 0x4U
#define CPROCESS_LIST 0x8U
#define CPROCESS_EVERYTHING 0xFFFFFFFFU

// The kernel's version of Landlock, from 1 on; -1 where there is none.
int cprocess_landlock(void);

// A set of rules by which nothing of the file system may be used; -1 where there is no Landlock.
int cprocess_landlock_rules(void);

// Adds that `path` and all below may be used so; 0, or -1 with errno. Symbolic links are passed over.
int cprocess_landlock_allow(int rules, const char *path, unsigned access);

// Binds this process and all that it starts, for ever, and closes the set: 0, or -1 with errno.
int cprocess_landlock_enforce(int rules);

// Programs that it executes gain no rights: 0 or -1.
int cprocess_gain_nothing(void);

// Refuses this process and all that it starts the system calls by which an owner changes a file's
// rights, and those into other processes; after cprocess_gain_nothing. 0, or -1 with errno.
int cprocess_forbid_calls(void);

// Keeps what this thread starts from getting capabilities of it, unless it is root: 0, or -1.
int cprocess_pass_on_no_capabilities(void);

// Gives up all capabilities: 0, or -1 where some are left.
int cprocess_drop_capabilities(void);

// Becomes another user for ever, in these groups (64 at most): 0, or -1 with errno.
int cprocess_become(unsigned user, unsigned group, const unsigned *groups, int count);
