import ArgumentParser
import Foundation
import InventoryStore
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

  /// Writes a row for each value.
  ///
  /// - Parameters:
  ///   - head: of the columns, in English.
  ///   - json: the form of a value for programs.
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

/// The output format of a list: for people or for programs.
struct FormatOption: ParsableArguments {
  @Option(help: "text or json.")
  var format: ListFormat = .text
}

/// The options that every list takes, after its name.
struct ListOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @OptionGroup var output: FormatOption

  var format: ListFormat { output.format }
}

/// The output of list commands.
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
    try Output.line(TextTable.render(head: head.map(OutputLanguage.said), rows: rows))
  }

  /// A time for people as the pages write it: Vietnam's, whatever zone this computer is in.
  ///
  /// - Parameter language: of the text around it; that of messages by default.
  static func time(_ date: Date?, _ language: Language = OutputLanguage.language) -> String {
    date.map { PeopleFormat(language).dateTime($0) } ?? "-"
  }

  /// The day of a time for people, likewise.
  static func day(_ date: Date) -> String { PeopleFormat(OutputLanguage.language).date(date) }

  /// A day that is stored as `YYYY-MM-DD`; unchanged if the text is not a day.
  static func day(_ text: String) -> String {
    VietnamDay.end(text).map { day($0.addingTimeInterval(-1)) } ?? text
  }
}
