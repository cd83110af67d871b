import HardwareCatalogue
import Reporting

extension BandwidthProbe {
  /// What can be measured of the line here, without loading it.
  ///
  /// - Parameters:
  ///   - centre: the centre's address; nil if this machine is not enrolled.
  ///   - isLoopback: whether the centre is this computer.
  ///   - isEnabled: whether `probe.toml` allows measurements.
  public static func capabilities(
    on host: Host, centre: String?, isLoopback: Bool, isEnabled: Bool
  ) -> [Capability] {
    [
      line(centre, isLoopback: isLoopback, isEnabled: isEnabled), interface(on: host),
      pacing(on: host),
    ]
  }

  private static func line(_ centre: String?, isLoopback: Bool, isEnabled: Bool) -> Capability {
    func capability(_ state: Capability.State, _ detail: String, _ remedy: String? = nil)
      -> Capability
    {
      Capability(probe: name, what: "line", state: state, detail: detail, remedy: remedy)
    }
    guard let centre else {
      return capability(
        .none, "there is no centre to measure against",
        "type commune-probe enroll --server URL --token TOKEN")
    }
    if isLoopback {
      return capability(.none, "the centre is this computer: there is no line between")
    }
    guard isEnabled else {
      return capability(.none, "probe.toml forbids it", "write enabled = true under [bandwidth]")
    }
    return capability(.full, "measured against \(centre)")
  }

  private static func interface(on host: Host) -> Capability {
    func capability(_ state: Capability.State, _ detail: String, _ remedy: String? = nil)
      -> Capability
    {
      Capability(probe: name, what: "network device", state: state, detail: detail, remedy: remedy)
    }
    guard let device = NetworkInterface.ofDefaultRoute(on: host) else {
      return capability(.none, "there is no default route", "connect this computer to the network")
    }
    guard let facts = NetworkInterface.facts(device, on: host) else {
      return capability(.none, "/sys/class/net does not show \(PlainText.line(device) ?? "it")")
    }
    let megabits = facts.linkBitsPerSecond.map { ", \($0 / 1_000_000) Mbit/s" } ?? ""
    let detail = "\(PlainText.line(device) ?? ""): \(facts.kind.rawValue)\(megabits)"
    return facts.kind == .wired && facts.linkBitsPerSecond == nil
      ? capability(.partly, "\(detail), and its speed is not told") : capability(.full, detail)
  }

  private static func pacing(on host: Host) -> Capability {
    let file = "proc/sys/net/ipv4/tcp_available_congestion_control"
    let names = (try? host.text(file))?.split { $0 == " " || $0 == "\n" } ?? []
    return names.contains("bbr")
      ? Capability(
        probe: name, what: "upload on a lossy line", state: .full, detail: "the kernel has bbr")
      : Capability(
        probe: name, what: "upload on a lossy line", state: .partly,
        detail: "without bbr in the kernel a line that loses packets reads too low",
        remedy: "type modprobe tcp_bbr, and write tcp_bbr into /etc/modules-load.d/bbr.conf")
  }
}
