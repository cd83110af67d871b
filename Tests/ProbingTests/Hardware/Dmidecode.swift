import Foundation
import Testing

/// Output of dmidecode for SMBIOS tables.
struct Dmidecode {
  /// A structure: its lines by name, the first of repeated ones.
  typealias Block = [String: String]
  private var blocks: [Int: [Block]] = [:]

  /// - Parameters: the files of `/sys/firmware/dmi/tables`.
  init(table: [UInt8], entryPoint: [UInt8]) throws {
    let output = try Peer.withFolder { folder in
      let file = folder.appending(path: "dump")
      try Data(Self.dump(table: table, entryPoint: entryPoint)).write(to: file)
      return try Peer.output("/usr/sbin/dmidecode", "--from-dump", file.path)
    }
    self.init(text: String(decoding: output, as: UTF8.self))
  }

  init(text: String) {
    var type: Int?
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("Handle "), let mark = line.range(of: "DMI type ") {
        type = Int(line[mark.upperBound...].prefix { $0.isNumber })
        // Other structures refer to it, as in `Array Handle: 0x1000`.
        let handle = line.dropFirst("Handle ".count).prefix { $0 != "," }
        if let type { blocks[type, default: []].append(["Handle": String(handle)]) }
      } else if let type, line.hasPrefix("\t"), !line.hasPrefix("\t\t"),
        let colon = line.firstIndex(of: ":")
      {
        let name = line[..<colon].dropFirst()
        let last = (blocks[type]?.count ?? 1) - 1
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        if blocks[type]?[last][String(name)] == nil {
          blocks[type]?[last][String(name)] = String(value)
        }
      }
    }
  }

  func all(_ type: Int) -> [Block] { blocks[type] ?? [] }

  /// A line of the first structure of a type; nil if dmidecode reports no value.
  func first(_ type: Int, _ name: String) -> String? { Self.known(all(type).first?[name]) }

  static func known(_ value: String?) -> String? {
    let nothing = [
      "Not Specified", "<BAD INDEX>", "Not Present", "Not Settable", "Unknown", "Other",
      "<OUT OF SPEC>", "Reserved", "No Module Installed", "",
    ]
    return value.flatMap { nothing.contains($0) ? nil : $0 }
  }

  /// The format of `--dump-bin`: the entry point, adjusted to a table at 0x20, and the table there,
  /// with valid checksums.
  static func dump(table: [UInt8], entryPoint: [UInt8]) -> [UInt8] {
    var head = entryPoint
    let is64Bit = head.starts(with: "_SM3_".utf8)
    let address = is64Bit ? 16..<24 : 24..<28
    let checksum = is64Bit ? 5 : 21
    guard head.count >= address.upperBound else { return head }
    let old = head[address].reduce(0, &+)
    head.replaceSubrange(address, with: [0x20] + Array(repeating: 0, count: address.count - 1))
    head[checksum] = head[checksum] &+ old &- 0x20
    return head + Array(repeating: 0, count: max(0, 0x20 - head.count)) + table
  }
}
