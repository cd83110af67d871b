import Glibc

/// The network device behind a connection.
enum LocalInterface {
  /// The device that has the connection's own address; nil where none has it.
  static func name(of socket: Int32) -> String? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let code = withUnsafeMutableBytes(of: &storage) { bytes in
      getsockname(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    var list: UnsafeMutablePointer<ifaddrs>?
    guard code == 0, getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    let wanted = withUnsafeBytes(of: storage) { address(in: $0) }
    var entry = list
    while let place = entry {
      entry = place.pointee.ifa_next
      guard let found = place.pointee.ifa_addr, let wanted else { continue }
      let size =
        Int32(found.pointee.sa_family) == AF_INET6
        ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr>.size
      if address(in: UnsafeRawBufferPointer(start: found, count: size)) == wanted {
        return String(cString: place.pointee.ifa_name)
      }
    }
    return nil
  }

  /// The bytes of an IPv4 or IPv6 address; IPv4 inside IPv6 is IPv4.
  private static func address(in bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    switch Int32(bytes.load(as: sa_family_t.self)) {
    case AF_INET: return Array(bytes[4..<8])
    case AF_INET6:
      let octets = Array(bytes[8..<24])
      let isIPv4 = octets.prefix(10).allSatisfy { $0 == 0 } && octets[10] == 0xFF
      return isIPv4 ? Array(octets.suffix(4)) : octets
    default: return nil
    }
  }
}
