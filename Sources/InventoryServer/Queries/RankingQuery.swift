import InventoryStore
import Presentation
import Prioritization

/// The part of a ranking that an address requests, on the page and in `GET /api/v1/ranking`.
///
/// | parameter | values |
/// |---|---|
/// | `province` | two digits |
/// | `kind` | `xã`, `phường`, `đặc khu`, with or without diacritics |
/// | `place` | `remote`, `border`, `island`, by the register |
/// | `queue` | `ranked`, `verifyFirst`, `all` |
/// | `reporting` | `fresh`, `ageing`, `silent`, `neverEnrolled` |
/// | `asOf` | a time in the past: `2026-10-31` (the end of that day in Vietnam), or RFC 3339 |
/// | `group` | a group's number, as `/administration/groups` lists them |
/// | `below` | the id of a criterion whose standard is provably missed |
/// | `search` | words of a name, or the beginning of a code; at most 100 characters |
/// | `sort` | `rank`, `name`, `points`, `confidence`, `lastReport`; descending with a leading `-` |
struct RankingQuery {
  static let maximumSearch = 100

  let province: String?
  /// Whether the query names a queue, or `all`.
  let namesQueue: Bool
  var filter: RankingFilter
  let sort: RankingSort?
  /// Whether the page shows figures instead of bars.
  let showsFigures: Bool
  /// A group's number, in digits; ``find(in:within:by:)`` adds it to the filter.
  let group: String?
  /// The id of a criterion; ``find(in:within:by:)`` adds it to the filter.
  let below: String?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ query: PageQuery) throws {
    province = query.province
    showsFigures = query["figures"] == "yes"
    group = query["group"].map { String($0.prefix(100)) }
    below = query["below"]
    let queue = query["queue"]
    namesQueue = queue != nil
    filter = RankingFilter(
      kind: try Self.one("kind", query, ["xã", "phường", "đặc khu"]) { .init(typed: $0) },
      place: try Self.one("place", query, RankingFilter.Place.allCases.map(\.rawValue)) {
        .init(rawValue: $0)
      },
      queue: queue == "all"
        ? nil
        : try Self.one("queue", query, Queue.allCases.map(\.rawValue) + ["all"]) {
          Queue(rawValue: $0)
        },
      reporting: try Self.one("reporting", query, ReportingState.allCases.map(\.rawValue)) {
        .init(rawValue: $0)
      }, search: try Self.search(query))
    sort = try Self.one("sort", query, RankingSort.Column.allCases.map(\.rawValue)) {
      RankingSort($0)
    }
  }

  /// Looks up the requested group and criterion.
  ///
  /// - Throws: `InventoryError` with `groupUnknown`, ``ServerError`` with `argumentMalformed`.
  mutating func find(
    in groups: InventoryStore.Groups, within scope: Scope, by policy: Policy
  ) async throws {
    if let below {
      let criteria = policy.criteria.filter { $0.weight > 0 }
      guard let index = policy.criteria.firstIndex(where: { $0.id == below && $0.weight > 0 })
      else {
        throw ServerError(
          .argumentMalformed,
          "Unknown below \"\(below.prefix(20))\": use \(criteria.map(\.id).joined(separator: ", "))."
        )
      }
      filter.below = .init(id: below, index: index, label: policy.criteria[index].label)
    }
    guard let group else { return }
    let found = try await groups.members(of: group, within: scope)
    filter.group = GroupMembers(
      number: found.group.number, name: found.group.name, codes: Set(found.codes))
  }

  private static func one<Value>(
    _ name: String, _ query: PageQuery, _ values: [String], _ make: (String) -> Value?
  ) throws -> Value? {
    guard let text = query[name] else { return nil }
    guard let value = make(text) else {
      throw ServerError(
        .argumentMalformed,
        "Unknown \(name) \"\(text.prefix(20))\": use \(values.joined(separator: ", ")).")
    }
    return value
  }

  private static func search(_ query: PageQuery) throws -> String {
    let text = (query["search"] ?? "").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    guard text.unicodeScalars.count <= maximumSearch else {
      throw ServerError(
        .argumentMalformed, "A search has at most \(maximumSearch) characters: enter fewer words.")
    }
    return text
  }
}
