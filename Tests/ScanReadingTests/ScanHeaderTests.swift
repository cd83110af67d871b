import Testing

@testable import ScanReading

/// Files refused before anything decodes them.
struct ScanHeaderTests {
  @Test func otherTypesAreRefused() {
    let files: [[UInt8]] = [
      [], [0x25], Array("GIF89a".utf8), Array("<svg/>".utf8), Array("PK\u{3}\u{4}".utf8),
      Array("push graphic-context".utf8), Array("RIFF....WEBP".utf8),
    ]
    for file in files {
      #expect(throws: ScanFinding.Refusal.wrongType) { try ScanHeader(file) }
    }
  }

  @Test func hugePicturesAreRefusedByTheirHeaders() {
    #expect(throws: ScanFinding.Refusal.tooLarge) { try ScanHeader(png(30_000, 30_000)) }
    #expect(throws: ScanFinding.Refusal.tooLarge) { try ScanHeader(png(4_294_967_295, 1)) }
    #expect(throws: ScanFinding.Refusal.tooLarge) { try ScanHeader(jpeg(30_000, 30_000)) }
    #expect(throws: ScanFinding.Refusal.tooLarge) { try ScanHeader(tiff(30_000, 30_000)) }
    #expect(throws: ScanFinding.Refusal.unreadable) { try ScanHeader(png(0, 10)) }
  }

  @Test func pagesOfPaperPass() throws {
    #expect(try ScanHeader(png(4960, 7016)).pixels?.height == 7016)
    #expect(try ScanHeader(jpeg(2480, 3508)).pixels?.width == 2480)
    #expect(try ScanHeader(tiff(2480, 3508)).kind == .tiff)
    #expect(try ScanHeader(Array("%PDF-1.7\n%%EOF\n".utf8)).kind == .pdf)
  }

  @Test func whatIsCutShortIsRefused() {
    #expect(throws: ScanFinding.Refusal.truncated) {
      try ScanHeader(Array("%PDF-1.7\n1 0 obj".utf8))
    }
    #expect(throws: ScanFinding.Refusal.truncated) { try ScanHeader(jpeg(100, 100).dropLast(2)) }
    #expect(throws: ScanFinding.Refusal.truncated) { try ScanHeader(png(100, 100).dropLast(12)) }
    #expect(throws: ScanFinding.Refusal.truncated) {
      try ScanHeader(tiff(100, 100, stripAt: 100_000))
    }
  }

  /// What scanners and print queues put around a PDF is accepted; other text in front of it is not.
  @Test(arguments: [
    ("\u{FEFF}", ""), ("\r\n", ""), ("", "\0\0\0"), ("", String(repeating: "\0", count: 5_000)),
    ("\u{1B}%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE = PDF\r\n", "\u{1B}%-12345X"),
    ("@PJL COMMENT x\n", "\r\n"),
  ])
  func whatStandsAroundAPDF(_ front: String, _ behind: String) throws {
    let pdf = "%PDF-1.7\n1 0 obj\n%%EOF"
    let file = Array("\(front)\(pdf)\(behind)".utf8)
    let header = try ScanHeader(file)
    #expect(header.kind == .pdf && header.pixels == nil)
    #expect(file[header.content].starts(with: pdf.utf8))
  }

  @Test(arguments: [
    "<html>%PDF-1.7\n%%EOF", "x%PDF-1.7\n%%EOF",
    String(repeating: " ", count: 1_024) + "%PDF-1.7\n%%EOF",
    "@PJL COMMENT %PDF-1.7 %%EOF", "\u{FEFF}", "\u{1B}%-12345X", "   ",
  ])
  func otherTextInFrontIsNoPDF(_ text: String) {
    #expect(throws: ScanFinding.Refusal.wrongType) { try ScanHeader(Array(text.utf8)) }
  }

  /// No prefix of any file crashes or hangs it.
  @Test func everyPrefixIsAnswered() {
    for file in [png(100, 100), jpeg(100, 100, camera: true), tiff(100, 100)] {
      for length in 0..<file.count { _ = try? ScanHeader(Array(file.prefix(length))) }
      for place in file.indices {
        var changed = file
        changed[place] ^= 0xFF
        _ = try? ScanHeader(changed)
      }
    }
  }

  /// Segments that claim to be shorter than the name with which they begin.
  @Test(arguments: 0...9 as ClosedRange<UInt8>)
  func shortCameraSegmentIsAnswered(_ length: UInt8) {
    var file = jpeg(100, 100, camera: true)
    #expect(Array(file[2...3]) == [0xFF, 0xE1])
    file[5] = length
    _ = try? ScanHeader(file)
  }

  @Test func camerasAreTold() throws {
    #expect(try ScanHeader(jpeg(100, 100, camera: true)).hasCameraData)
    #expect(try !ScanHeader(jpeg(100, 100)).hasCameraData)
  }

  private func png(_ width: Int, _ height: Int) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + big(width) + big(height) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + Array("IEND".utf8)
      + [0xAE, 0x42, 0x60, 0x82]
  }

  private func jpeg(_ width: Int, _ height: Int, camera: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8]
    if camera {
      // A TIFF structure whose EXIF directory holds an exposure time.
      let exif: [UInt8] =
        Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26]
        + [0, 0, 0, 0, 0, 1, 0x82, 0x9A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0]
      let segment = Array("Exif\0\0".utf8) + exif
      bytes += [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment
    }
    return bytes + [0xFF, 0xC0, 0, 11, 8] + Array(big(height)[2...])
      + Array(big(width)[2...])
      + [1, 1, 0x11, 0] + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 1, 2, 3, 0xFF, 0xD9]
  }

  private func tiff(_ width: Int, _ height: Int, stripAt place: Int = 8) -> [UInt8] {
    func entry(_ tag: Int, _ value: Int) -> [UInt8] {
      Array(big(tag)[2...]) + [0, 4, 0, 0, 0, 1] + big(value)
    }
    return Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 4] + entry(256, width) + entry(257, height)
      + entry(273, place) + entry(279, 10) + [0, 0, 0, 0]
  }

  private func big(_ number: Int) -> [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
