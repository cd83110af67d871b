import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

struct ScannerCapabilitiesTests {
  private func states(_ change: (inout ScannerProbe.Ground) -> Void) -> [Capability.State] {
    var ground = ScannerProbe.Ground()
    change(&ground)
    let capabilities = ScannerProbe.capabilities(of: ground)
    // A method that cannot see anything must say what to do.
    #expect(capabilities.allSatisfy { $0.state != .none || $0.remedy != nil })
    #expect(capabilities.allSatisfy { $0.probe == "scanners" && !$0.detail.isEmpty })
    return capabilities.map(\.state)
  }

  @Test func waysOfLooking() {
    #expect(states { _ in } == [.full, .none, .full, .none])
    #expect(
      states {
        $0.usb = .failure(.notThere("sys/bus"))
        $0.hasSANE = true
        $0.addresses = 2
        $0.network.hasDiscovered = true
      } == [.none, .full, .full, .full])
    #expect(
      states {
        $0.hasSANE = nil
        $0.addresses = 2
        $0.network.unseen = [
          .init(way: .escl, reason: "http://a does not answer by eSCL"),
          .init(way: .escl, reason: "http://b does not answer by eSCL"),
          .init(way: .avahi, reason: "avahi crashed (signal 11)"),
        ]
      } == [.full, .none, .partly, .partly])
    #expect(
      states {
        ($0.asksDiscovery, $0.asksSANE) = (false, false)
        $0.usb = .success([
          USBSighting(
            peripheral: USBPeripheral(vendor: "04a9", product: "1913", interfaces: []),
            scanner: .init(
              manufacturer: nil, model: nil, connection: .usb, evidence: .usb, ready: nil))
        ])
      } == [.partly, .none, .full, .none])
  }

  @Test func thisMachine() {
    let capabilities = ScannerProbe.capabilities(ProbeSettings(), on: Host())
    #expect(capabilities.map(\.what).count == 4 && capabilities[1].state == .none)
    let asked = ScannerProbe.capabilities(
      ProbeSettings(isolation: Isolation(program: builtAgent)), on: Host())
    #expect(asked[1].state == .full, "libsane1 is installed with what the tests need")
  }
}
