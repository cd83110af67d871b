import Foundation
import Synchronization

/// Measures that were made anew because time had overtaken those of the file: a reader's memory, so
/// that silent communes are not measured again for every page.
///
/// Whatever changes a commune's measures writes its row anew, with a later `holdUntil`: what is
/// remembered of the row before is not found then.
final class OvertakenMeasures: Sendable {
  private struct Known {
    /// Of the row that was overtaken, in microseconds since 1970.
    let holdUntil: Int64
    let madeAt: Date
    let measures: Measures
  }

  private let known = Mutex<[String: Known]>([:])

  /// - Parameter holdUntil: of the commune's row.
  func measures(
    of commune: String, holdUntil: Int64, now: Date, _ make: () throws -> Measures
  ) rethrows -> Measures {
    let remembered = known.withLock { $0[commune] }
    if let remembered, remembered.holdUntil == holdUntil,
      remembered.madeAt <= now, now < remembered.measures.holdUntil
    {
      return remembered.measures
    }
    let measures = try make()
    known.withLock { $0[commune] = Known(holdUntil: holdUntil, madeAt: now, measures: measures) }
    return measures
  }
}
