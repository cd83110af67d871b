/// Finds a PDF in a file. Scanners and print queues put a byte order mark, empty lines or a
/// printer's job language in front of it, and fill the last block with zeros. Pure and total.
enum PDFPlace {
  private static let signature = Array("%PDF-".utf8)
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// PJL's universal exit, which begins a job and ends it.
  private static let exit = [0x1B] + Array("%-12345X".utf8)
  private static let command = Array("@PJL".utf8)
  /// Maximum number of bytes in front: other readers look as far.
  private static let mostInFront = 1024

  /// - Returns: nil if `bytes` contain no PDF, or anything else in front of it.
  static func find(in bytes: [UInt8]) -> Range<Int>? {
    var start = 0
    if bytes.starts(with: mark) { start = mark.count }
    while start < min(bytes.count, mostInFront) {
      let rest = bytes[start...]
      if rest.starts(with: signature) {
        let end = bytes.lastIndex { !isBlank($0) } ?? start
        return start..<end + 1
      }
      if isBlank(bytes[start]) {
        start += 1
      } else if rest.starts(with: exit) {
        start += exit.count
      } else if rest.starts(with: command), let end = rest.firstIndex(of: 10) {
        start = end + 1
      } else {
        return nil
      }
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0 || byte == 32 || (9...13).contains(byte)
  }
}
