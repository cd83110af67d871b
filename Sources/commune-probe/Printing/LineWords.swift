import Reporting

/// Formats the bandwidth section as text.
enum LineWords {
  static func lines(_ facts: BandwidthFacts) -> [(name: String, value: String)] {
    if let skipped = facts.skipped { return [("Not measured", why(skipped))] }
    var lines = [
      (
        "Download",
        speed(facts.downloadBitsPerSecond, facts.downloadSettled, facts.downloadConnections)
      ),
      ("Upload", speed(facts.uploadBitsPerSecond, facts.uploadSettled, facts.uploadConnections)),
      ("Latency", facts.latencySeconds.map(milliseconds) ?? "unknown"),
      ("Jitter", facts.jitterSeconds.map(milliseconds) ?? "unknown"),
      ("Retransmitted", facts.retransmitRatio.map { "\(tenths($0 * 100)) %" } ?? "unknown"),
    ]
    if let interface = facts.interface { lines.append(("Interface", words(interface))) }
    if let bytes = facts.bytesUsed, let seconds = facts.durationSeconds {
      lines.append(("Cost", "\(tenths(Double(bytes) / 1e6)) MB in \(tenths(seconds)) s"))
    }
    if let server = facts.server { lines.append(("Server", server)) }
    if let control = facts.congestionControl {
      let theirs = facts.centreCongestionControl.map { ", \($0) on the server" } ?? ""
      lines.append(("Congestion control", "\(control) here\(theirs)"))
    }
    return lines
  }

  static func why(_ skipped: BandwidthFacts.Skip) -> String {
    switch skipped {
    case .noSlot: "skipped: the server has no free slot"
    case .monthlyCap: "skipped: this month's data allowance is used up"
    case .notDue: "skipped: measured recently"
    case .disabled: "skipped: disabled in probe.toml"
    }
  }

  private static func speed(_ bits: Int?, _ isSettled: Bool?, _ connections: Int?) -> String {
    guard let bits else { return "unknown" }
    let least = isSettled == false ? "at least " : ""
    let by = connections.map { " (\($0) connections)" } ?? ""
    return "\(least)\(speed(bits))\(by)"
  }

  /// `48.2 Mbit/s`.
  static func speed(_ bits: Int) -> String {
    switch bits {
    case 1_000_000_000...: "\(tenths(Double(bits) / 1e9)) Gbit/s"
    case 1_000_000...: "\(tenths(Double(bits) / 1e6)) Mbit/s"
    default: "\(bits / 1000) kbit/s"
    }
  }

  private static func words(_ interface: BandwidthFacts.Interface) -> String {
    let kind =
      switch interface.kind {
      case .wired: "wired"
      case .wifi: "Wi-Fi"
      case .mobile: "mobile modem"
      case .other: "other"
      }
    let link = interface.linkBitsPerSecond.map { ", \(speed($0))" } ?? ""
    let duplex = interface.duplex.map { ", \($0.rawValue) duplex" } ?? ""
    return "\(kind)\(link)\(duplex)"
  }

  private static func milliseconds(_ seconds: Double) -> String { "\(tenths(seconds * 1000)) ms" }

  private static func tenths(_ number: Double) -> String {
    let text = "\((number * 10).rounded() / 10)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
