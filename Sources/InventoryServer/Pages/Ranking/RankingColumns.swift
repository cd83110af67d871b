import Presentation
import Prioritization

/// The headings of the ranking, which sort by their column.
struct RankingColumns {
  let call: PageCall
  let sort: RankingSort?
  let queue: Queue?

  func values() -> PageValues {
    [
      "rank": heading(.rank, "column.rank"), "name": heading(.name, "column.commune"),
      "points": heading(.points, "column.points"),
      "confidence": heading(.confidence, "column.confidence"),
      "lastReport": heading(.lastReport, "column.reporting"),
    ]
  }

  private func heading(_ column: RankingSort.Column, _ key: String) -> PageValues {
    let isSorted = shown?.column == column
    // A second click reverses the order. The first puts what a planner looks for on top.
    let descending = isSorted ? shown?.descending == false : column == .points
    var heading: PageValues = [
      "label": call.text(key),
      "address": call.address([
        "sort": RankingSort(column, descending: descending).text, "page": nil,
      ]),
    ]
    if isSorted, let shown {
      heading["sorted"] = shown.descending ? "descending" : "ascending"
      heading["arrow"] = shown.descending ? "▼" : "▲"
    }
    return heading
  }

  /// The list of ranked communes is sorted by rank by default.
  private var shown: RankingSort? { sort ?? (queue == .ranked ? RankingSort(.rank) : nil) }
}
