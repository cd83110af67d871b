import Foundation
import Hummingbird
import NIOCore

/// A submitted form: `application/x-www-form-urlencoded` (WHATWG URL, section 5).
struct PageForm: Sendable {
  static let maximumBytes = 64 << 10
  /// Maximum size of a form from a client that has not signed in, which contains a name and a
  /// password.
  static let publicBytes = 8 << 10
  static let maximumFields = 500

  private let items: [(name: String, value: String)]

  /// - Throws: ``ServerError`` with `requestMalformed` or `bodyTooLarge`.
  init(_ request: Request, maximumBytes: Int = Self.maximumBytes) async throws {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: maximumBytes)
    } catch is NIOTooManyBytesError {
      throw ServerError(.bodyTooLarge, "A form has at most \(maximumBytes) bytes.")
    }
    try self.init(encoded: String(buffer: body))
  }

  init(fields: [String: String]) { items = fields.map { ($0, $1) } }

  init(encoded text: String) throws {
    let malformed = ServerError(.requestMalformed, "The form arrived incomplete: submit it again.")
    var items: [(String, String)] = []
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard sides.count == 2, let name = sides[0], let value = sides[1],
        items.count < Self.maximumFields
      else { throw malformed }
      items.append((name, value))
    }
    self.items = items
  }

  /// As typed; nil if missing.
  func exactly(_ name: String) -> String? { items.first { $0.name == name }?.value }

  /// Without surrounding white space; nil if missing or blank.
  subscript(name: String) -> String? {
    guard
      let value = exactly(name)?.trimmingCharacters(in: .whitespacesAndNewlines), !value.isEmpty
    else { return nil }
    return value
  }

  /// All values of a name, in order, such as ticked boxes.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// Every name and value, in order.
  var fields: [(name: String, value: String)] { items }
}
