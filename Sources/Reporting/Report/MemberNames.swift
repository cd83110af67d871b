import FoundationEssentials

/// The names of an object's members that have been read so far.
///
/// Two names are equal if a decoder takes them for one: whatever their escapes, and by canonical
/// equivalence, as Swift compares strings.
struct MemberNames {
  /// Up to this many, comparing each with each is quicker.
  private static let few = 12

  private var plain: [Range<Int>] = []
  private var all: Set<String>?

  /// - Parameter text: the range of the name, with its quotation marks.
  /// - Returns: false if it has occurred already or cannot be read.
  mutating func insert(_ text: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let inner = (text.lowerBound + 1)..<max(text.lowerBound + 1, text.upperBound - 1)
    let isPlain = bytes[inner].allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    if isPlain, all == nil, plain.count < Self.few {
      guard !plain.contains(where: { Self.areEqual($0, inner, in: bytes) }) else { return false }
      plain.append(inner)
      return true
    }
    if all == nil {
      all = Set(plain.map { String(decoding: bytes[$0], as: UTF8.self) })
    }
    guard let name = isPlain ? String(decoding: bytes[inner], as: UTF8.self) : read(text, bytes)
    else { return false }
    return all?.insert(name).inserted ?? false
  }

  private static func areEqual(
    _ one: Range<Int>, _ other: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    one.count == other.count && bytes[one].elementsEqual(bytes[other])
  }

  private func read(_ text: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    try? JSONDecoder().decode(String.self, from: Data(bytes[text]))
  }
}
