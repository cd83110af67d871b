import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ScanReading

/// A scan that was sent: its form's fields, and a temporary file with its bytes, which are never in
/// memory as a whole.
struct ScanUpload: Sendable {
  let fields: [String: String]
  let file: URL
  let size: Int

  /// Whether a request brings a file in a form.
  static func isOne(_ request: Request) -> Bool {
    request.headers[.contentType].flatMap(MultipartScanner.init(contentType:)) != nil
  }

  /// Receives one.
  ///
  /// - Parameter check: is given the fields before the first byte of the file is kept.
  /// - Throws: ``ServerError`` with `bodyTooLarge` or `requestMalformed`; what `check` throws.
  static func receive(
    _ request: Request, check: ([String: String]) throws -> Void
  ) async throws -> ScanUpload {
    let malformed = ServerError(.requestMalformed, "The form arrived incomplete: submit it again.")
    let tooLarge = ServerError(
      .bodyTooLarge,
      "A scan has at most \(ScanHeader.mostBytes >> 20) MB: scan one page at 200 or 300 dpi.")
    // The form around the file takes a little.
    if let length = request.headers[.contentLength].flatMap(Int.init),
      length > ScanHeader.mostBytes + 64 << 10
    {
      throw tooLarge
    }
    guard let type = request.headers[.contentType],
      var scanner = MultipartScanner(contentType: type)
    else { throw malformed }
    let file = FileManager.default.temporaryDirectory.appending(path: "scan-upload-\(UUID())")
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw ServerError(.busy, "There is no room for the scan: try again later.") }
    do {
      let handle = try FileHandle(forWritingTo: file)
      defer { try? handle.close() }
      var fields: [String: String] = [:]
      var size = 0
      var hasFile = false
      var isOver = false
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
          case .bytes(let bytes):
            size += bytes.count
            guard size <= ScanHeader.mostBytes else { throw tooLarge }
            try handle.write(contentsOf: bytes)
          case .end: isOver = true
          }
        }
      }
      guard isOver else { throw malformed }
      if !hasFile { try check(fields) }
      return ScanUpload(fields: fields, file: file, size: size)
    } catch {
      try? FileManager.default.removeItem(at: file)
      switch error {
      case is MultipartScanner.Malformed: throw malformed
      case is ServerError: throw error
      case is CocoaError:
        throw ServerError(.busy, "There is no room for the scan: try again later.")
      default: throw malformed
      }
    }
  }

  func remove() { try? FileManager.default.removeItem(at: file) }
}
