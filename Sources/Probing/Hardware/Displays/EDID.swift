/// What a display says of itself: its EDID (VESA Enhanced EDID 1.4), of which the base block has
/// all that we ask.
///
/// Pure and total: what is no EDID, or has a wrong checksum, is nil. Its serial number is not read.
struct EDID: Equatable, Sendable {
  /// The three letters of the PNP registry, `DEL`.
  var manufacturer: String?
  var model: String?
  /// Of the preferred mode.
  var widthPixels: Int?
  var heightPixels: Int?
  /// Of the picture.
  var widthMillimetres: Int?
  var heightMillimetres: Int?
  /// Of manufacture, or of the model where the maker says only that.
  var year: Int?

  static let blockLength = 128
  private static let header: [UInt8] = [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]

  /// - Parameter bytes: `/sys/class/drm/card*-*/edid`.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.blockLength, bytes.starts(with: Self.header),
      bytes[..<Self.blockLength].reduce(0, &+) == 0
    else { return nil }
    manufacturer = Self.manufacturer(UInt16(bytes[8]) << 8 | UInt16(bytes[9]))
    // The standard is of 1994: what is older says that nobody filled it in.
    year = bytes[17] >= 4 ? 1990 + Int(bytes[17]) : nil
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

  /// The mode's size is in millimetres, the display's in whole centimetres; they are believed where
  /// they agree. Some give the ratio of the sides instead of the size (16 mm by 9).
  private static func size(
    centimetres: (width: Int, height: Int), _ timing: EDIDTiming?
  ) -> (width: Int, height: Int)? {
    let fine = timing.map { ($0.widthMillimetres, $0.heightMillimetres) } ?? (0, 0)
    // One of them zero: the other is a ratio (1.4), or the size varies, as that of a projector.
    guard centimetres.width > 0, centimetres.height > 0 else { return nil }
    let coarse = (centimetres.width * 10, centimetres.height * 10)
    let agree = abs(fine.0 - coarse.0) < 10 && abs(fine.1 - coarse.1) < 10
    return agree ? fine : coarse
  }
}

/// A detailed timing descriptor: 18 bytes.
struct EDIDTiming: Equatable, Sendable {
  var widthPixels: Int
  var heightPixels: Int
  var widthMillimetres: Int
  var heightMillimetres: Int

  /// nil for a descriptor of another kind (no pixel clock) and for a picture without a size.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 18, bytes[0] != 0 || bytes[1] != 0 else { return nil }
    let numbers = bytes.map(Int.init)
    widthPixels = numbers[2] | (numbers[4] & 0xF0) << 4
    // Interlaced modes give the lines of a field, half a picture.
    heightPixels = (numbers[5] | (numbers[7] & 0xF0) << 4) * (numbers[17] & 0x80 != 0 ? 2 : 1)
    widthMillimetres = numbers[12] | (numbers[14] & 0xF0) << 4
    heightMillimetres = numbers[13] | (numbers[14] & 0x0F) << 8
    guard widthPixels > 0, heightPixels > 0 else { return nil }
  }
}
