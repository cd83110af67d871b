import Cryptography
import Delivery
import Foundation
import Reporting

/// A simulated computer. Key and hardware follow from the seed, so that the centre meets the same
/// machines in the next run.
struct SimulatedMachine {
  let commune: CommuneCode
  let profile: Profile
  let token: String
  let index: Int
  let seed: UInt64
  let reports: Bool
  let faults: SimulatedFaults
  /// Whether another computer has a copy of its disk.
  var isCloned = false
  /// What its commune was given and this machine reports.
  var delivered = DeliveredEquipment()

  /// Set by the enrolment.
  var registration: EnrolmentReply?
  /// The memory on its disk, and that on the copy from the first night on.
  var memory = Memory()
  var copy: Memory?

  /// What a machine remembers of its exchanges with the centre.
  struct Memory {
    var nextSequence = 1
    /// The digests that the centre holds.
    var held: [String: String] = [:]
    /// The boot that a cloned machine never leaves.
    let bootId = UUID().uuidString.lowercased()
  }

  init(
    commune: CommuneCode, profile: Profile, token: String, index: Int, seed: UInt64, reports: Bool,
    faults: SimulatedFaults
  ) {
    (self.commune, self.profile, self.token, self.index) = (commune, profile, token, index)
    (self.seed, self.reports, self.faults) = (seed, reports, faults)
  }

  private func random(for purpose: String, _ number: Int? = nil) -> SeededGenerator {
    SeededGenerator(
      purpose, "\(seed)", commune.description, "\(index)\(number.map { " \($0)" } ?? "")")
  }

  var hardware: Hardware {
    var random = random(for: "hardware")
    return Hardware(profile: profile, index: index, random: &random)
  }

  /// The hardware in a night, after the changes of that night and all before.
  func facts(in night: Int) -> HardwareFacts {
    var facts = hardware.facts
    for changed in stride(from: 1, through: night, by: 1) {
      var random = random(for: "change", changed)
      guard random.chance(faults.changes) else { continue }
      let keptBytes = Int.random(in: 90...420, using: &random) << 20
      facts.memory.totalBytes = random.one(of: [4, 8, 16, 32]) << 30 - keptBytes
      facts.system = SimulatedSystem.updated(facts.system, &random)
    }
    return facts
  }

  /// Measures the commune's line about once a week, on one computer after the other, so that a
  /// night costs the line one measurement.
  func bandwidth(in night: Int) -> BandwidthFacts {
    guard (night + index).isMultiple(of: 7) else { return BandwidthFacts(skipped: .notDue) }
    var shared = SeededGenerator("line", "\(seed)", commune.description)
    let line = Line(profile: profile, random: &shared)
    var random = random(for: "measurement", night)
    return line.measured(&random)
  }

  var accounts: Outcome<AccountFacts> {
    var shared = SeededGenerator("accounts", "\(seed)", commune.description)
    return Accounts.facts(profile: profile, index: index, random: &shared)
  }

  func isSentTwice(in night: Int) -> Bool {
    var random = random(for: "duplicate", night)
    return random.chance(faults.duplicates)
  }

  /// Seconds since 1970 by its own clock.
  func wallSeconds() -> Int {
    var random = random(for: "clock")
    guard random.chance(faults.badClocks) else { return AgentClock.system.wallSeconds() }
    return random.one(of: SimulatedFaults.deadClocks)
  }

  func key() throws -> Ed25519.PrivateKey {
    try Ed25519.PrivateKey(
      rawRepresentation: HMACSHA256.derivedKey(
        from: Data("fleet-simulator \(seed)".utf8), info: Data("\(commune) \(index)".utf8)))
  }

  func enrolment(agentVersion: String) throws -> EnrolmentRequest {
    var random = random(for: "installation")
    return EnrolmentRequest(
      token: token, publicKey: try key().publicKey.rawRepresentation,
      installId: random.uuid().uuidString.lowercased(), agentVersion: agentVersion,
      evidence: IdentifierHashes.of(hardware.identifiers), simulated: true)
  }

  /// One night's report, made at `boot`, under a fresh id.
  func report(of night: Int, agentVersion: String, boot: BootTime) throws -> SpooledReport {
    let wall = Date(timeIntervalSince1970: Double(wallSeconds())).formatted(.iso8601)
    let report = Report(
      agent: AgentFacts(
        version: agentVersion,
        clock: ClockReading(bootId: boot.bootId, bootSeconds: boot.seconds, wall: wall)),
      hardware: .observed(facts(in: night)), scanners: delivered.added(to: hardware.scanners),
      bandwidth: .observed(bandwidth(in: night)), accounts: delivered.added(to: accounts))
    return SpooledReport(body: try report.body())
  }
}
