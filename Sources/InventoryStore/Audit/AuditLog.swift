import Cryptography
import Foundation
import GRDB
import Reporting

/// An action that the audit log records.
public enum AuditAction: String, CaseIterable, Sendable {
  case tokenCreated = "token.created"
  case tokenUsed = "token.used"
  case tokenRevoked = "token.revoked"
  case machineEnrolled = "machine.enrolled"
  case machineQuarantined = "machine.quarantined"
  case machineApproved = "machine.approved"
  case machineRetired = "machine.retired"
  case machineMerged = "machine.merged"
  case retirementRequested = "machine.retirementRequested"
  case retirementDeclined = "machine.retirementDeclined"
  case mergeProposed = "machine.mergeProposed"
  case mergeDismissed = "machine.mergeDismissed"
  case keyRotated = "key.rotated"
  case keyRevoked = "key.revoked"
  case registerImported = "register.imported"
  case bundleImported = "bundle.imported"
  case userAdded = "user.added"
  case userInvited = "user.invited"
  case userChanged = "user.changed"
  case userRemoved = "user.removed"
  case passwordSet = "user.passwordSet"
  case lettersChanged = "user.lettersChanged"
  case apiTokenCreated = "programToken.created"
  case apiTokenRevoked = "programToken.revoked"
  case clockSet = "clock.set"
  case clockConfirmed = "clock.confirmed"
  case auditShortened = "audit.shortened"
  case restored = "database.restored"
  case policyChanged = "policy.changed"
  case attested = "commune.attested"
  case attestationWithdrawn = "commune.attestationWithdrawn"
  case checkLinkCreated = "check.linkCreated"
  case scanDoubted = "check.scanDoubted"
  case visitRecorded = "commune.visitRecorded"
  case visitWithdrawn = "commune.visitWithdrawn"
  case contactChanged = "commune.contactChanged"
  case noteAdded = "commune.noteAdded"
  case groupsImported = "groups.imported"
  case groupRemoved = "group.removed"
  case noteRemoved = "commune.noteRemoved"
  case programmeAdopted = "programme.adopted"
  case programmeChanged = "programme.changed"
  case purchasesRecorded = "programme.purchasesRecorded"
  case purchaseWithdrawn = "programme.purchaseWithdrawn"
}

/// The log of every action that changes who may report or sign in. An entry is appended in the
/// action's transaction and holds the hash of the previous one.
enum AuditLog {
  /// - Parameters:
  ///   - subject: what the action was applied to: a machine's id, `token 7`, a key's name.
  ///   - details: everything else, by name.
  static func append(
    _ action: AuditAction, _ subject: String, _ details: [AuditDetailName: Detail] = [:],
    by actor: Actor, at now: Date, _ database: Database
  ) throws {
    let last = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"))
    let named = Dictionary(uniqueKeysWithValues: details.map { ($0.rawValue, $1) })
    let entry = AuditEntry(
      number: (last?["number"] ?? 0) + 1, time: now.microseconds, actor: actor.name,
      action: action.rawValue, subject: subject.cleaned(200) ?? "-",
      details: String(decoding: try CanonicalJSON.encode(named), as: UTF8.self),
      previous: last?["hash"] ?? AuditEntry.nothingBefore)
    try database.cachedStatement(
      sql: """
        INSERT INTO audit (number, time, actor, action, subject, details, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      entry.number, entry.time, entry.actor, entry.action, entry.subject, entry.details,
      entry.previous, entry.computedHash,
    ])
  }

  /// A value in an entry's details.
  enum Detail: Encodable, ExpressibleByStringLiteral {
    case text(String)
    case number(Int64)

    init(stringLiteral value: String) { self = .text(value) }
    init(_ number: some BinaryInteger) { self = .number(Int64(number)) }
    /// - Parameter text: cleaned and cut to 500 characters.
    init(_ text: String) { self = .text(text.cleaned(500) ?? "-") }

    func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .text(let text): try value.encode(text)
      case .number(let number): try value.encode(number)
      }
    }
  }
}

/// One entry of the log: everything that its hash covers.
struct AuditEntry {
  /// The previous hash of the first entry.
  static let nothingBefore = Data(count: 32)

  let number: Int64
  /// Microseconds since 1970.
  let time: Int64
  let actor, action, subject, details: String
  let previous: Data

  /// SHA-256 of seven lines, each ended by a line feed, so that `sha256sum` can verify it.
  var computedHash: Data {
    let lines = [
      SHA256Digest.hexadecimal([UInt8](previous)), String(number), String(time), actor, action,
      subject, details,
    ]
    return Data(SHA256.hash(data: Data(lines.map { "\($0)\n" }.joined().utf8)))
  }
}

extension AuditEntry: FetchableRecord {
  /// - Parameter row: a row of `audit`.
  init(row: Row) {
    self.init(
      number: row["number"], time: row["time"], actor: row["actor"], action: row["action"],
      subject: row["subject"], details: row["details"], previous: row["previous"])
  }
}
