import FoundationEssentials
import Prioritization

extension RankingDocument.Facts {
  /// The key of the words for its state of reporting; `nil` if a table has none.
  ///
  /// A commune that has never sent a report has not fallen silent, though both rank alike.
  public var reportingKey: String? {
    reporting.map {
      $0 == .silent && lastReport == nil ? "reporting.neverReported" : "reporting.\($0.rawValue)"
    }
  }
}
