import Foundation

/// Splits `multipart/form-data` (RFC 7578) as it arrives: small fields first, then one file. Pure.
struct MultipartScanner: Sendable {
  enum Part: Equatable, Sendable {
    case field(name: String, value: String)
    /// The head of the file has arrived; its bytes follow.
    case file(name: String)
    case bytes([UInt8])
    case end
  }

  struct Malformed: Error, Equatable {}

  static let mostHead = 4096
  static let mostField = 4096
  static let mostFields = 20

  private enum State { case preamble, head, field(String), file, over }

  private let boundary: [UInt8]
  private var pending: [UInt8] = []
  private var state = State.preamble
  private var fields = 0

  /// - Parameter contentType: The request's Content-Type; nil results if it is not a form with a
  ///   boundary.
  init?(contentType: String) {
    guard contentType.lowercased().hasPrefix("multipart/form-data"),
      let start = contentType.range(of: "boundary=")
    else { return nil }
    let text = contentType[start.upperBound...].prefix { $0 != ";" }
      .trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
    guard 1...70 ~= text.utf8.count, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
    boundary = Array("\r\n--\(text)".utf8)
    // The first boundary has no line before it.
    pending = [0x0D, 0x0A]
  }

  /// Adds bytes and returns the parts that they complete.
  ///
  /// - Throws: ``Malformed``.
  mutating func add(_ bytes: some Sequence<UInt8>) throws -> [Part] {
    pending += bytes
    var parts: [Part] = []
    while let part = try next() {
      if let part { parts.append(part) }
    }
    return parts
  }

  /// nil if more bytes are needed; `.some(nil)` if bytes were consumed without a part to return.
  private mutating func next() throws -> Part?? {
    switch state {
    case .preamble:
      guard pending.count >= boundary.count else { return nil }
      guard pending.starts(with: boundary) else { throw Malformed() }
      pending.removeFirst(boundary.count)
      state = .head
      return .some(nil)
    case .head:
      if pending.starts(with: Array("--".utf8)) {
        state = .over
        return .some(.end)
      }
      guard let end = Self.find(Array("\r\n\r\n".utf8), in: pending) else {
        guard pending.count <= Self.mostHead else { throw Malformed() }
        return nil
      }
      guard end <= Self.mostHead else { throw Malformed() }
      let head = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeFirst(end + 4)
      guard let name = Self.parameter("name", of: head) else { throw Malformed() }
      if Self.parameter("filename", of: head) != nil {
        state = .file
        return .some(.file(name: name))
      }
      fields += 1
      guard fields <= Self.mostFields else { throw Malformed() }
      state = .field(name)
      return .some(nil)
    case .field(let name):
      guard let end = Self.find(boundary, in: pending) else {
        guard pending.count <= Self.mostField + boundary.count else { throw Malformed() }
        return nil
      }
      guard end <= Self.mostField else { throw Malformed() }
      let value = String(decoding: pending[..<end], as: UTF8.self)
      pending.removeFirst(end + boundary.count)
      state = .head
      return .some(.field(name: name, value: value))
    case .file:
      if let end = Self.find(boundary, in: pending) {
        let bytes = Array(pending[..<end])
        pending.removeFirst(end + boundary.count)
        state = .head
        return .some(.bytes(bytes))
      }
      // Bytes that may begin a boundary stay pending.
      let certain = pending.count - boundary.count
      guard certain > 0 else { return nil }
      let bytes = Array(pending[..<certain])
      pending.removeFirst(certain)
      return .some(.bytes(bytes))
    case .over:
      // Anything after the last boundary is ignored.
      pending = []
      return nil
    }
  }

  private static func find(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
    var place = 0
    let last = bytes.count - wanted.count
    while place <= last {
      guard let next = bytes[place...last].firstIndex(of: first) else { return nil }
      if bytes[next...].starts(with: wanted) { return next }
      place = next + 1
    }
    return nil
  }

  /// The parameter `name` of a part's `Content-Disposition`, such as `form-data; name="x"`.
  private static func parameter(_ name: String, of head: String) -> String? {
    for line in head.components(separatedBy: "\r\n")
    where line.lowercased().hasPrefix("content-disposition:") {
      guard let start = line.range(of: "; \(name)=\"") else { continue }
      return String(line[start.upperBound...].prefix { $0 != "\"" })
    }
    return nil
  }
}
