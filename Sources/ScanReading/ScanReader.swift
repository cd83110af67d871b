import CProcess
import CScan
import Glibc

/// Reads the codes of a scan. It runs in a process of its own, which first gives up every right
/// that it does not need: the file comes from a stranger, and its decoders are large.
public enum ScanReader {
  /// Limit of the address space in bytes, enough for the largest picture that is decoded.
  static let memoryBytes: UInt64 = 1536 << 20
  /// Limit in bytes of a file that it writes: a picture that ImageMagick keeps on the disk, 8 bytes
  /// per pixel.
  static let fileBytes: UInt64 = 448 << 20
  /// Limit of CPU time, for itself and for each program that it starts.
  static let cpuSeconds: UInt32 = 20
  static let openFiles: UInt32 = 64
  /// Number of pages of a PDF that are searched, and that it may have.
  static let pagesLookedAt = 3
  static let mostPages = 20
  /// Pixels of a rasterised page's long side: an A4 page at some 200 dpi.
  static let pageSide = 2400
  static let mostCodes = 16
  /// Modules per side of the smallest code: a picture of fewer pixels cannot show one.
  static let fewestModules: UInt32 = 21
  /// The last scale at which codes are searched: the number of pixels per side whose mean is taken.
  static let mostScale: UInt32 = 4

  /// Reads a scan from standard input, and writes what was found as one line of JSON.
  ///
  /// - Returns: the status to exit with: 0 if there is a finding, a refusal among them; 1 if this
  ///   process could not be confined.
  public static func run() -> Int32 {
    cprocess_forbid_core()
    // The process that reads the finding may have ended.
    signal(SIGPIPE, SIG_IGN)
    for setting in ["MAGICK_THREAD_LIMIT=1", "OMP_NUM_THREADS=1"] {
      let parts = setting.split(separator: "=")
      setenv(String(parts[0]), String(parts[1]), 1)
    }
    guard let folder = ScanFolder(),
      cscan_limit(memoryBytes, fileBytes, cpuSeconds, openFiles) == 0
    else { return 1 }
    defer { folder.empty() }
    // All this before a single byte of the file is read.
    let isOpen = cscan_open() == 0
    guard folder.confine() else { return 1 }
    setenv("MAGICK_TEMPORARY_PATH", folder.path, 1)
    let finding: ScanFinding
    if isOpen {
      do throws(ScanFinding.Refusal) {
        finding = try read(standardInput(), in: folder)
      } catch {
        finding = ScanFinding(refusal: error)
      }
    } else {
      finding = ScanFinding(refusal: .readerMissing)
    }
    return write(finding) ? 0 : 1
  }

  private static func read(
    _ bytes: [UInt8], in folder: ScanFolder
  ) throws(ScanFinding.Refusal) -> ScanFinding {
    let header = try ScanHeader(bytes)
    guard folder.write(Array(bytes[header.content]), as: "scan") else { throw .tookTooMuch }
    let pictures: [String]
    switch header.kind {
    case .pdf:
      pictures = try PDFPages(folder: folder).pictures()
    case .jpeg, .png, .tiff:
      // Only the first picture, and only by this decoder.
      pictures = ["\(header.kind.rawValue):\(folder.path)/scan[0]"]
    }
    var finding = ScanFinding(kind: header.kind)
    for picture in pictures {
      finding.codes += try codes(in: picture, hasCameraData: header.hasCameraData)
      // One sheet is enough.
      if !finding.codes.isEmpty { break }
    }
    return finding
  }

  private static func codes(
    in place: String, hasCameraData: Bool
  ) throws(ScanFinding.Refusal) -> [ScanFinding.Code] {
    var width: UInt32 = 0
    var height: UInt32 = 0
    guard let pixels = cscan_grey(place, &width, &height) else { throw .unreadable }
    defer { free(pixels) }
    let grey = UnsafeBufferPointer(start: pixels, count: Int(width) * Int(height))
    let isUneven = PhotoSigns.isUneven(grey, width: Int(width), height: Int(height))
    // Noise hides a code: the mean of several pixels has less of it.
    for scale in 1...mostScale where min(width, height) / scale >= fewestModules {
      guard let small = cscan_smaller(pixels, width, height, scale) else { throw .tookTooMuch }
      defer { free(small) }
      var found = [cscan_code](repeating: cscan_code(), count: mostCodes)
      let count = cscan_codes(small, width / scale, height / scale, &found, Int32(mostCodes))
      guard count >= 0 else { throw .unreadable }
      if count == 0 { continue }
      return found.prefix(Int(count)).map { code in
        var signs = PhotoSigns.of(
          corners: code.corners, width: Int(width / scale), height: Int(height / scale))
        if hasCameraData { signs.append(.cameraData) }
        if isUneven { signs.append(.unevenLight) }
        return ScanFinding.Code(text: code.words, signs: signs)
      }
    }
    return []
  }

  private static func standardInput() throws(ScanFinding.Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .truncated }
      bytes += chunk[..<count]
      guard bytes.count <= ScanHeader.mostBytes else { throw .tooLarge }
    }
  }

  private static func write(_ finding: ScanFinding) -> Bool {
    guard let line = try? ScanFindingText.encode(finding) else { return false }
    return line.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      == line.count
  }
}

extension cscan_code {
  fileprivate var words: String {
    var code = self
    return withUnsafeBytes(of: &code.text) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  fileprivate var corners: [PhotoSigns.Point] {
    [(x.0, y.0), (x.1, y.1), (x.2, y.2), (x.3, y.3)].map {
      PhotoSigns.Point(x: Double($0.0), y: Double($0.1))
    }
  }
}
