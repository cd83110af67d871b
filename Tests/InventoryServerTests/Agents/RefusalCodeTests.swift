import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// Alerts send operators to the guides' table of refusal codes, so every code must stand there.
struct RefusalCodeTests {
  private static let project = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Codes that answer neither a report nor an enrolment: only people, programs, bundles and
  /// measurements of the line get them.
  private static let others: Set<String> = [
    "bundleMalformed", "provinceUnknown", "groupUnknown", "registerMalformed", "valuesErased",
    "userUnknown", "invitationUnknown", "planUnknown", "notOwn", "programmeUnknown",
    "purchasesMalformed", "pastNotKept", "timeMalformed", "notFound", "methodNotAllowed",
    "slotUnknown", "slotUsedUp", "signInWanted", "rightMissing", "crossSite", "formMalformed",
    "formExpired",
  ]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: project.appending(path: path), encoding: .utf8)
  }

  /// The codes of ``ServerError``, as its file lists them.
  private static func serverCodes() throws -> Set<String> {
    let file = try text("Sources/InventoryServer/HTTP/ServerError.swift")
    let list = try #require(file.firstMatch(of: /enum Code[^{]*\{([^}]*)\}/)).1
    let codes = Set(list.matches(of: /[a-z][A-Za-z]+/).map { String($0.0) }.filter { $0 != "case" })
    #expect(codes.count > 10 && codes.allSatisfy { ServerError.Code(rawValue: $0) != nil })
    return codes
  }

  @Test(arguments: ["en", "vi"])
  func everyCodeStandsInTheGuide(_ language: String) throws {
    let all = try Self.serverCodes().union(InventoryError.Code.allCases.map(\.rawValue))
    #expect(Self.others.isSubset(of: all))
    let guide = try Self.text("docs/\(language)/operator.md")
    let table = try #require(
      guide.components(separatedBy: "commune_inventory_reports_refused_total").dropFirst().first)
    let rows = table.split(separator: "\n").drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    let codes = rows.dropFirst(2).flatMap { row in
      row.split(separator: "|")[0].matches(of: /`([A-Za-z]+)`/).map { String($0.1) }
    }
    #expect(Set(codes).count == codes.count, "no code stands in two rows")
    let wanted = all.subtracting(Self.others)
    #expect(wanted.subtracting(codes).isEmpty, "missing: \(wanted.subtracting(codes).sorted())")
    #expect(Set(codes).subtracting(wanted).isEmpty, "\(Set(codes).subtracting(wanted).sorted())")
  }

  /// The other codes are thrown nowhere on an agent's way.
  @Test func agentsGetNoOtherCodes() throws {
    let folders = [
      "Sources/InventoryServer/Agents", "Sources/InventoryStore/Reports",
      "Sources/InventoryStore/Enrolment", "Sources/InventoryStore/Writing",
    ]
    let thrown = /Error\(\s*\.([a-z][A-Za-z]+)/
    var found = 0
    for folder in folders {
      let files = try #require(
        FileManager.default.enumerator(atPath: Self.project.appending(path: folder).path))
      for case let name as String in files where name.hasSuffix(".swift") {
        guard !["Bundle", "Bandwidth/", "Receipt"].contains(where: name.contains) else { continue }
        for match in try Self.text("\(folder)/\(name)").matches(of: thrown) {
          found += 1
          #expect(!Self.others.contains(String(match.1)), "\(name): \(match.1)")
        }
      }
    }
    #expect(found > 40)
  }
}
