/// The maker of a memory module, by the number that firmware writes in place of a name: JEDEC's
/// JEP106, `probes/memory-makers.csv`.
public enum MemoryMaker {
  /// The name of a module's maker; nil for a placeholder, for the name of its slot, and for a
  /// number that the table does not have.
  public static func name(_ text: String?) -> String? {
    if let bytes = wrappedCode(text) { return maker(bytes).flatMap { makers[$0] } }
    guard let line = Placeholders.fact(text), !isSlot(line), !isByte(line) else { return nil }
    guard let bytes = code(line) else { return line }
    return maker(bytes).flatMap { makers[$0] }
  }

  /// The number in `Unknown (0x2C80)` and `Module Manufacturer:00CE`, which do not name a maker.
  private static func wrappedCode(_ text: String?) -> [UInt8]? {
    guard let line = PlainText.line(text)?.lowercased() else { return nil }
    if line.hasPrefix("unknown ("), line.hasSuffix(")") {
      return code(String(line.dropFirst(9).dropLast()))
    }
    let field = "module manufacturer:"
    return line.hasPrefix(field)
      ? code(String(line.dropFirst(field.count).drop { $0 == " " })) : nil
  }

  /// Whether it is the module's slot, `BANK 0`, which firmware writes if it knows no maker.
  private static func isSlot(_ line: String) -> Bool {
    let words = line.lowercased().split { " _-".contains($0) }
    guard var first = words.first, words.count <= 2, words.dropFirst().allSatisfy({ $0.count <= 2 })
    else { return false }
    while first.last?.isNumber == true { first.removeLast() }
    return ["bank", "dimm", "slot", "channel"].contains(first)
  }

  /// Whether it is one byte, `0x2C` or `CE`: the number without its bank is that of many makers.
  private static func isByte(_ line: String) -> Bool {
    let digits = line.lowercased().hasPrefix("0x") ? line.dropFirst(2) : line[...]
    return digits.utf8.count == 2 && UInt8(digits, radix: 16) != nil
  }

  struct Number: Hashable {
    /// From 1.
    var bank: Int
    /// Without its parity bit.
    var identity: UInt8
  }

  private static let makers: [Number: String] = {
    var table: [Number: String] = [:]
    for line in CatalogueFile.lines(of: "memory-makers.csv") {
      let fields = line.split(separator: ",")
      guard fields.count == 3, let bank = Int(fields[0]), let byte = UInt8(fields[1], radix: 16)
      else { continue }
      table[Number(bank: bank, identity: byte & 0x7F)] = String(fields[2])
    }
    return table
  }()

  /// The bytes of a number of two or more bytes, `80AD`, `0x80CE`, `80AD000080AD`; nil for a name.
  private static func code(_ line: String) -> [UInt8]? {
    let number = line.lowercased().hasPrefix("jedec id:") ? line.dropFirst(9) : line[...]
    var digits = Array(number.utf8.filter { $0 != 32 && $0 != 45 })
    if digits.starts(with: "0x".utf8) || digits.starts(with: "0X".utf8) { digits.removeFirst(2) }
    guard digits.count >= 4, digits.count % 2 == 0,
      // A word of six letters from A to F is still a word.
      digits.contains(where: { (48...57).contains($0) }) || digits.count == 4
    else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// Reads the three forms: one 7F for each bank before the maker's (`7F7F9E…`), the count of those
  /// with its own parity bit and then the maker (`80AD`), and only the maker (`CE00…`).
  static func maker(_ bytes: [UInt8]) -> Number? {
    let continuations = bytes.prefix { $0 == 0x7F }.count
    if continuations > 0 {
      guard continuations < bytes.count else { return nil }
      return number(bank: continuations, bytes[continuations])
    }
    guard bytes.count >= 2 else { return nil }
    // Some firmware swaps the two bytes: no maker has the number 0.
    if bytes[1] & 0x7F == 0 { return number(bank: Int(bytes[1] & 0x7F), bytes[0]) }
    return number(bank: Int(bytes[0] & 0x7F), bytes[1])
  }

  /// - Parameter bank: from 0.
  private static func number(bank: Int, _ byte: UInt8) -> Number? {
    byte & 0x7F == 0 ? nil : Number(bank: bank + 1, identity: byte & 0x7F)
  }
}
