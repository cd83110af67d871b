/// The address of a network adapter.
public enum MACAddress {
  /// `text` in lower case; nil unless it is six pairs of hexadecimal digits between colons, and for
  /// an address that does not tell computers apart: all digits equal, a group address, or one that
  /// software and modems use everywhere (`probes/shared-addresses.txt`).
  public static func own(_ text: String?) -> String? {
    guard let address = Placeholders.fact(text)?.lowercased(), let bytes = bytes(of: address),
      bytes[0] & 1 == 0, !shared.contains(where: { $0.matches(bytes) })
    else { return nil }
    return address
  }

  /// Whether software assigned the address, as the second lowest bit of the first byte tells.
  public static func isLocal(_ address: String) -> Bool {
    bytes(of: address).map { $0[0] & 2 != 0 } ?? false
  }

  private static func bytes(of address: String) -> [UInt8]? {
    let pairs = address.split(separator: ":", omittingEmptySubsequences: false)
    guard pairs.count == 6,
      pairs.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isHexDigit) })
    else { return nil }
    let bytes = pairs.compactMap { UInt8($0, radix: 16) }
    return bytes.count == 6 ? bytes : nil
  }

  /// Six bytes; nil matches any.
  private struct Pattern {
    let bytes: [UInt8?]

    func matches(_ address: [UInt8]) -> Bool {
      zip(bytes, address).allSatisfy { $0 == nil || $0 == $1 }
    }
  }

  private static let shared: [Pattern] = CatalogueFile.lines(of: "shared-addresses.txt").compactMap
  {
    let bytes = $0.split(separator: ":").map { UInt8($0, radix: 16) }
    return bytes.count == 6 ? Pattern(bytes: bytes) : nil
  }
}
