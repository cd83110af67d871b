import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@testable import InventoryServer

@Suite struct RankingFilterTests {
  private func document() throws -> RankingDocument {
    var document = try Example.document(Example.three)
    document.entries = document.entries.map { entry in
      switch entry.ranked.standing.code {
      case "21205": entry.with(kind: "đặc khu", place: .init(remote: false, island: true))
      case "21154": entry.with(place: .init(remote: true, border: true, island: false))
      default: entry
      }
    }
    return document
  }

  private func codes(_ filter: RankingFilter, sort: RankingSort? = nil) throws -> [String] {
    try document().part(filter, sort: sort).entries.map(\.ranked.standing.code)
  }

  @Test func emptyFilterMatchesEverything() throws {
    #expect(RankingFilter().isEverything)
    #expect(try codes(RankingFilter()) == ["21154", "08227", "21205"])
  }

  @Test func everyConditionFilters() throws {
    #expect(try codes(.init(kind: .specialZone)) == ["21205"])
    #expect(try codes(.init(kind: .ward)) == [])
    #expect(try codes(.init(place: .remote)) == ["21154"])
    #expect(try codes(.init(place: .border)) == ["21154"])
    #expect(try codes(.init(place: .island)) == ["21205"])
    #expect(try codes(.init(queue: .verifyFirst)) == ["21205"])
    #expect(try codes(.init(queue: .ranked)) == ["21154", "08227"])
    #expect(try codes(.init(reporting: .neverEnrolled)) == ["21205"])
    #expect(try codes(.init(search: "tay tra")) == ["21154"])
    #expect(try codes(.init(search: "lí sơn")) == ["21205"])
    #expect(try codes(.init(search: "212")) == ["21205"])
    #expect(try codes(.init(search: "205")) == [])
    #expect(try codes(.init(search: "…")) == ["21154", "08227", "21205"])
  }

  @Test func conditionsCombine() throws {
    #expect(try codes(.init(kind: .commune, queue: .ranked, search: "ba")) == ["08227"])
    #expect(try codes(.init(place: .island, queue: .ranked)) == [])
  }

  /// Filters never renumber ranks; values missing in the register are counted, not guessed.
  @Test func filteringKeepsOverallRanks() throws {
    let whole = try document()
    let part = whole.part(.init(search: "ba gia"))
    #expect(part.entries.map(\.ranked) == [whole.entries[1].ranked])
    #expect(part.entries.first?.ranked.rank == 2)
    #expect(RankingFilter(place: .border).unknownPlaces(in: whole.entries) == 2)
    #expect(RankingFilter().unknownPlaces(in: whole.entries) == 0)
  }

  @Test func sortingOrdersEntries() throws {
    #expect(try codes(.init(), sort: .init(.name)) == ["08227", "21205", "21154"])
    #expect(try codes(.init(), sort: .init(.name, descending: true)).first == "21154")
    #expect(try codes(.init(), sort: .init(.points)) == ["21205", "08227", "21154"])
    #expect(try codes(.init(), sort: .init(.rank)).first == "21154")
    #expect(try codes(.init(), sort: .init(.confidence)).first == "21205")
    // A commune that never reported counts as the oldest.
    #expect(try codes(.init(), sort: .init(.lastReport)) == ["21205", "21154", "08227"])
    #expect(
      try codes(.init(), sort: .init(.lastReport, descending: true)) == ["21154", "08227", "21205"])
  }

  @Test(arguments: RankingSort.Column.allCases) func sortRoundTripsAsText(
    _ column: RankingSort.Column
  ) {
    for descending in [false, true] {
      let sort = RankingSort(column, descending: descending)
      #expect(RankingSort(sort.text) == sort)
    }
  }

  @Test(arguments: ["", "-", "--rank", "Rank", "name ", "points,rank"])
  func malformedSortsAreRejected(_ text: String) { #expect(RankingSort(text) == nil) }

  @Test(arguments: [
    ("xã", RankingFilter.Kind.commune), ("Xa", .commune), ("PHUONG", .ward),
    ("đặc  khu", .specialZone), ("dac khu", .specialZone), ("town", nil), ("", nil),
  ])
  func kindsAreRecognised(_ text: String, _ kind: RankingFilter.Kind?) {
    #expect(RankingFilter.Kind(typed: text) == kind)
    #expect(RankingFilter.Kind(typed: text.decomposedStringWithCanonicalMapping) == kind)
  }

  @Test(arguments: Language.allCases) func conditionsAreNamed(_ language: Language) throws {
    let messages = try Example.messages()
    let filter = RankingFilter(
      kind: .ward, place: .border, queue: .ranked, reporting: .silent, search: "a\u{202E}b")
    let conditions = filter.conditions(language, messages)
    #expect(conditions.count == 5)
    // A key without a text would appear as the key itself.
    #expect(!conditions.contains { $0.contains("filter.") || $0.contains("place.") })
    #expect(conditions[4].hasSuffix("a\u{FFFD}b"))
    #expect(RankingFilter().conditions(language, messages).isEmpty)
  }
}
