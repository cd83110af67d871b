import Foundation
import Hummingbird
import ScanReading

/// An uploaded scan: its form's fields, and a temporary file with its bytes, which are never in
/// memory as a whole.
struct ScanUpload: Sendable {
  let fields: [String: String]
  let file: URL
  let size: Int

  /// Receives a scan.
  ///
  /// - Parameter check: Receives the fields before the first byte of the file is kept.
  /// - Throws: ``ServerError`` with `bodyTooLarge` or `requestMalformed`; whatever `check` throws.
  static func receive(
    _ request: Request, check: ([String: String]) throws -> Void
  ) async throws -> ScanUpload {
    let file = FileManager.default.temporaryDirectory.appending(path: "scan-upload-\(UUID())")
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw ServerError(.busy, "There is no room for the scan: try again later.") }
    do {
      let handle = try FileHandle(forWritingTo: file)
      defer { try? handle.close() }
      let form = try await FileForm.receive(
        request, maximum: ScanHeader.mostBytes,
        tooLarge: ServerError(
          .bodyTooLarge,
          "A scan has at most \(ScanHeader.mostBytes >> 20) MB: scan one page at 200 or 300 dpi."),
        check: check
      ) { try handle.write(contentsOf: $0) }
      return ScanUpload(fields: form.fields, file: file, size: form.size ?? 0)
    } catch {
      try? FileManager.default.removeItem(at: file)
      switch error {
      case is ServerError: throw error
      case is CocoaError:
        throw ServerError(.busy, "There is no room for the scan: try again later.")
      default: throw FileForm.malformed
      }
    }
  }

  func remove() { try? FileManager.default.removeItem(at: file) }
}
