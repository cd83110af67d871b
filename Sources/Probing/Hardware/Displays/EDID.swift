import HardwareCatalogue

/// A display's description of itself: its EDID (VESA Enhanced EDID 1.4), whose base block has all
/// that we need.
///
/// Pure and total: nil if it is not an EDID or has a wrong checksum. The serial number is not read.
struct EDID: Equatable, Sendable {
  /// The three letters of the PNP registry, `DEL`.
  var manufacturer: String?
  var model: String?
  /// Of the preferred mode.
  var widthPixels: Int?
  var heightPixels: Int?
  /// Of the visible image.
  var widthMillimetres: Int?
  var heightMillimetres: Int?
  /// Of manufacture, or of the model if the maker gives only that.
  var year: Int?

  static let blockLength = 128
  private static let header: [UInt8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]

  /// - Parameter bytes: `/sys/class/drm/card*-*/edid`.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.blockLength, bytes.starts(with: Self.header),
      bytes[..<Self.blockLength].reduce(0, &+) == 0
    else { return nil }
    manufacturer = Self.manufacturer(UInt16(bytes[8]) << 8 | UInt16(bytes[9]))
    // The standard dates from 1994: an older year means that the field was not filled in, as does a
    // byte of ones.
    year = (4..<0xFF).contains(bytes[17]) ? 1990 + Int(bytes[17]) : nil
    let descriptors = [54, 72, 90, 108].map { Array(bytes[$0..<($0 + 18)]) }
    model = EDIDText.model(descriptors)
    let preferred = descriptors.first.flatMap(EDIDTiming.init)
    widthPixels = preferred?.widthPixels
    heightPixels = preferred?.heightPixels
    let size = Self.size(centimetres: (Int(bytes[21]), Int(bytes[22])), preferred)
    widthMillimetres = size?.width
    heightMillimetres = size?.height
  }

  /// Three letters of five bits each, `A` being 1.
  private static func manufacturer(_ packed: UInt16) -> String? {
    let letters = [packed >> 10 & 31, packed >> 5 & 31, packed & 31]
    guard packed & 0x8000 == 0, letters.allSatisfy({ (1...26).contains($0) }) else { return nil }
    return String(decoding: letters.map { UInt8($0) + 64 }, as: UTF8.self)
  }

  /// The mode's size is in millimetres, the display's in whole centimetres; the finer one is used
  /// if they agree. Some give the ratio of the sides instead of a size: 16 mm by 9 for a mode, 16
  /// cm by 9 for the display, as televisions do.
  private static func size(
    centimetres: (width: Int, height: Int), _ timing: EDIDTiming?
  ) -> (width: Int, height: Int)? {
    let fine = timing.map { ($0.widthMillimetres, $0.heightMillimetres) } ?? (0, 0)
    // If one is zero, the other is a ratio (1.4), or the size varies, as with a projector.
    guard centimetres.width > 0, centimetres.height > 0 else { return nil }
    let coarse = (centimetres.width * 10, centimetres.height * 10)
    if isRatio(coarse) {
      return fine.0 > 0 && fine.1 > 0 && !isRatio(fine) ? fine : nil
    }
    let agree = abs(fine.0 - coarse.0) < 10 && abs(fine.1 - coarse.1) < 10
    return agree ? fine : coarse
  }

  private static func isRatio(_ size: (Int, Int)) -> Bool {
    [(160, 90), (160, 100), (16, 9), (16, 10)].contains { $0 == size }
  }
}

/// A detailed timing descriptor: 18 bytes.
struct EDIDTiming: Equatable, Sendable {
  var widthPixels, heightPixels, widthMillimetres, heightMillimetres: Int

  /// The smallest picture that a display of a computer prefers: CGA's.
  private static let least = (width: 320, height: 200)

  /// nil for a descriptor of another kind (no pixel clock), and for a picture without a sensible
  /// size: some bytes of text or zeros are read as one of 1 by 1.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 18, bytes[0] != 0 || bytes[1] != 0 else { return nil }
    let numbers = bytes.map(Int.init)
    widthPixels = numbers[2] | (numbers[4] & 0xF0) << 4
    // Interlaced modes give the lines of a field, half a picture.
    heightPixels = (numbers[5] | (numbers[7] & 0xF0) << 4) * (numbers[17] & 0x80 != 0 ? 2 : 1)
    widthMillimetres = numbers[12] | (numbers[14] & 0xF0) << 4
    heightMillimetres = numbers[13] | (numbers[14] & 0x0F) << 8
    guard widthPixels >= Self.least.width, heightPixels >= Self.least.height else { return nil }
  }
}

/// The texts of an EDID: descriptors of 13 bytes each, ended by a line feed if shorter.
///
/// Pure and total. A descriptor that holds anything but printable ASCII is not a text, and is never
/// shown: panels carry binary data of their makers under the same tags.
enum EDIDText {
  /// The tags of the product's name and of free text.
  static let name: UInt8 = 0xFC
  static let free: UInt8 = 0xFE

  /// The product's name, joined if it spans several descriptors; otherwise the last free text,
  /// where makers of laptop panels have put theirs.
  ///
  /// - Parameter descriptors: of 18 bytes each.
  static func model(_ descriptors: [[UInt8]]) -> String? {
    let names = texts(Self.name, descriptors)
    var whole: [UInt8] = []
    for (index, text) in names.enumerated() where !names[..<index].contains(where: { $0 == text }) {
      // A line feed ends a part, and so a word.
      if index > 0, !names[index - 1].isFull { whole.append(0x20) }
      whole += text.bytes
    }
    return PlainText.line(String(decoding: whole, as: UTF8.self))
      ?? texts(free, descriptors).last { !$0.bytes.allSatisfy { $0 == 0x20 } }.flatMap {
        PlainText.line(String(decoding: $0.bytes, as: UTF8.self))
      }
  }

  struct Text: Equatable {
    var bytes: [UInt8]
    /// Whether it fills its descriptor, so that it may continue in the next.
    var isFull: Bool
  }

  private static func texts(_ tag: UInt8, _ descriptors: [[UInt8]]) -> [Text] {
    descriptors.filter { $0.starts(with: [0, 0, 0, tag]) }.compactMap { text($0.dropFirst(5)) }
  }

  /// nil if it is not a text. Some makers end theirs with zeros.
  static func text(_ content: some Collection<UInt8>) -> Text? {
    let bytes = Array(content.prefix { $0 != 0x0A && $0 != 0 })
    let end = content.dropFirst(bytes.count)
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }),
      end.first != 0 || end.allSatisfy({ [0, 0x0A, 0x20].contains($0) })
    else { return nil }
    return Text(bytes: bytes, isFull: end.isEmpty)
  }
}
