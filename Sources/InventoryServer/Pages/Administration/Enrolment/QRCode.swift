import CQREncode

/// A text as a QR code (ISO/IEC 18004), for a phone's camera.
struct QRCode: Sendable {
  /// Width in modules of the white margin.
  static let quietZone = 4

  /// Modules per side, including the quiet zone.
  let side: Int
  /// The dark modules as one SVG path, one unit per module.
  let path: String

  /// - Returns: nil if the text is too long for a code.
  init?(_ text: String) {
    guard text.utf8.count <= 1000, !text.utf8.contains(0),
      let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    guard width > 0, let modules = code.pointee.data else { return nil }
    side = width + 2 * Self.quietZone
    var path = ""
    for y in 0..<width {
      var x = 0
      while x < width {
        let start = x
        while x < width, modules[y * width + x] & 1 == 1 { x += 1 }
        let length = x - start
        if length > 0 {
          path += "M\(start + Self.quietZone) \(y + Self.quietZone)h\(length)v1h-\(length)z"
        } else {
          x += 1
        }
      }
    }
    self.path = path
  }
}
