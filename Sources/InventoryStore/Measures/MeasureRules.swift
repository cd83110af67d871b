import Foundation
import GRDB
import Prioritization
import SystemLifecycles

/// The part of a policy that decides how measures are computed. The serving process stores it in
/// the file, so that commands beside it use the same rules.
struct MeasureRules: Codable, Sendable, Hashable {
  var minimumMemoryBytes, minimumThreads: Int
  var maximumAgeYears: Double
  var solidState: Bool
  var freshDays, silentDays, lineDays: Double
  var services, signatures: [String]
  var supportedSystem: Bool
  var oldCounts: Double
  /// Raised when the same rules produce other measures than before, so that stored ones are
  /// renewed.
  var edition = 5
  /// The edition of the table of operating systems' support periods.
  var lifecycles = Lifecycles.currentEdition
  /// Whether what a commune's own officer attests waits for the province's confirmation.
  var attestationsWait: Bool

  init(_ policy: Policy) {
    let (adequacy, reporting) = (policy.adequacy, policy.reporting)
    minimumMemoryBytes = adequacy.minimumMemoryBytes
    minimumThreads = adequacy.minimumThreads
    maximumAgeYears = adequacy.maximumAgeYears
    solidState = adequacy.solidState
    freshDays = reporting.freshDays
    silentDays = reporting.silentDays
    lineDays = policy.line.maximumAgeDays
    services = policy.services.required
    signatures = policy.services.signatures
    supportedSystem = adequacy.supportedSystem
    oldCounts = adequacy.oldCounts
    attestationsWait = policy.format >= 2
  }

  /// Whether a machine that last reported at `then`, in microseconds since 1970, is fresh at `now`.
  func isFresh(_ then: Int64?, at now: Date) -> Bool {
    guard let then else { return false }
    return 0...(freshDays * 86_400e6) ~= Double(now.microseconds - then)
  }

  static func stored(_ database: Database) throws -> MeasureRules? {
    let text = try String.fetchOne(
      database, sql: "SELECT value FROM setting WHERE name = 'measureRules'")
    return text.flatMap { try? JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
  }

  func store(_ database: Database) throws {
    let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting (name, value) VALUES ('measureRules', ?)",
      arguments: [text])
  }
}
