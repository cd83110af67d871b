import ArgumentParser
import Foundation

/// In what form a result is given, and where.
struct ResultOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, xlsx }

  @Option(help: "table, json, csv or xlsx.")
  var format: Format = .table

  @Option(
    help:
      "Write to this file, pipe or device instead of stdout; a link stays, its target is replaced.")
  var output: String?

  func validate() throws {
    if format == .xlsx, output == nil, Terminal.isStdout {
      throw ValidationError("A workbook cannot be shown in a terminal: give a file with --output.")
    }
  }

  /// - Parameter encode: Encodes in a format; the flag says whether colour may be used.
  func write(_ encode: (Format, Bool) throws -> Data) throws {
    let colour = output == nil && Terminal.wantsColour
    try ResultFile.write(try encode(format, colour), to: output)
  }
}
