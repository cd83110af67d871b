import ArgumentParser
import Foundation
import Presentation

enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json

  /// - Parameter text: prints the value for people.
  func write(_ value: some Encodable, text: () throws -> Void) throws {
    switch self {
    case .json: try ListOutput.json(value)
    case .text: try text()
    }
  }

  /// A row for each value.
  ///
  /// - Parameters:
  ///   - head: of the columns, in English.
  ///   - json: what programs get of the values.
  func write<Value>(
    _ values: [Value], _ head: [String], json: (Value) -> some Encodable,
    cells: (Value) -> [String]
  ) throws {
    try write(values.map(json)) { try ListOutput.table(head, values.map(cells)) }
  }

  func write<Value: Encodable>(
    _ values: [Value], _ head: [String], cells: (Value) -> [String]
  ) throws {
    try write(values, head, json: { $0 }, cells: cells)
  }
}

/// For whom a command prints, people or programs.
struct FormatOption: ParsableArguments {
  @Option(help: "text or json.")
  var format: ListFormat = .text
}

/// What every list takes, after its name.
struct ListOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @OptionGroup var output: FormatOption

  var format: ListFormat { output.format }
}

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
    date.map(localTime.string) ?? "-"
  }

  /// One for all rows of a list, since making one takes longer than the rest of a row.
  private static let localTime: DateFormatter = {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm"
    return formatter
  }()
}
