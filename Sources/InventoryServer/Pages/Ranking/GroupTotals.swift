import InventoryStore
import Presentation
import Prioritization

/// Subtotals of a ranking by group of communes.
struct GroupTotals {
  /// The most groups on a page; the filter can select others.
  static let shown = 100

  let groups: [GroupMembers]
  /// The communes that match the filter.
  let entries: [RankingDocument.Entry]
  let call: PageCall

  /// Groups with at least one of the communes, by name.
  func rows() -> [PageValues] {
    guard !groups.isEmpty else { return [] }
    let byCode = Dictionary(
      entries.map { ($0.ranked.standing.code, $0) }, uniquingKeysWith: { first, _ in first })
    return groups.lazy.compactMap { group -> PageValues? in
      let members = group.codes.compactMap { byCode[$0] }
      return members.isEmpty ? nil : row(group, members)
    }.prefix(Self.shown).map(\.self)
  }

  private func row(_ group: GroupMembers, _ members: [RankingDocument.Entry]) -> PageValues {
    let people = call.people
    let points = members.reduce(0) { $0 + $1.ranked.standing.points }
    return [
      "name": group.name,
      "address": call.address(["group": "\(group.number)", "page": nil, "rows": nil]),
      "communes": people.number(members.count),
      "ranked": people.number(members.count { $0.ranked.queue == .ranked }),
      "verifyFirst": people.number(members.count { $0.ranked.queue == .verifyFirst }),
      "silent": people.number(members.count { $0.reporting == .silent }),
      "mean": people.number(points / Double(members.count), decimals: 1),
    ]
  }
}
