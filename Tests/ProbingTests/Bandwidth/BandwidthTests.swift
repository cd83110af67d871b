import Foundation
import Reporting
import Testing

@testable import Probing

/// The network device of captured machines, and the result if nothing can be measured.
struct BandwidthTests {
  static func outcome(_ host: Host) -> Outcome<BandwidthFacts> {
    guard let device = NetworkInterface.ofDefaultRoute(on: host),
      let facts = NetworkInterface.facts(device, on: host)
    else { return .absent }
    return .observed(BandwidthFacts(interface: facts))
  }

  @Test(arguments: try Case.all(of: "bandwidth"))
  func interface(_ machine: Case) throws {
    try machine.expect(Self.outcome(machine.host))
  }

  @Test func casesDemonstrateWhatTheyAreFor() {
    func interface(_ name: String) -> BandwidthFacts.Interface? {
      Self.outcome(Case(probe: "bandwidth", name: name).host).facts?.interface
    }
    #expect(
      interface("gigabit")
        == .init(kind: .wired, linkBitsPerSecond: 1_000_000_000, duplex: .full))
    #expect(
      interface("100-half-duplex")
        == .init(kind: .wired, linkBitsPerSecond: 100_000_000, duplex: .half))
    #expect(interface("wifi") == .init(kind: .wifi))
    #expect(interface("usb-modem") == .init(kind: .mobile))
    #expect(interface("tethered-phone") == .init(kind: .mobile))
    #expect(interface("bridge-over-cable") == interface("gigabit"))
    #expect(interface("vpn") == .init(kind: .other))
    #expect(interface("no-carrier-speed") == .init(kind: .wired))
    #expect(interface("broken-values") == .init(kind: .wired))
    #expect(interface("no-route") == nil)
  }

  @Test(arguments: ["", ".", "..", "../..", "a/b", String(repeating: "x", count: 40)])
  func refusesInvalidDeviceNames(_ name: String) {
    #expect(NetworkInterface.facts(name, on: Host()) == nil)
  }

  /// The centre reports counts of what arrived; no count may crash the probe.
  @Test func survivesAbsurdCounts() {
    for bits in [1e15, 1e30, .infinity, -.infinity, .nan, -1] as [Double] {
      #expect(LineLoad.Result(bitsPerSecond: bits).wholeBits == nil)
    }
    #expect(LineLoad.Result(bitsPerSecond: 1e9 + 0.4).wholeBits == 1_000_000_000)
    #expect(LineLoad.Result(bitsPerSecond: 0).wholeBits == 0)
  }

  @Test func saysWhyNothingIsMeasured() {
    func outcome(_ leave: BandwidthLeave) -> Outcome<BandwidthFacts> {
      BandwidthProbe(ask: { leave }).outcome(on: Host())
    }
    #expect(outcome(.noLine) == .absent)
    #expect(outcome(.skipped(.noSlot)) == .observed(BandwidthFacts(skipped: .noSlot)))
    #expect(outcome(.failed(reason: "r")) == .failed(reason: "r"))
    #expect(BandwidthProbe(ask: nil).outcome(on: Host()).reason?.contains("no centre") == true)
    let captured = Case(probe: "bandwidth", name: "gigabit").host
    #expect(
      BandwidthProbe(ask: { .noLine }).outcome(on: captured).reason?.contains("captured") == true)
  }

  /// A centre that disappears after granting a slot: a reason without rates, and the cost.
  @Test func aCentreThatDisappears() throws {
    let cost = Collected()
    let grant = BandwidthGrant(
      server: "http://127.0.0.1:9", slot: "s", agentVersion: "0.1.0", maximumBytes: 1000
    ) { bytes, isMeasured in cost.add("\(bytes) \(isMeasured)") }
    let outcome = BandwidthProbe(ask: { .granted(grant) }).outcome(on: Host())
    #expect(outcome == .failed(reason: "the line broke while it was measured"))
    #expect(cost.all == ["0 false"])
  }

  @Test func loadsTheLineLastAndAlone() throws {
    let order = Collected()
    var settings = ProbeSettings()
    settings.bandwidth = {
      order.add("bandwidth")
      return .skipped(.notDue)
    }
    let report = try ProbeRun.report(on: Host(), settings: settings, agentVersion: "1")
    #expect(report.bandwidth == .observed(BandwidthFacts(skipped: .notDue)))
    #expect(order.all == ["bandwidth"] && report.hardware?.facts != nil)
    #expect(Probes.names.contains("bandwidth") && !Probes.unburdening.contains("bandwidth"))
    let quiet = try ProbeRun.report(
      on: Host(), only: Probes.unburdening, settings: settings, agentVersion: "1")
    #expect(quiet.bandwidth == nil && order.all == ["bandwidth"])
  }

  @Test func capabilities() {
    let host = Case(probe: "bandwidth", name: "gigabit").host
    func states(_ centre: String?, isLoopback: Bool = false, isEnabled: Bool = true) -> [String] {
      BandwidthProbe.capabilities(
        on: host, centre: centre, isLoopback: isLoopback, isEnabled: isEnabled
      ).map { "\($0.what) \($0.state.rawValue)" }
    }
    #expect(
      states("https://a.vn") == [
        "line full", "network device full", "upload on a lossy line partly",
      ])
    #expect(states(nil).first == "line none")
    #expect(states("http://127.0.0.1", isLoopback: true).first == "line none")
    #expect(states("https://a.vn", isEnabled: false).first == "line none")
  }
}

/// Collects texts from several threads, in order.
final class Collected: @unchecked Sendable {
  private let lock = NSLock()
  private var said: [String] = []
  func add(_ text: String) { lock.withLock { said.append(text) } }
  var all: [String] { lock.withLock { said } }
}
