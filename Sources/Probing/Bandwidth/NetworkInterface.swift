import Glibc
import HardwareCatalogue
import Reporting

/// A network device as `/sys/class/net` shows it.
enum NetworkInterface {
  /// Modems and phones that present themselves as Ethernet devices on USB.
  private static let mobileDrivers: Set<String> = [
    "cdc_mbim", "huawei_cdc_ncm", "ipheth", "qmi_wwan", "rndis_host", "sierra_net", "hso", "option",
    "GobiNet", "wwan_hwsim", "mhi_net", "mtk_t7xx", "iosm",
  ]
  /// ARPHRD_ETHER of `linux/if_arp.h`.
  private static let ethernet = 1
  /// Maximum levels of devices on top of devices.
  private static let deepest = 4

  /// - Returns: nil if there is no such device.
  static func facts(_ name: String, on host: Host, depth: Int = 0) -> BandwidthFacts.Interface? {
    guard isName(name) else { return nil }
    let folder = "sys/class/net/\(name)"
    guard host.exists(folder) else { return nil }
    // A bridge or a VLAN is as good as the only device below it.
    if depth < deepest, !host.exists("\(folder)/device"), let below = onlyLower(folder, on: host),
      let found = facts(below, on: host, depth: depth + 1)
    {
      return found
    }
    let kind = kind(folder, on: host)
    guard kind == .wired else { return .init(kind: kind) }
    // The kernel gives -1, or an error, if there is no carrier.
    let megabits = number(PlainText.line(try? host.text("\(folder)/speed")))
    return .init(
      kind: .wired, linkBitsPerSecond: megabits.map { $0 * 1_000_000 },
      duplex: PlainText.line(try? host.text("\(folder)/duplex")).flatMap(
        BandwidthFacts.Interface.Duplex.init))
  }

  private static func kind(_ folder: String, on host: Host) -> BandwidthFacts.Interface.Kind {
    let type = value("DEVTYPE", in: "\(folder)/uevent", on: host)
    if type == "wlan" || host.exists("\(folder)/wireless") || host.exists("\(folder)/phy80211") {
      return .wifi
    }
    let driver = value("DRIVER", in: "\(folder)/device/uevent", on: host)
    if type == "wwan" || driver.map(mobileDrivers.contains) == true { return .mobile }
    let isEthernet = number(PlainText.line(try? host.text("\(folder)/type"))) == ethernet
    return isEthernet && host.exists("\(folder)/device") ? .wired : .other
  }

  /// The device of the default route (IPv4), found without using the network.
  static func ofDefaultRoute(on host: Host) -> String? {
    let lines = (try? host.text("proc/net/route"))?.split(separator: "\n").dropFirst() ?? []
    for line in lines {
      let words = line.split { $0 == "\t" || $0 == " " }
      if words.count > 7, words[1] == "00000000", words[7] == "00000000" { return String(words[0]) }
    }
    return nil
  }

  /// The value of `KEY=value` in a file of lines.
  private static func value(_ key: String, in path: String, on host: Host) -> String? {
    (try? host.text(path))?.split(separator: "\n")
      .first { $0.hasPrefix("\(key)=") }
      .flatMap { PlainText.line(String($0.dropFirst(key.count + 1))) }
  }

  private static func onlyLower(_ folder: String, on host: Host) -> String? {
    let below = ((try? host.entries(folder)) ?? []).filter { $0.hasPrefix("lower_") }
    guard below.count == 1, let only = below.first else { return nil }
    return String(only.dropFirst("lower_".count))
  }

  private static func number(_ text: String?) -> Int? {
    guard let text, let number = Int(text), 1...10_000_000 ~= number else { return nil }
    return number
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 16 && name != "." && name != ".."
      && !name.utf8.contains(UInt8(ascii: "/"))
  }
}

/// The network device behind a connection.
enum LocalInterface {
  /// The device that has the connection's own address; nil if none has it.
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

  /// The bytes of an IPv4 or IPv6 address; IPv4 mapped into IPv6 counts as IPv4.
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
