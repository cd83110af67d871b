import Testing

@testable import InventoryServer

/// Multipart forms, in whatever chunks they arrive.
struct MultipartScannerTests {
  private static let body =
    "--xyz\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n--xyz\r\n"
    + "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
    + "%PDF\r\n--xy\r\n-\r\n--xyz--\r\n"

  private func parts(_ body: String, pieces: Int) throws -> [MultipartScanner.Part] {
    var scanner = try #require(MultipartScanner(contentType: "multipart/form-data; boundary=xyz"))
    let bytes = Array(body.utf8)
    return try stride(from: 0, to: bytes.count, by: pieces).flatMap {
      try scanner.add(bytes[$0..<min($0 + pieces, bytes.count)])
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 10_000])
  func chunkingDoesNotAffectParts(_ pieces: Int) throws {
    var bytes: [UInt8] = []
    var others: [MultipartScanner.Part] = []
    for part in try parts(Self.body, pieces: pieces) {
      if case .bytes(let more) = part { bytes += more } else { others.append(part) }
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "%PDF\r\n--xy\r\n-")
    #expect(others == [.field(name: "token", value: "abc"), .file(name: "file"), .end])
  }

  @Test func invalidFormsAreRejected() {
    for type in ["text/plain", "multipart/form-data", "multipart/form-data; boundary="] {
      #expect(MultipartScanner(contentType: type) == nil)
    }
    for body in [
      "rubbish that is no boundary", "--xyz\r\n" + String(repeating: "a", count: 5000),
      "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        + String(repeating: "b", count: 5000),
    ] {
      #expect(throws: MultipartScanner.Malformed.self) { try parts(body, pieces: 512) }
    }
  }
}
