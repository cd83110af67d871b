import Crypto
import Delivery
import Foundation
import Reporting

/// A computer that exists only here. Key and hardware follow from the seed, so that the next run
/// meets the centre with the same machines.
struct SimulatedMachine {
  let commune: CommuneCode
  let profile: Profile
  let token: String
  let index: Int
  let seed: UInt64
  let reports: Bool

  /// Set by the enrolment.
  var registration: EnrolmentReply?
  var nextSequence = 1

  init(
    commune: CommuneCode, profile: Profile, token: String, index: Int, seed: UInt64, reports: Bool
  ) {
    self.commune = commune
    self.profile = profile
    self.token = token
    self.index = index
    self.seed = seed
    self.reports = reports
  }

  private func random(for purpose: String) -> SeededGenerator {
    SeededGenerator(purpose, "\(seed)", commune.description, "\(index)")
  }

  var hardware: Hardware {
    var random = random(for: "hardware")
    return Hardware(profile: profile, index: index, random: &random)
  }

  func key() throws -> Curve25519.Signing.PrivateKey {
    let secret = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: Data("fleet-simulator \(seed)".utf8)),
      info: Data("\(commune) \(index)".utf8), outputByteCount: 32)
    return try Curve25519.Signing.PrivateKey(
      rawRepresentation: secret.withUnsafeBytes { Data($0) })
  }

  func enrolment(agentVersion: String) throws -> EnrolmentRequest {
    var random = random(for: "installation")
    return EnrolmentRequest(
      token: token, publicKey: try key().publicKey.rawRepresentation,
      installId: random.uuid().uuidString.lowercased(), agentVersion: agentVersion,
      evidence: Evidence.hashes(of: hardware.identifiers), simulated: true)
  }

  /// One night's report, made at `boot`: the same hardware every night, under a fresh id.
  func report(agentVersion: String, boot: BootTime) throws -> SpooledReport {
    let hardware = hardware
    let report = Report(
      agent: AgentFacts(
        version: agentVersion,
        clock: ClockReading(
          bootId: boot.bootId, bootSeconds: boot.seconds, wall: Date().formatted(.iso8601))),
      hardware: .observed(hardware.facts), scanners: hardware.scanners)
    return SpooledReport(body: try report.body())
  }
}
