#include "CProcess.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// From the kernel's tcp_states.h; netinet/tcp.h has them as well, but an older tcp_info.
enum { TCP_SYN_SENT = 2, TCP_CLOSE = 7 };

void cprocess_tcp_from(const void *bytes, unsigned length, struct cprocess_tcp *found) {
  // An older kernel fills less of it: the rest stays 0.
  struct tcp_info info;
  memset(&info, 0, sizeof info);
  memcpy(&info, bytes, length < sizeof info ? length : sizeof info);
  *found = (struct cprocess_tcp){
      .rtt = info.tcpi_rtt,
      .min_rtt = info.tcpi_min_rtt,
      .snd_mss = info.tcpi_snd_mss,
      .rcv_mss = info.tcpi_rcv_mss,
      .data_segs_out = info.tcpi_data_segs_out,
      .retrans_out = info.tcpi_total_retrans,
      .data_segs_in = info.tcpi_data_segs_in,
      .delivered = info.tcpi_delivered,
      .segs_out = info.tcpi_segs_out,
      .segs_in = info.tcpi_segs_in,
      .bytes_acked = info.tcpi_bytes_acked,
      .bytes_received = info.tcpi_bytes_received,
      .bytes_sent = info.tcpi_bytes_sent,
      .connected = info.tcpi_state != TCP_SYN_SENT && info.tcpi_state != TCP_CLOSE,
      .timestamps = (info.tcpi_options & TCPI_OPT_TIMESTAMPS) != 0,
  };
}

int cprocess_tcp_info(int socket, struct cprocess_tcp *found) {
  struct tcp_info info;
  socklen_t length = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -1;
  cprocess_tcp_from(&info, length, found);
  return 0;
}
