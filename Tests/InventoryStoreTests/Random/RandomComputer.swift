import Foundation
import InventoryStore
import Reporting
import TestSupport

/// A computer of a commune and the content of its next report.
struct RandomComputer {
  static let services = [
    "civil-registration", "e-authentication", "public-service-portal", "treasury-payment",
    "official-mail", "digital-signature",
  ]

  /// In each of the twin communes, in order.
  var keys: [MachineKeyNumbered] = []
  var gibibytes = 16
  var threads = 8
  var rotational: Bool? = false
  var hasScanner = false
  var accounts: [String: AccountFacts.Account.Status] = [:]
  var evidence: [String: AccountFacts.Account.Evidence] = [:]
  /// Bits per second as it measures next; nil if it does not measure.
  var line: Int?
  var isOnWiFi = false
  var failing: Set<String> = []
  /// Whether it reports at all.
  var speaks = true
  var isHeld = false

  static func random(_ random: inout Seeded) -> RandomComputer {
    var computer = RandomComputer()
    computer.gibibytes = random.one(of: [2, 4, 8, 16])
    computer.threads = random.one(of: [2, 4, 8])
    computer.rotational = random.one(of: [false, false, true, nil])
    computer.hasScanner = random.happens(onceIn: 3)
    for service in services {
      computer.accounts[service] = random.one(
        of: [.active, .active, .notIssued, .unauthorised, .locked, .unreachable, .unknown])
    }
    if random.happens(onceIn: 2) {
      computer.line = Int.random(in: 1...90, using: &random) * 1_000_000
    }
    computer.isOnWiFi = random.happens(onceIn: 3)
    return computer
  }

  var hardware: Outcome<HardwareFacts> {
    failing.contains("hardware")
      ? .failed(reason: "EIO")
      : TestInventory.computer(gibibytes: gibibytes, threads: threads, rotational: rotational)
  }

  var scanners: Outcome<ScannerFacts> {
    if failing.contains("scanners") { return .failed(reason: "EIO") }
    return hasScanner ? TestInventory.scanner : .absent
  }

  var accountFacts: Outcome<AccountFacts> {
    if failing.contains("accounts") { return .failed(reason: "EIO") }
    return .observed(
      AccountFacts(
        accounts: accounts.sorted { $0.key < $1.key }.map {
          .init(
            service: $0.key, status: $0.value, evidence: evidence[$0.key] ?? .probed,
            checkedAt: "x")
        }))
  }

  var bandwidth: Outcome<BandwidthFacts> {
    guard let line else { return .observed(BandwidthFacts(skipped: .notDue)) }
    return TestInventory.line(line, isOnWiFi ? .wifi : .wired)
  }
}

/// A machine's key with its last sequence number.
struct MachineKeyNumbered {
  let key: MachineKey
  var sequence = 0
}
