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
    let end = PlainStringScan.end(of: bytes, from: inner.lowerBound)
    let isPlain = end.isASCII && end.index >= inner.upperBound
    if isPlain, all == nil, plain.count < Self.few {
      for other in plain where Self.areEqual(other, inner, in: bytes) { return false }
      if plain.isEmpty { plain.reserveCapacity(Self.few) }
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
    guard one.count == other.count else { return false }
    for offset in 0..<one.count
    where bytes[one.lowerBound + offset] != bytes[other.lowerBound + offset] {
      return false
    }
    return true
  }

  private func read(_ text: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    try? JSONDecoder().decode(String.self, from: Data(bytes[text]))
  }
}
