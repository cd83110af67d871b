import Presentation

/// The rows of a long list that a page shows. A list as long as a province's stays whole, so that
/// it prints whole; a longer one is paged, has an address for the whole list (`rows=all`), and
/// notes on paper what is missing.
struct PageRange: Sendable {
  /// Rows per page of a paged list.
  static let size = 100
  /// Longest list that is not paged.
  static let undivided = 200
  /// The most rows of a page with `rows=all`: more than the country has communes.
  static let largest = 5_000

  /// Counted from 1.
  let page: Int
  let pages, total: Int
  /// Rows of a full page.
  let size: Int

  init(_ query: PageQuery, of total: Int) {
    self.total = total
    let whole = query.showsAllRows ? Self.largest : Self.undivided
    size = total <= whole || query.showsAllRows ? whole : Self.size
    pages = max(1, (total + size - 1) / size)
    page = min(query.page, pages)
  }

  var offset: Int { (page - 1) * size }

  /// The rows of the page.
  func rows<Row>(of all: [Row]) -> ArraySlice<Row> { all.dropFirst(offset).prefix(size) }

  /// Values of the template `paging`; empty if there are no rows.
  ///
  /// - Parameter label: The name of the list.
  func values(_ call: PageCall, shown: Int, label: String? = nil) -> PageValues {
    guard shown > 0 else { return [:] }
    let rows = [
      "first": call.people.number(offset + 1), "last": call.people.number(offset + shown),
      "total": call.people.number(total),
    ]
    let line = call.text("page.rows", rows)
    var paging: PageValues = ["pageLine": line, "label": label ?? line]
    if page > 1 {
      paging["previous"] = call.address(["page": page > 2 ? "\(page - 1)" : nil, "done": nil])
    }
    if page < pages { paging["next"] = call.address(["page": "\(page + 1)", "done": nil]) }
    if pages > 1 {
      if total <= Self.largest {
        paging["whole"] = call.address(["rows": "all", "page": nil, "done": nil])
      }
      paging["part"] = call.text(
        "page.part", rows.merging(["whole": call.text("page.whole")]) { $1 })
    }
    return ["paging": paging]
  }
}
