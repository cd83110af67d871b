import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A table that a form brought: its other fields, and the file in memory, whose size is bounded.
struct UploadedTable: Sendable {
  let fields: [String: String]
  let bytes: Data

  /// Receives one.
  ///
  /// - Parameters:
  ///   - maximum: maximum bytes of the file.
  ///   - check: is given the fields before the first byte of the file is kept.
  /// - Throws: ``ServerError`` with `bodyTooLarge` or `requestMalformed`; what `check` throws.
  static func receive(
    _ request: Request, maximum: Int, check: ([String: String]) throws -> Void
  ) async throws -> UploadedTable {
    let malformed = ServerError(.requestMalformed, "The form arrived incomplete: submit it again.")
    let tooLarge = ServerError(.bodyTooLarge, "The table is larger than \(maximum >> 20) MiB.")
    guard let type = request.headers[.contentType],
      var scanner = MultipartScanner(contentType: type)
    else {
      // A form without a file: refused for what it is, after its token.
      let form = try await PageForm(request)
      try check(Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first })
      throw malformed
    }
    // The form around the file takes a little.
    if let length = request.headers[.contentLength].flatMap(Int.init), length > maximum + 64 << 10 {
      throw tooLarge
    }
    var fields: [String: String] = [:]
    var bytes = Data()
    var hasFile = false
    var isOver = false
    do {
      for try await buffer in request.body {
        for part in try scanner.add(buffer.readableBytesView) {
          switch part {
          case .field(let name, let value):
            // Fields after the file were not there when it was asked whether it is welcome.
            guard !hasFile else { throw malformed }
            fields[name] = value
          case .file:
            guard !hasFile else { throw malformed }
            hasFile = true
            try check(fields)
          case .bytes(let more):
            guard bytes.count + more.count <= maximum else { throw tooLarge }
            bytes.append(contentsOf: more)
          case .end: isOver = true
          }
        }
      }
    } catch is MultipartScanner.Malformed {
      throw malformed
    }
    if !hasFile { try check(fields) }
    guard isOver, hasFile else { throw malformed }
    return UploadedTable(fields: fields, bytes: bytes)
  }
}
