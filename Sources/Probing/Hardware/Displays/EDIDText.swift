import HardwareCatalogue

/// The texts of an EDID: a descriptor of 13 bytes each, ended by a line feed where it is shorter.
///
/// Pure and total. A descriptor that holds anything but printable ASCII is no text, and is never
/// shown: panels carry binary data of their makers under the same tags.
enum EDIDText {
  /// The tag of the product's name, and that of free text.
  static let name: UInt8 = 0xFC
  static let free: UInt8 = 0xFE

  /// The product's name, joined where it runs over several descriptors; else the last of the free
  /// texts, into which makers of laptop panels have put theirs.
  ///
  /// - Parameter descriptors: of 18 bytes each.
  static func model(_ descriptors: [[UInt8]]) -> String? {
    let names = texts(Self.name, descriptors)
    var whole: [UInt8] = []
    for (index, text) in names.enumerated() where !names[..<index].contains(where: { $0 == text }) {
      // A line feed ends a part, and with it a word.
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
    /// Whether it fills its descriptor, so that it may go on in the next.
    var isFull: Bool
  }

  private static func texts(_ tag: UInt8, _ descriptors: [[UInt8]]) -> [Text] {
    descriptors.filter { $0.starts(with: [0, 0, 0, tag]) }.compactMap { text($0.dropFirst(5)) }
  }

  /// nil for what is no text. Some makers end theirs with zeros.
  static func text(_ content: some Collection<UInt8>) -> Text? {
    let bytes = Array(content.prefix { $0 != 0x0A && $0 != 0 })
    let end = content.dropFirst(bytes.count)
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }),
      end.first != 0 || end.allSatisfy({ [0, 0x0A, 0x20].contains($0) })
    else { return nil }
    return Text(bytes: bytes, isFull: end.isEmpty)
  }
}
