/// What the first and last bytes of a file show, before anything decodes it. Pure and total.
public struct ScanHeader: Sendable, Equatable {
  public let kind: ScanFinding.Kind
  /// The size of the first picture; nil for a PDF, whose pages have their own.
  public let pixels: (width: Int, height: Int)?
  /// Whether it contains data that only cameras write.
  public let hasCameraData: Bool
  /// The bytes of the document: the whole file, without what surrounds a PDF.
  public let content: Range<Int>

  /// Maximum number of pixels; a page of A3 at 400 dpi has 31 million.
  public static let mostPixels = 50_000_000
  public static let longestSide = 20_000
  public static let mostBytes = 20 << 20

  public static func == (one: Self, other: Self) -> Bool {
    one.kind == other.kind && one.hasCameraData == other.hasCameraData
      && one.content == other.content
      && one.pixels?.width == other.pixels?.width && one.pixels?.height == other.pixels?.height
  }

  /// - Throws: ``ScanFinding/Refusal``.
  public init(_ bytes: [UInt8]) throws(ScanFinding.Refusal) {
    guard bytes.count <= Self.mostBytes else { throw .tooLarge }
    if let place = PDFPlace.find(in: bytes) {
      guard ByteReader(Array(bytes[place])).holds("%%EOF", inLast: 4096) else { throw .truncated }
      kind = .pdf
      content = place
      pixels = nil
      hasCameraData = false
      return
    }
    let reader = ByteReader(bytes)
    content = bytes.indices
    let picture: PictureHeader
    if reader.starts(with: [0xFF, 0xD8, 0xFF]) {
      kind = .jpeg
      picture = try .jpeg(reader)
    } else if reader.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      kind = .png
      picture = try .png(reader)
    } else if reader.starts(with: [0x49, 0x49, 42, 0]) || reader.starts(with: [0x4D, 0x4D, 0, 42]) {
      kind = .tiff
      picture = try .tiff(reader)
    } else {
      throw .wrongType
    }
    guard picture.width > 0, picture.height > 0 else { throw .unreadable }
    // Both are below 2^32: their product fits.
    guard picture.width <= Self.longestSide, picture.height <= Self.longestSide,
      picture.width * picture.height <= Self.mostPixels
    else { throw .tooLarge }
    pixels = (picture.width, picture.height)
    hasCameraData = picture.hasCameraData
  }
}

/// Reads numbers of a file by offset; nil beyond its end.
struct ByteReader {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

  func holds(_ text: String, inLast count: Int) -> Bool {
    let tail = bytes.suffix(count)
    let wanted = Array(text.utf8)
    guard tail.count >= wanted.count else { return false }
    return tail.indices.dropLast(wanted.count - 1).contains { place in
      tail[place...].starts(with: wanted)
    }
  }

  func byte(_ place: Int) -> Int? {
    place >= 0 && place < bytes.count ? Int(bytes[place]) : nil
  }

  func number16(_ place: Int, littleEndian: Bool = false) -> Int? {
    guard let first = byte(place), let second = byte(place + 1) else { return nil }
    return littleEndian ? second << 8 | first : first << 8 | second
  }

  func number32(_ place: Int, littleEndian: Bool = false) -> Int? {
    guard let first = number16(place, littleEndian: littleEndian),
      let second = number16(place + 2, littleEndian: littleEndian)
    else { return nil }
    return littleEndian ? second << 16 | first : first << 16 | second
  }
}
