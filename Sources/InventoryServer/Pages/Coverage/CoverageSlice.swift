import InventoryStore

/// The rows of one page out of many.
struct CoverageSlice {
  let rows: [CommuneCoverage]
  /// How many stand before them.
  let first: Int
  let total: Int
  let page: Int
  let pages: Int

  init(_ all: [CommuneCoverage], page: Int) {
    let size = CoverageQuery.rowsPerPage
    total = all.count
    pages = max(1, (all.count + size - 1) / size)
    self.page = min(page, pages)
    first = (self.page - 1) * size
    rows = Array(all.dropFirst(first).prefix(size))
  }

  /// Communes of which single machines are worth naming: not those that are silent as a whole.
  var withTroubledMachines: [String] {
    rows.filter { commune in
      commune.state != .silent
        && commune.silent + commune.waiting + commune.held + commune.wrongClocks > 0
    }.map(\.code)
  }
}
