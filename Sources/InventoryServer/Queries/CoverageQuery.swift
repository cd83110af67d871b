import InventoryStore
import Presentation

/// The selection of communes on the page of coverage.
struct CoverageQuery {
  /// Conditions that need attention other than silence.
  enum Look: String, CaseIterable {
    // The value in addresses of pages.
    case quarantined = "held"
    case wrongClock, oldAgent, late, dropping, missing

    /// The number of a commune's machines that are affected.
    func count(_ commune: CommuneCoverage) -> Int {
      switch self {
      case .quarantined: commune.quarantined
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
  /// The communes of that group, once looked up.
  var members: Set<String>?
  /// As typed.
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

  /// The communes that meet every condition, the most urgent first.
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
