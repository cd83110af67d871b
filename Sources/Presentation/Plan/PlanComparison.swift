public import Prioritization

/// Two plans side by side.
public struct PlanComparison: Sendable {
  /// An entry of either catalogue.
  public struct Item: Sendable, Equatable {
    public var item: String
    public var label: LocalizedText
    public var counts: [Int]
    public var costs: [Int]
  }

  /// The amounts that the plans spend on a commune, in whole VND; `nil` if a plan buys nothing
  /// there.
  public struct Commune: Sendable, Equatable {
    public var code: String
    public var spends: [Int?]
  }

  /// Everything that either plan buys, in the order of the first one's catalogue, then of the
  /// other's.
  public let items: [Item]
  /// Communes for which only the first plan buys, in its order.
  public let onlyFirst: [Commune]
  public let onlySecond: [Commune]
  /// Communes for which both buy, with different spends; the largest difference first.
  public let different: [Commune]
  /// The number of communes for which both buy.
  public let common: Int

  public init(_ first: PlanDocument, _ second: PlanDocument) {
    var items: [Item] = []
    for (side, document) in [first, second].enumerated() {
      for total in document.totals where total.count > 0 {
        var at = items.firstIndex { $0.item == total.item }
        if at == nil {
          at = items.count
          items.append(
            Item(item: total.item, label: total.label, counts: [0, 0], costs: [0, 0]))
        }
        if let at {
          items[at].counts[side] = total.count
          items[at].costs[side] = total.cost
        }
      }
    }
    self.items = items
    let spends = [first, second].map { document in
      Dictionary(
        document.plan.communes.map { ($0.code, $0.spend) }, uniquingKeysWith: { one, _ in one })
    }
    func commune(_ code: String) -> Commune {
      Commune(code: code, spends: spends.map { $0[code] })
    }
    let communes = first.plan.communes.map { commune($0.code) }
    onlyFirst = communes.filter { $0.spends[1] == nil }
    onlySecond = second.plan.communes.map { commune($0.code) }.filter { $0.spends[0] == nil }
    let both = communes.filter { $0.spends[1] != nil }
    common = both.count
    different = both.filter { $0.spends[0] != $0.spends[1] }.sorted { one, other in
      one.difference != other.difference
        ? one.difference > other.difference : one.code < other.code
    }
  }
}

extension PlanComparison.Commune {
  /// In VND, without sign.
  fileprivate var difference: Int { abs((spends[0] ?? 0) - (spends[1] ?? 0)) }
}
