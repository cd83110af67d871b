import Foundation
import Reporting

/// What a programme gave a commune besides computers, as one of its computers reports it from then
/// on.
struct DeliveredEquipment: Codable, Equatable {
  var scanners = 0
  var services = 0
  var tokens = 0

  /// Adds the scanners to what was found.
  func added(to found: Outcome<ScannerFacts>) -> Outcome<ScannerFacts> {
    guard scanners > 0 else { return found }
    var facts = found.facts ?? ScannerFacts(scanners: [])
    facts.scanners += (0..<scanners).map { _ in
      ScannerFacts.Scanner(
        manufacturer: "Ricoh", model: "fi-8170", connection: .usb, usbId: "05ca:0309",
        evidence: .sane, ready: true)
    }
    return .observed(facts)
  }

  /// Makes as many services usable as there are accounts, and signatures as there are tokens.
  func added(to found: Outcome<AccountFacts>) -> Outcome<AccountFacts> {
    guard services > 0 || tokens > 0, var facts = found.facts else { return found }
    var (services, tokens) = (services, tokens)
    for index in facts.accounts.indices where facts.accounts[index].status != .active {
      if facts.accounts[index].service == "digital-signature" {
        guard tokens > 0 else { continue }
        tokens -= 1
        // An expiry of its own, which tells certificates apart.
        facts.accounts[index].expiresAt = "2029-03-31T08:\(10 + index):00Z"
      } else {
        guard services > 0 else { continue }
        services -= 1
      }
      facts.accounts[index].status = .active
    }
    return .observed(facts)
  }
}

extension DeliveredEquipment {
  /// - Returns: by commune.
  static func read(_ path: String) throws -> [String: DeliveredEquipment] {
    guard let bytes = FileManager.default.contents(atPath: path),
      let deliveries = try? JSONDecoder().decode([String: DeliveredEquipment].self, from: bytes)
    else {
      throw SimulatorError(.input, "Cannot read \(path): give the file that --past-months wrote.")
    }
    return deliveries
  }

  static func write(_ deliveries: [String: DeliveredEquipment], to path: String) throws {
    do {
      try JSONEncoder().encode(deliveries).write(to: URL(fileURLWithPath: path))
    } catch {
      throw SimulatorError(.other, "Cannot write \(path): check the path after --deliveries.")
    }
  }
}

extension SimulatedMachine {
  /// Only the first computer of an office, at the counter, reports what the office was given.
  mutating func receive(_ deliveries: [String: DeliveredEquipment]) {
    guard index == 0, let delivered = deliveries[commune.description] else { return }
    self.delivered = delivered
  }
}
