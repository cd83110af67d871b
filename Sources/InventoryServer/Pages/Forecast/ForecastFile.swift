import Hummingbird
import Presentation

/// A forecast as a file to keep: a workbook or CSV.
struct ForecastFile {
  let document: ForecastDocument
  let queue: BoundedQueue
  /// What the file is called, without its ending.
  let name: String

  /// - Throws: ``ServerError`` with `argumentMalformed` for another format.
  func response(
    _ format: String, _ language: Language, _ messages: Messages, for caller: BoundedQueue.Caller
  ) async throws -> Response {
    let document = document
    switch format {
    case "xlsx":
      return PageResponse.file(
        try await queue.run(for: caller) {
          try ForecastWorkbook.encode(document, language, messages: messages)
        }, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        name: "\(name).xlsx")
    case "csv":
      return PageResponse.file(
        try await queue.run(for: caller) {
          ForecastCSV.encode(document, language, messages: messages)
        }, type: "text/csv; charset=utf-8", name: "\(name).csv")
    case let other:
      throw ServerError(
        .argumentMalformed, "Unknown format \"\(other.prefix(20))\": use xlsx or csv.")
    }
  }
}
