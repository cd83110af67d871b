/// Reads the certificates of a PEM file (RFC 7468) as `openssl x509` does: any text before and
/// between the blocks, in any character set, lines of any length, blanks at their ends.
///
/// Pure and total.
enum PEMBlocks {
  private static let certificates: Set = [
    "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE",
  ]

  /// The contents of the blocks labelled as certificates, in order, up to the first malformed
  /// block; other bytes may follow the certificate in them, such as OpenSSL's trust settings.
  static func certificates(in bytes: [UInt8]) -> [[UInt8]] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map(withoutTrailingBlanks)[...]
    if let first = lines.first, first.starts(with: [0xEF, 0xBB, 0xBF]) {
      lines[lines.startIndex] = first.dropFirst(3)
    }
    var found: [[UInt8]] = []
    while let line = lines.popFirst() {
      guard let name = label(of: line, "-----BEGIN ") else { continue }
      guard let block = block(name, &lines) else { return found }
      switch block {
      case .bytes(let bytes): if certificates.contains(name) { found.append(bytes) }
      case .withHeader, .damaged: continue
      }
    }
    return found
  }

  private enum Block {
    case bytes([UInt8])
    /// Encrypted, or with other lines before its content.
    case withHeader
    case damaged
  }

  /// Reads to the end of a block; nil if the file ends or another block begins first.
  private static func block(
    _ name: String, _ lines: inout ArraySlice<ArraySlice<UInt8>>
  ) -> Block? {
    var content: [ArraySlice<UInt8>] = []
    while true {
      guard let line = lines.popFirst() else { return nil }
      if line.starts(with: "-----BEGIN ".utf8) { return nil }
      guard line.starts(with: "-----END ".utf8) else {
        content.append(line)
        continue
      }
      guard label(of: line, "-----END ") == name else { return nil }
      break
    }
    if content.first?.contains(UInt8(ascii: ":")) == true {
      return content.contains { $0.isEmpty } ? .withHeader : nil
    }
    // One blank line may come first; then all lines except the last have 64 characters.
    if content.first?.isEmpty == true {
      content.removeFirst()
      guard content.dropLast().allSatisfy({ $0.count == 64 }), content.last?.count ?? 0 <= 64
      else { return nil }
    }
    guard !content.contains(where: \.isEmpty) else { return nil }
    let bytes = base64(content.joined())
    return bytes.map { $0.isEmpty ? .damaged : .bytes($0) } ?? .damaged
  }

  /// `CERTIFICATE` of `-----BEGIN CERTIFICATE-----`; nil for another line.
  private static func label(of line: ArraySlice<UInt8>, _ beginning: String) -> String? {
    guard line.count >= beginning.utf8.count + 5, line.starts(with: beginning.utf8),
      line.suffix(5).elementsEqual("-----".utf8)
    else { return nil }
    return String(decoding: line.dropFirst(beginning.utf8.count).dropLast(5), as: UTF8.self)
  }

  /// OpenSSL treats control bytes and those beyond ASCII at the end of a line as blanks.
  private static func withoutTrailingBlanks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = line.lastIndex { (0x21...0x7F).contains($0) }
    return line[..<(end.map { $0 + 1 } ?? line.startIndex)]
  }

  /// nil if `text` is not padded base64; blanks and returns in between are skipped.
  private static func base64(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var group: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text where byte != 0x20 && byte != 0x09 && byte != 0x0D {
      if byte == UInt8(ascii: "=") {
        padding += 1
        group <<= 6
      } else {
        guard padding == 0, let value = value(of: byte) else { return nil }
        group = group << 6 | value
      }
      count += 1
      guard count % 4 == 0 else { continue }
      guard padding <= 2 else { return nil }
      bytes += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
        .prefix(3 - padding)
      group = 0
    }
    return count % 4 == 0 ? bytes : nil
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case 65...90: UInt32(byte) - 65
    case 97...122: UInt32(byte) - 71
    case 48...57: UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
