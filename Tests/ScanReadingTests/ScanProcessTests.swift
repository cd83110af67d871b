import Foundation
import TestSupport
import Testing

@testable import ScanReading

/// Real files through the real process with its limits: decoders, zbar and poppler.
@Suite(.serialized) struct ScanProcessTests {
  private static let text = "COMMUNE-CHECK:AAAAAAAAAAAAAAAAAAAAAA"

  @Test(arguments: ["pdf", "png", "jpeg", "tiff"])
  func aSheetIsRead(_ format: String) throws {
    let folder = try Folder()
    let file = try folder.sheet(as: format, dpi: 150)
    let finding = Self.process.read(file)
    #expect(finding.refusal == nil)
    #expect(finding.kind?.rawValue == format)
    #expect(finding.codes.map(\.text) == [Self.text])
    #expect(finding.codes.first?.signs == [])
  }

  /// As scanners and print queues produce it.
  @Test(arguments: [("\u{FEFF}", 0), ("\r\n", 0), ("@PJL ENTER LANGUAGE=PDF\r\n", 0), ("", 5_000)])
  func aSheetWithinOtherBytesIsRead(_ front: String, _ zeros: Int) throws {
    let folder = try Folder()
    let file = folder.file("around.pdf")
    try (Data(front.utf8) + TestPDF.sheet() + Data(count: zeros)).write(to: file)
    let finding = Self.process.read(file)
    #expect(finding.refusal == nil && finding.kind == .pdf)
    #expect(finding.codes.map(\.text) == [Self.text])
  }

  /// As root, the process becomes nobody.
  @Test func aSheetIsReadWithoutLandlock() throws {
    let folder = try Folder()
    let kernel = folder.file("kernel").path
    let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Faults/without_landlock.c")
    let compiler = try Process.run(
      URL(filePath: "/usr/bin/gcc"), arguments: ["-o", kernel, source.path])
    compiler.waitUntilExit()
    let script = folder.file("read")
    try Data("#!/bin/sh\nexec '\(kernel)' '\(Self.program)' \"$@\"\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    let file = try folder.sheet(as: "png", dpi: 150)
    let finding = ScanProcess(program: script.path).read(file)
    #expect(finding.codes.map(\.text) == [Self.text], "\(String(describing: finding.refusal))")
  }

  @Test func aPDFOfManyPagesIsRefused() throws {
    let folder = try Folder()
    let file = folder.file("many.pdf")
    try TestPDF.pages(10_000).write(to: file)
    #expect(Self.process.read(file).refusal == .tooManyPages)
  }

  @Test func damagedFilesAreRefused() throws {
    let folder = try Folder()
    let file = try folder.sheet(as: "png", dpi: 100)
    var bytes = try Data(contentsOf: file)
    // Valid at both ends, garbage in between.
    for place in 200..<bytes.count - 200 { bytes[place] = UInt8(truncatingIfNeeded: place) }
    try bytes.write(to: file)
    let finding = Self.process.read(file)
    #expect(finding.refusal == .unreadable || finding.codes.isEmpty)
    try Data("%PDF-1.7\nrubbish\n%%EOF\n".utf8).write(to: file)
    #expect(Self.process.read(file).refusal == .unreadable)
  }

  @Test func aProgramThatIsNotThereIsNamed() throws {
    let folder = try Folder()
    let file = try folder.sheet(as: "png", dpi: 100)
    #expect(ScanProcess(program: "/nowhere").read(file).refusal == .readerMissing)
  }

  /// No file is left behind, whatever the input.
  @Test func nothingStays() throws {
    let folder = try Folder()
    let file = try folder.sheet(as: "pdf", dpi: 100)
    let temporary = FileManager.default.temporaryDirectory.path
    func scratch() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: temporary)
        .filter { $0.wholeMatch(of: /scan-[0-9A-F-]{36}/) != nil }
    }
    let before = try scratch()
    #expect(Self.process.read(file).codes.map(\.text) == [Self.text])
    #expect(try scratch().filter { !before.contains($0) }.isEmpty)
  }

  static let program = BuiltPrograms.folder.appending(path: "commune-inventory").path
  static var process: ScanProcess { ScanProcess(program: program) }

  /// A temporary folder, with a printed sheet in it.
  final class Folder {
    private let place: URL

    init() throws {
      place = FileManager.default.temporaryDirectory.appending(path: "scan-test-\(UUID())")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: place) }

    func file(_ name: String) -> URL { place.appending(path: name) }

    /// The sheet as a scanner would save it, by poppler's rasteriser.
    func sheet(as format: String, dpi: Int) throws -> URL {
      let pdf = file("sheet.pdf")
      try TestPDF.sheet().write(to: pdf)
      guard format != "pdf" else { return pdf }
      let raster = Process()
      raster.executableURL = URL(fileURLWithPath: "/usr/bin/pdftoppm")
      raster.arguments = [
        "-\(format)", "-gray", "-r", "\(dpi)", "-singlefile", pdf.path, file("scan").path,
      ]
      try raster.run()
      raster.waitUntilExit()
      return file("scan.\(["jpeg": "jpg", "tiff": "tif"][format] ?? format)")
    }
  }
}
