import Hummingbird
import Presentation

/// A plan as a file to keep: a workbook or CSV.
struct PlanFile {
  let document: PlanDocument
  let queue: BoundedQueue
  /// What the file is called, without its ending.
  let name: String

  /// - Throws: ``ServerError`` with `argumentMalformed` for another format.
  func response(_ call: PageCall) async throws -> Response {
    let (document, language, messages) = (document, call.language, call.messages)
    let caller = await call.queueCaller
    switch call.query["format"] ?? "xlsx" {
    case "xlsx":
      return PageResponse.file(
        try await queue.run(for: caller) {
          try PlanWorkbook.encode(document, language, messages: messages)
        }, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        name: "\(name).xlsx")
    case "csv":
      return PageResponse.file(
        try await queue.run(for: caller) { PlanCSV.encode(document, language, messages: messages) },
        type: "text/csv; charset=utf-8", name: "\(name).csv")
    case let other:
      throw ServerError(
        .argumentMalformed, "Unknown format \"\(other.prefix(20))\": use xlsx or csv.")
    }
  }
}
