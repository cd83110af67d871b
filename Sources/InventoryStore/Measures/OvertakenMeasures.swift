import Foundation
import Synchronization

/// Measures that were made anew because time had overtaken those of the file: a reader's memory, so
/// that silent communes are not measured again for every page.
///
/// Whatever changes a commune's measures writes its row anew, as another version: what is remembered
/// of the row before is not found then.
final class OvertakenMeasures: Sendable {
  /// A row of `commune_reporting`, as it was written.
  struct Version: Equatable {
    /// In microseconds since 1970.
    let holdUntil: Int64
    let madeAt: Int64
    let revision: Int64
  }

  private struct Known {
    /// Of the row that was overtaken.
    let version: Version
    let madeAt: Date
    let measures: Measures
  }

  private let known = Mutex<[String: Known]>([:])

  /// - Parameter version: of the commune's row.
  func measures(
    of commune: String, version: Version, now: Date, _ make: () throws -> Measures
  ) rethrows -> Measures {
    let remembered = known.withLock { $0[commune] }
    if let remembered, remembered.version == version,
      remembered.madeAt <= now, now < remembered.measures.holdUntil
    {
      return remembered.measures
    }
    let measures = try make()
    known.withLock { $0[commune] = Known(version: version, madeAt: now, measures: measures) }
    return measures
  }
}
