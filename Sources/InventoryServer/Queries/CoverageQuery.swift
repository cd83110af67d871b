import InventoryStore
import Presentation

/// Which communes the page of coverage shows.
struct CoverageQuery {
  /// Conditions that need attention other than silence.
  enum Look: String, CaseIterable {
    case held, wrongClock, oldAgent, late, dropping, missing

    /// How many machines of a commune are concerned.
    func count(_ commune: CommuneCoverage) -> Int {
      switch self {
      case .held: commune.held
      case .wrongClock: commune.wrongClocks
      case .oldAgent: commune.oldAgents
      case .late: commune.late
      case .dropping: commune.dropping
      case .missing: commune.missing ?? 0
      }
    }
  }

  let province: String?
  let state: CommuneCoverage.State?
  let look: Look?
  /// A group's number, in digits.
  let group: String?
  /// The communes of that group, once they are known.
  var members: Set<String>?
  /// As it was typed.
  let search: String

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ call: PageCall) throws {
    let query = call.query
    province = query.province
    group = query["group"].map { String($0.prefix(100)) }
    state = try Self.choice(query["state"], call)
    look = try Self.choice(query["look"], call)
    search = String((query["q"] ?? "").prefix(100))
  }

  /// Whether the query selects communes.
  var isNarrowed: Bool {
    province != nil || group != nil || state != nil || look != nil || !search.isEmpty
  }

  /// Those that meet every condition, the most urgent first.
  func apply(to communes: [CommuneCoverage]) -> [CommuneCoverage] {
    let words = SearchText.folded(search)
    return communes.filter { commune in
      (members?.contains(commune.code) ?? true) && (state == nil || commune.state == state)
        && (look?.count(commune) ?? 1) > 0
        && (words.isEmpty || commune.code.utf8.starts(with: words)
          || SearchText.contains(SearchText.folded(commune.name), words))
    }.sorted { $0.isMoreUrgent(than: $1) }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String?, _ call: PageCall
  ) throws -> Choice? {
    guard let text else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw ServerError(
        .argumentMalformed,
        call.text(
          "coverage.noChoice",
          [
            "given": String(text.prefix(20)),
            "choices": Choice.allCases.map(\.rawValue).joined(separator: ", "),
          ]))
    }
    return choice
  }
}
