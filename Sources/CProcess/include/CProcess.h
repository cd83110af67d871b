#pragma once

// System calls that Swift's Glibc does not show.

// A pipe whose ends no child inherits, as pipe2(2) with O_CLOEXEC: 0, or -1 with errno.
int cprocess_pipe(int ends[2]);

// No core file for this process.
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
