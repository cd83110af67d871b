import Foundation
import Synchronization

/// Caches, for readers, the measures that replace expired ones in the file, so that silent communes
/// are not computed again for every page.
///
/// Every change of a commune's measures writes another version of its row, which invalidates the
/// entry.
final class OvertakenMeasures: Sendable {
  /// The version of a row of `commune_reporting`.
  struct Version: Equatable {
    /// In microseconds since 1970.
    let holdUntil: Int64
    let madeAt, revision: Int64
  }

  private struct Known {
    /// Of the expired row.
    let version: Version
    let rules: MeasureRules
    let madeAt: Date
    let measures: Measures
  }

  private let known = Mutex<[String: Known]>([:])

  /// The measures of a commune, from the cache or else from `make`.
  ///
  /// - Parameters:
  ///   - version: of the commune's row.
  ///   - rules: by which `make` computes.
  func measures(
    of commune: String, version: Version, rules: MeasureRules, now: Date,
    _ make: () throws -> Measures
  ) rethrows -> Measures {
    let remembered = known.withLock { $0[commune] }
    if let remembered, remembered.version == version, remembered.rules == rules,
      remembered.madeAt <= now, now < remembered.measures.holdUntil
    {
      return remembered.measures
    }
    let measures = try make()
    known.withLock {
      $0[commune] = Known(version: version, rules: rules, madeAt: now, measures: measures)
    }
    return measures
  }
}
