import Presentation

/// Which rows of a long list a page shows.
struct PageRange: Sendable {
  static let size = 100

  /// Counted from 1.
  let page: Int
  let pages: Int
  let total: Int

  init(_ page: Int, of total: Int) {
    self.total = total
    pages = max(1, (total + Self.size - 1) / Self.size)
    self.page = min(max(1, page), pages)
  }

  var offset: Int { (page - 1) * Self.size }

  /// The line and links under the list.
  func values(_ call: PageCall, shown: Int) -> PageValues {
    var values: PageValues = [
      "pageLine": call.text(
        "page.rows",
        [
          "first": call.people.number(shown == 0 ? 0 : offset + 1),
          "last": call.people.number(offset + shown), "total": call.people.number(total),
        ])
    ]
    if page > 1 {
      values["previous"] = call.address([
        "page": page > 2 ? String(page - 1) : nil, "done": nil,
      ])
    }
    if page < pages { values["next"] = call.address(["page": String(page + 1), "done": nil]) }
    return values
  }
}
