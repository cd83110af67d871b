import Foundation
import Presentation
import Prioritization

/// An order other than that of the ranking.
struct RankingSort: Sendable, Equatable {
  enum Column: String, Sendable, CaseIterable {
    case rank, name, points, confidence, lastReport
  }

  let column: Column
  let descending: Bool

  init(_ column: Column, descending: Bool = false) {
    self.column = column
    self.descending = descending
  }

  /// Parses a column name, with a minus if descending: `-points`.
  init?(_ text: String) {
    let descending = text.hasPrefix("-")
    guard let column = Column(rawValue: String(descending ? text.dropFirst() : text[...]))
    else { return nil }
    self.init(column, descending: descending)
  }

  var text: String { (descending ? "-" : "") + column.rawValue }

  /// Stable: equal entries keep the order of the ranking.
  func apply(to entries: [RankingDocument.Entry]) -> [RankingDocument.Entry] {
    switch column {
    case .rank: sorted(entries, by: \.ranked.rank)
    case .name: byName(entries)
    case .points: sorted(entries, by: \.ranked.standing.points)
    case .confidence: sorted(entries, by: \.ranked.standing.confidence)
    // Communes that never reported count as the oldest.
    case .lastReport:
      sorted(entries) { $0.lastReport?.timeIntervalSince1970 ?? -.infinity }
    }
  }

  private func sorted<Value: Comparable>(
    _ entries: [RankingDocument.Entry], by value: (RankingDocument.Entry) -> Value
  ) -> [RankingDocument.Entry] {
    let keys = entries.map(value)
    let order = entries.indices.sorted { one, other in
      if keys[one] == keys[other] { return one < other }
      return descending ? keys[one] > keys[other] : keys[one] < keys[other]
    }
    return order.map { entries[$0] }
  }

  private func byName(_ entries: [RankingDocument.Entry]) -> [RankingDocument.Entry] {
    let keys = entries.map { VietnameseOrder.key(Self.properName($0)) }
    let order = entries.indices.sorted { one, other in
      if keys[one] == keys[other] { return one < other }
      return keys[one].lexicographicallyPrecedes(keys[other]) != descending
    }
    return order.map { entries[$0] }
  }

  /// The name without its leading Xã, Phường or Đặc khu.
  static func properName(_ entry: RankingDocument.Entry) -> String {
    let name = entry.name
    guard name.count > entry.kind.count + 1, name.lowercased().hasPrefix(entry.kind + " ")
    else { return name }
    return String(name.dropFirst(entry.kind.count + 1))
  }
}

extension RankingDocument {
  /// The part of this ranking that matches `filter`, reordered by `sort`.
  func part(_ filter: RankingFilter, sort: RankingSort? = nil) -> RankingDocument {
    var part = self
    if !filter.isEverything { part.entries = filter.apply(to: entries) }
    if let sort { part.entries = sort.apply(to: part.entries) }
    return part
  }
}
