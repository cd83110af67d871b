import ArgumentParser
import Foundation

/// In what form a result is given, and where.
struct ResultOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  @Option(help: "table, json or csv.")
  var format: Format = .table

  @Option(help: "Write to this file instead of stdout.")
  var output: String?

  /// - Parameter encode: The bytes in a form; told whether colour may be used.
  func write(_ encode: (Format, Bool) throws -> Data) throws {
    let colour = output == nil && Terminal.wantsColour
    try ResultFile.write(try encode(format, colour), to: output)
  }
}
