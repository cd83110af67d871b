import ArgumentParser
import Foundation
import Presentation

/// Options for a result's format and destination.
struct ResultOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv, xlsx }

  @Option(help: "table, json, csv or xlsx.")
  var format: Format = .table

  @Option(
    help:
      "Write to this file, pipe or device instead of stdout (-); a link stays, its target is replaced."
  )
  var output: String?

  private var isForStdout: Bool { output == nil || output == "-" }

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("--output needs a file.") }
    if format == .xlsx, isForStdout, Terminal.isStdout {
      throw ValidationError("A workbook cannot be shown in a terminal: give a file with --output.")
    }
  }

  /// Writes a document in the requested format, or as a table if it does not have that one.
  ///
  /// - Parameters:
  ///   - inputs: files that this command reads, besides those of `global`.
  ///   - table: the flag says whether colour may be used.
  func write(
    for global: GlobalOptions, reading inputs: [String?] = [], json: () throws -> Data,
    csv: ((Language, Messages) -> Data)? = nil,
    xlsx: ((Language, Messages) throws -> Data)? = nil,
    table: (Language, Messages, Bool) -> String
  ) throws {
    let messages = try Messages.embedded()
    let bytes: Data =
      switch (format, csv, xlsx) {
      case (.json, _, _): try json()
      case (.csv, let csv?, _): csv(global.language, messages)
      case (.xlsx, _, let xlsx?): try xlsx(global.language, messages)
      default: Data(table(global.language, messages, isForStdout && Terminal.wantsColour).utf8)
      }
    try ResultFile.write(
      bytes, to: output, sparing: global.protectedFiles + inputs.compactMap(\.self))
  }
}
