import InventoryStore
import Presentation
import Prioritization

/// Which communes of a ranking are shown. Ranks stay those of the whole ranking.
struct RankingFilter: Sendable, Equatable {
  /// By the register's word.
  enum Kind: String, Sendable, CaseIterable {
    case commune = "xã"
    case ward = "phường"
    case specialZone = "đặc khu"

    /// With or without marks and capitals.
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

  /// What the register says of a commune's place.
  enum Place: String, Sendable, CaseIterable {
    case remote, border, island
  }

  /// A criterion of the policy by its place.
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
  /// As it was typed, without white space around it.
  var search = ""

  var isEverything: Bool { self == RankingFilter() }

  /// Whether nothing but a choice of the queue leaves communes out.
  var isEverythingButQueue: Bool {
    var filter = self
    filter.queue = nil
    return filter.isEverything
  }

  /// Those that meet every condition, in their order.
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

  /// By a code, or by words of the name in their order.
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
  /// The key of its words where communes are chosen by it: those that never reported are among the silent.
  var messageKey: String { self == .silent ? "filter.reportingSilent" : "reporting.\(rawValue)" }
}
