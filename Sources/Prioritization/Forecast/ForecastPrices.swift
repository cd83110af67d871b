/// Unit prices, each from the cheapest to the dearest catalogue entry for the purpose.
struct ForecastPrices {
  /// Whole VND; nil if the catalogue has none.
  let computers, certificates, accounts, lines: ClosedRange<Int>?

  init(_ policy: Policy) {
    func range(_ measures: [AgeingMeasure]) -> ClosedRange<Int>? {
      let criteria = Set(
        policy.criteria.filter { criterion in
          criterion.measure.flatMap(AgeingMeasure.init).map(measures.contains) ?? false
        }.map(\.id))
      let prices =
        policy.items.filter { criteria.contains($0.criterion) }.map { item in
          // For a pack, the price of one unit of it.
          item.closes > 1
            ? Int((Double(item.cost) / item.closes).rounded(.up)) : item.cost
        } + policy.lines.filter { criteria.contains($0.criterion) }.map(\.cost)
      guard let least = prices.min(), let most = prices.max() else { return nil }
      return least...most
    }
    computers =
      range([.adequateComputersPerOfficial, .computersPerOfficial]) ?? range([.oldComputersShare])
    certificates = range([.digitalSignatures])
    accounts = range([.usableServicesShare])
    lines = range([.lineBitsPerSecond])
  }

  /// nil if nothing is known, or something has no price; also if nothing falls due of what is
  /// known while another figure is unknown: no cost is not known to be none.
  func cost(_ figures: DueFigures) -> CountRange? {
    var sum: CountRange?
    var isComplete = true
    for (count, price) in [
      (figures.computersNeeded, computers), (figures.certificatesNeeded, certificates),
      (figures.accounts, accounts), (figures.lines, lines),
    ] {
      guard let count else {
        isComplete = false
        continue
      }
      guard let price else {
        if count.high > 0 { return nil }
        continue
      }
      sum = (sum ?? .zero) + count.times(price)
    }
    return isComplete || sum != .zero ? sum : nil
  }
}

/// The inventory's measures that time or a purchase of computers changes, by their names in a
/// policy.
public enum AgeingMeasure: String, Sendable, CaseIterable {
  case computersPerOfficial, adequateComputersPerOfficial, oldComputersShare
  case supportedSystemsShare, usableServicesShare, digitalSignatures, lineBitsPerSecond
}
