import InventoryStore

/// The rows of one page of a list.
struct CoverageSlice {
  let rows: [CommuneCoverage]
  let range: PageRange

  init(_ all: [CommuneCoverage], _ query: PageQuery) {
    range = PageRange(query, of: all.count)
    rows = Array(range.rows(of: all))
  }

  /// Communes whose individual machines are worth naming: not those that are entirely silent.
  var withTroubledMachines: [String] {
    rows.filter { commune in
      commune.state != .silent
        && commune.silent + commune.waiting + commune.quarantined + commune.oversized
          + commune.unseen + commune.wrongClocks > 0
    }.map(\.code)
  }
}
