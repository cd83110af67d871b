import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A form with a file (`multipart/form-data`), read as it arrives.
struct FileForm {
  let fields: [String: String]
  /// Bytes of the file; nil if there is none.
  let size: Int?

  /// Whether a request's body is a form that may contain a file.
  static func isOne(_ request: Request) -> Bool {
    request.headers[.contentType].flatMap(MultipartScanner.init(contentType:)) != nil
  }

  static var malformed: ServerError {
    ServerError(.requestMalformed, "The form arrived incomplete: submit it again.")
  }

  /// - Parameters:
  ///   - maximum: The most bytes of the file.
  ///   - tooLarge: Thrown for a larger file, at once if its length is declared.
  ///   - check: Receives the fields before the first byte of the file is kept.
  ///   - keep: Receives the file in pieces.
  /// - Throws: `tooLarge`, ``malformed``; whatever `check` and `keep` throw.
  static func receive(
    _ request: Request, maximum: Int, tooLarge: ServerError,
    check: ([String: String]) throws -> Void, keep: ([UInt8]) throws -> Void
  ) async throws -> FileForm {
    // Allows for the size of the form around the file.
    if let length = request.headers[.contentLength].flatMap(Int.init), length > maximum + 64 << 10 {
      throw tooLarge
    }
    guard let type = request.headers[.contentType],
      var scanner = MultipartScanner(contentType: type)
    else { throw malformed }
    var fields: [String: String] = [:]
    var size: Int?
    var isOver = false
    do {
      for try await buffer in request.body {
        for part in try scanner.add(buffer.readableBytesView) {
          switch part {
          case .field(let name, let value):
            // Fields after the file were not there when `check` was called.
            guard size == nil else { throw malformed }
            fields[name] = value
          case .file:
            guard size == nil else { throw malformed }
            size = 0
            try check(fields)
          case .bytes(let bytes):
            let sum = (size ?? 0) + bytes.count
            guard sum <= maximum else { throw tooLarge }
            size = sum
            try keep(bytes)
          case .end: isOver = true
          }
        }
      }
    } catch is MultipartScanner.Malformed {
      throw malformed
    }
    guard isOver else { throw malformed }
    if size == nil { try check(fields) }
    return FileForm(fields: fields, size: size)
  }
}
