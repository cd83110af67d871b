import Foundation
import Hummingbird
import Presentation

/// A plan, forecast or programme as a downloadable file: a workbook or CSV.
struct DocumentFile: Sendable {
  typealias Encoding = @Sendable (Language, Messages) throws -> Data

  /// Without extension.
  let name: String
  let workbook: Encoding
  let csv: Encoding

  /// Creates the file on `queue`, because a large one takes seconds.
  ///
  /// - Throws: ``ServerError`` with `argumentMalformed` for another format, or `busy`.
  func response(
    _ format: String, _ language: Language, _ messages: Messages, on queue: BoundedQueue,
    for caller: BoundedQueue.Caller
  ) async throws -> Response {
    let (encode, type): (Encoding, String)
    switch format {
    case "xlsx":
      (encode, type) = (
        workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      )
    case "csv": (encode, type) = (csv, "text/csv; charset=utf-8")
    case let other:
      throw ServerError(
        .argumentMalformed, "Unknown format \"\(other.prefix(20))\": use xlsx or csv.")
    }
    let bytes = try await queue.run(for: caller) { try encode(language, messages) }
    return PageResponse.file(bytes, type: type, name: "\(name).\(format)")
  }

  /// The format requested in the page's address; by default, a workbook.
  func response(_ call: PageCall, on queue: BoundedQueue) async throws -> Response {
    try await response(
      call.query["format"] ?? "xlsx", call.language, call.messages, on: queue,
      for: await call.queueCaller)
  }
}

extension DocumentFile {
  init(_ document: PlanDocument, name: String) {
    self.init(
      name: name, workbook: { try PlanWorkbook.encode(document, $0, messages: $1) },
      csv: { PlanCSV.encode(document, $0, messages: $1) })
  }

  init(_ document: ForecastDocument, name: String) {
    self.init(
      name: name, workbook: { try ForecastWorkbook.encode(document, $0, messages: $1) },
      csv: { ForecastCSV.encode(document, $0, messages: $1) })
  }

  init(_ document: ProgrammeDocument, name: String) {
    self.init(
      name: name, workbook: { try ProgrammeWorkbook.encode(document, $0, messages: $1) },
      csv: { ProgrammeCSV.encode(document, $0, messages: $1) })
  }
}
