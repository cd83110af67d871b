import Glibc
import Reporting

/// This machine's own names and addresses, by which it may list a scanner that it shares itself.
struct OwnHosts: Equatable, Sendable {
  /// In the form of ``ScannerEvidence/folded(_:)``.
  private let hosts: Set<String>

  init(_ hosts: some Sequence<String> = []) { self.hosts = Set(hosts.map(ScannerEvidence.folded)) }

  /// Whether `host` is this machine.
  func contains(_ host: String) -> Bool {
    LoopbackAddress.isOne(host) || hosts.contains(ScannerEvidence.folded(host))
  }

  /// Asks the system.
  static func now() -> OwnHosts { OwnHosts([name].compactMap { $0 } + addresses) }

  private static var name: String? {
    var bytes = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return nil }
    let name = String(
      decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return name.isEmpty ? nil : name
  }

  private static var addresses: [String] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return [] }
    defer { freeifaddrs(list) }
    var found: [String] = []
    var entry = list
    while let place = entry {
      entry = place.pointee.ifa_next
      guard let address = place.pointee.ifa_addr, let text = text(of: address) else { continue }
      found.append(text)
    }
    return found
  }

  /// An IPv4 or IPv6 address, without its zone.
  private static func text(of address: UnsafeMutablePointer<sockaddr>) -> String? {
    let length: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: length = MemoryLayout<sockaddr_in>.size
    case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var bytes = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = getnameinfo(
      address, socklen_t(length), &bytes, socklen_t(bytes.count), nil, 0, NI_NUMERICHOST)
    guard code == 0 else { return nil }
    let text = bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return String(String(decoding: text, as: UTF8.self).prefix { $0 != "%" })
  }
}
