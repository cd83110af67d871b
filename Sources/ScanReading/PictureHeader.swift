/// Size and origin of a picture, from its file's own structure. Pure and total: each loop is
/// bounded by the file.
struct PictureHeader {
  var width = 0
  var height = 0
  var hasCameraData = false

  /// JPEG (ITU-T T.81, annex B): marker segments up to the frame header.
  static func jpeg(_ reader: ByteReader) throws(ScanFinding.Refusal) -> PictureHeader {
    var found = PictureHeader()
    var place = 2
    while let marker = reader.number16(place) {
      guard marker >> 8 == 0xFF else { throw .unreadable }
      let code = marker & 0xFF
      if code == 0xFF {  // a fill byte
        place += 1
        continue
      }
      guard let length = reader.number16(place + 2), length >= 2 else { throw .truncated }
      switch code {
      case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(code):
        guard let height = reader.number16(place + 5), let width = reader.number16(place + 7)
        else { throw .truncated }
        found.width = width
        found.height = height
      case 0xE1 where reader.bytes.dropFirst(place + 4).starts(with: Array("Exif\0\0".utf8)):
        // The segment holds a TIFF structure of its own.
        let exif = reader.bytes.dropFirst(place + 10).prefix(max(0, length - 8))
        found.hasCameraData = TIFFDirectory(ByteReader(Array(exif)))?.hasCameraData ?? false
      default: break
      }
      if code == 0xDA { break }
      place += 2 + length
    }
    guard found.width > 0 else { throw .unreadable }
    // The end marker, perhaps followed by what some programs append.
    guard
      (reader.bytes.count - min(reader.bytes.count, 65_536)..<reader.bytes.count - 1)
        .contains(where: { reader.bytes[$0] == 0xFF && reader.bytes[$0 + 1] == 0xD9 })
    else { throw .truncated }
    return found
  }

  /// PNG: the header is its first chunk, IEND its last.
  static func png(_ reader: ByteReader) throws(ScanFinding.Refusal) -> PictureHeader {
    guard reader.bytes.dropFirst(12).starts(with: Array("IHDR".utf8)) else { throw .unreadable }
    guard let width = reader.number32(16), let height = reader.number32(20) else {
      throw .truncated
    }
    guard reader.holds("IEND", inLast: 64) else { throw .truncated }
    return PictureHeader(width: width, height: height)
  }

  /// TIFF 6.0: reads the first directory and checks that its last strip lies within the file.
  static func tiff(_ reader: ByteReader) throws(ScanFinding.Refusal) -> PictureHeader {
    guard let directory = TIFFDirectory(reader), let width = directory.value(256),
      let height = directory.value(257)
    else { throw .truncated }
    for (offsets, counts) in [(273, 279), (324, 325)] {
      guard let place = directory.lastValue(offsets), let count = directory.lastValue(counts)
      else { continue }
      guard place + count <= reader.bytes.count else { throw .truncated }
    }
    return PictureHeader(
      width: width, height: height, hasCameraData: directory.hasCameraData)
  }
}

/// The first directory of a TIFF structure, which EXIF uses too.
struct TIFFDirectory {
  /// Exposure time, aperture, ISO speed and focal length, in the EXIF directory.
  private static let cameraTags = [0x829A, 0x829D, 0x8827, 0x920A]
  private static let exif = 0x8769
  private static let position = 0x8825
  private static let mostEntries = 500

  private let reader: ByteReader
  private let littleEndian: Bool
  /// Offsets of the entries, by tag.
  private let entries: [Int: Int]

  /// nil if there is no directory.
  init?(_ reader: ByteReader) {
    let littleEndian = reader.byte(0) == 0x49
    guard let place = reader.number32(4, littleEndian: littleEndian) else { return nil }
    self.init(reader, at: place, littleEndian: littleEndian)
  }

  private init?(_ reader: ByteReader, at place: Int, littleEndian: Bool) {
    guard let count = reader.number16(place, littleEndian: littleEndian),
      1...Self.mostEntries ~= count, reader.byte(place + 2 + 12 * count - 1) != nil
    else { return nil }
    var entries: [Int: Int] = [:]
    for index in 0..<count {
      let entry = place + 2 + 12 * index
      if let tag = reader.number16(entry, littleEndian: littleEndian) { entries[tag] = entry }
    }
    (self.reader, self.littleEndian, self.entries) = (reader, littleEndian, entries)
  }

  /// The first number of a tag.
  func value(_ tag: Int) -> Int? { number(tag, at: 0) }

  /// The last number of a tag.
  func lastValue(_ tag: Int) -> Int? {
    guard let entry = entries[tag],
      let count = reader.number32(entry + 4, littleEndian: littleEndian), count > 0
    else { return nil }
    return number(tag, at: count - 1)
  }

  private func number(_ tag: Int, at index: Int) -> Int? {
    guard let entry = entries[tag],
      let type = reader.number16(entry + 2, littleEndian: littleEndian),
      let count = reader.number32(entry + 4, littleEndian: littleEndian), index < count
    else { return nil }
    let size = type == 3 ? 2 : type == 4 ? 4 : 0
    guard size > 0 else { return nil }
    var place = entry + 8
    if count * size > 4 {
      guard let far = reader.number32(place, littleEndian: littleEndian) else { return nil }
      place = far
    }
    place += index * size
    return size == 2
      ? reader.number16(place, littleEndian: littleEndian)
      : reader.number32(place, littleEndian: littleEndian)
  }

  var hasCameraData: Bool {
    if entries[Self.position] != nil || hasCameraTag { return true }
    guard let place = value(Self.exif) else { return false }
    return TIFFDirectory(reader, at: place, littleEndian: littleEndian)?.hasCameraTag ?? false
  }

  private var hasCameraTag: Bool { Self.cameraTags.contains { entries[$0] != nil } }
}
