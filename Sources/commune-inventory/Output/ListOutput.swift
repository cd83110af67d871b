import ArgumentParser
import Foundation
import Presentation

enum ListFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// What a list command prints.
enum ListOutput {
  /// One JSON document: sorted keys, times in RFC 3339 UTC.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    encoder.dateEncodingStrategy = .iso8601
    try Output.write(try encoder.encode(value) + Data("\n".utf8))
  }

  /// Columns as wide as their widest cell.
  static func table(_ head: [String], _ rows: [[String]]) throws {
    try Output.line(TextTable.render(head: head.map(Spoken.said), rows: rows))
  }

  /// A time for people, in their own zone.
  static func local(_ date: Date?) -> String {
    guard let date else { return "-" }
    let formatter = DateFormatter()
    formatter.dateFormat = "yyyy-MM-dd HH:mm"
    return formatter.string(from: date)
  }
}
