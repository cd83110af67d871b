import CProcess
import Glibc
import Reporting

/// The kernel's counters of one connection.
struct SocketCounters: Sendable {
  private let found: cprocess_tcp
  /// Bytes of the headers of IP and TCP in each segment.
  private let headers: Int

  /// nil if it is not a TCP connection.
  init?(socket: Int32) {
    var found = cprocess_tcp()
    guard cprocess_tcp_info(socket, &found) == 0 else { return nil }
    self.found = found
    let tcp = 20 + (found.timestamps != 0 ? 12 : 0)
    headers = tcp + (Self.isIPv6(socket) ? 40 : 20)
  }

  /// Whether its packets are IPv6: those of an IPv6 socket with mapped addresses are IPv4.
  private static func isIPv6(_ socket: Int32) -> Bool {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let code = withUnsafeMutableBytes(of: &address) { bytes in
      getsockname(
        socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    guard code == 0, Int32(address.sin6_family) == AF_INET6 else { return false }
    return withUnsafeBytes(of: address.sin6_addr) { bytes in
      !(bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF)
    }
  }

  /// Bytes of whole IP packets with payload that have arrived. A packet counts when it arrives,
  /// even if an earlier one is missing, so that a loss does not look like a pause.
  var receivedBytes: Double {
    Double(found.data_segs_in) * (segment(found.bytes_received, found.data_segs_in, found.rcv_mss))
  }

  /// Bytes of whole IP packets with payload that the other side has acknowledged, likewise.
  var deliveredBytes: Double {
    guard found.delivered > 0 else { return Double(found.bytes_acked) }
    return Double(found.delivered)
      * segment(found.bytes_acked, found.delivered, found.snd_mss)
  }

  /// Bytes of whole IP packets sent from here, from what the other side has counted.
  func packetBytes(_ arrivals: BandwidthArrivals) -> Double {
    guard let segments = UInt32(exactly: arrivals.segments), arrivals.bytes >= 0 else { return 0 }
    return Double(segments) * segment(UInt64(arrivals.bytes), segments, found.snd_mss)
  }

  /// A segment with its headers: all are full while a line is loaded. Their mean counts only if it
  /// is larger (relays repack them): what waits behind a gap is not yet in `bytes`, so the mean is
  /// too small after a loss, and a sum based on it would fall and then leap.
  private func segment(_ bytes: UInt64, _ segments: UInt32, _ full: UInt32) -> Double {
    guard segments > 0 else { return 0 }
    return max(Double(bytes) / Double(segments), Double(full)) + Double(headers)
  }

  /// Whether it has ever been connected.
  var isConnected: Bool { found.connected != 0 }

  /// Whether anything but the request for a connection went over it.
  var hasMoved: Bool { isConnected || found.bytes_received > 0 || found.bytes_acked > 1 }

  /// All bytes that this connection has cost so far, in both directions.
  var costBytes: Int {
    Int(found.bytes_received) + Int(max(found.bytes_sent, found.bytes_acked))
      + (Int(found.segs_in) + Int(found.segs_out)) * headers
  }

  var segmentsSent: Int { Int(found.data_segs_out) }
  var segmentsSentAgain: Int { Int(found.retrans_out) }

  /// The shortest round trip so far, in seconds.
  var shortestRoundTrip: Double? {
    found.min_rtt > 0 && found.min_rtt < .max ? Double(found.min_rtt) / 1e6 : nil
  }
}

/// Socket options of a connection that measures.
enum LoadSocket {
  /// Bytes that may wait unsent in the kernel: those that still wait when a measurement ends are
  /// wasted.
  private static let unsentBytes: Int32 = 256 << 10

  static func prepare(_ socket: Int32) {
    // An unprivileged user may choose only an allowed one; otherwise the present one stays.
    var name = Array("bbr".utf8)
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, socklen_t(name.count))
    var unsent = unsentBytes
    setsockopt(
      socket, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent,
      socklen_t(MemoryLayout<Int32>.size))
  }

  /// Lets the kernel drop what is unsent when the connection closes.
  static func dropWhenClosed(_ socket: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// The kernel's name for the congestion control of a socket; nil if unknown.
  static func congestionControl(_ socket: Int32) -> String? {
    var name = [UInt8](repeating: 0, count: 16)
    var length = socklen_t(name.count)
    guard getsockopt(socket, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, &length) == 0 else {
      return nil
    }
    let bytes = name.prefix { $0 != 0 }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
