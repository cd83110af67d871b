import InventoryStore
import Presentation
import Prioritization

/// Selects the displayed communes of a ranking. Ranks remain those of the whole ranking.
struct RankingFilter: Sendable, Equatable {
  /// Named as in the register.
  enum Kind: String, Sendable, CaseIterable {
    case commune = "xã"
    case ward = "phường"
    case specialZone = "đặc khu"

    /// With or without diacritics and capitals.
    init?(typed text: String) {
      let folded = SearchText.folded(text)
      guard let kind = Self.allCases.first(where: { SearchText.folded($0.rawValue) == folded })
      else { return nil }
      self = kind
    }

    var messageKey: String {
      switch self {
      case .commune: "kind.commune"
      case .ward: "kind.ward"
      case .specialZone: "kind.specialZone"
      }
    }
  }

  /// A property of a commune's location, by the register.
  enum Place: String, Sendable, CaseIterable {
    case remote, border, island
  }

  /// A criterion of the policy, by id and index.
  struct Below: Sendable, Equatable {
    let id: String
    let index: Int
    let label: LocalizedText
  }

  var kind: Kind?
  var place: Place?
  var queue: Queue?
  var reporting: ReportingState?
  /// Only communes of this group.
  var group: GroupMembers?
  /// Only communes that provably miss the standard of this criterion.
  var below: Below?
  /// As typed, without surrounding white space.
  var search = ""

  var isEverything: Bool { self == RankingFilter() }

  /// Whether nothing except a choice of the queue excludes communes.
  var isEverythingButQueue: Bool {
    var filter = self
    filter.queue = nil
    return filter.isEverything
  }

  /// The entries that meet every condition, in their order.
  func apply(to entries: [RankingDocument.Entry]) -> [RankingDocument.Entry] {
    let words = SearchText.folded(search)
    return entries.filter { entry in
      (kind == nil || entry.kind == kind?.rawValue)
        && (queue == nil || entry.ranked.queue == queue)
        && (reporting == nil || entry.reporting == reporting)
        && (group?.codes.contains(entry.ranked.standing.code) ?? true)
        && (below.map { entry.ranked.standing.gapLow[$0.index] > 0 } ?? true)
        && (place == nil || says(entry.place) == true)
        && (words.isEmpty || Self.isFound(entry, words))
    }
  }

  /// Number of `entries` for which the register does not say whether they match the place.
  func unknownPlaces(in entries: [RankingDocument.Entry]) -> Int {
    place == nil ? 0 : entries.count { says($0.place) == nil }
  }

  /// By a code's beginning, or by consecutive words of the name.
  private static func isFound(_ entry: RankingDocument.Entry, _ words: [UInt8]) -> Bool {
    entry.ranked.standing.code.utf8.starts(with: words)
      || SearchText.contains(SearchText.folded(entry.name), words)
  }

  private func says(_ place: RankingDocument.Place) -> Bool? {
    switch self.place {
    case .remote: place.remote
    case .border: place.border
    case .island: place.island
    case nil: nil
    }
  }
}

extension RankingFilter {
  /// Each condition with its label; empty if there is none.
  func conditions(_ language: Language, _ messages: Messages) -> [String] {
    func condition(_ name: String, _ value: String?) -> String? {
      value.map { "\(messages(name, language)): \($0)" }
    }
    return [
      condition("filter.kind", kind.map { messages($0.messageKey, language) }),
      condition("filter.place", place.map { messages("place.\($0.rawValue)", language) }),
      condition("filter.queue", queue.map { messages("queue.\($0.rawValue)", language) }),
      condition(
        "filter.reporting", reporting.map { messages($0.messageKey, language) }),
      condition("groups.group", group.map { DisplayText.neutralised($0.name) }),
      condition("filter.below", below.map { DisplayText.neutralised($0.label[language]) }),
      condition("filter.searched", search.isEmpty ? nil : DisplayText.neutralised(search)),
    ].compactMap { $0 }
  }
}

extension ReportingState {
  /// The message key of its name in filters, where communes that never reported count as silent.
  var messageKey: String { self == .silent ? "filter.reportingSilent" : "reporting.\(rawValue)" }
}
