import Foundation
import Hummingbird

/// A table uploaded with a form: the form's other fields, and the file in memory, of bounded size.
struct UploadedTable: Sendable {
  let fields: [String: String]
  let bytes: Data

  /// Receives a table.
  ///
  /// - Parameters:
  ///   - maximum: Maximum bytes of the file.
  ///   - share: Counts the bytes of the file.
  ///   - check: Receives the fields before the first byte of the file is kept.
  /// - Throws: ``ServerError`` with `bodyTooLarge` `busy` or `requestMalformed`; whatever `check`
  ///   throws.
  static func receive(
    _ request: Request, maximum: Int, counting share: BodyBudget.Share,
    check: ([String: String]) throws -> Void
  ) async throws -> UploadedTable {
    guard FileForm.isOne(request) else {
      // A form without a file: refused as such, but only after its token is checked.
      let form = try await PageForm(request)
      try check(Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first })
      throw FileForm.malformed
    }
    var bytes = Data()
    let form = try await FileForm.receive(
      request, maximum: maximum,
      tooLarge: ServerError(.bodyTooLarge, "The table is larger than \(maximum >> 20) MiB."),
      check: check
    ) { part in
      try share.add(part.count)
      bytes.append(contentsOf: part)
    }
    guard form.size != nil else { throw FileForm.malformed }
    return UploadedTable(fields: form.fields, bytes: bytes)
  }
}
