import Foundation

/// A finding as the line of JSON that its process writes.
enum ScanFindingText {
  static func encode(_ finding: ScanFinding) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(finding)) + [UInt8(ascii: "\n")]
  }

  static func decode(_ line: Data) throws -> ScanFinding {
    try JSONDecoder().decode(ScanFinding.self, from: line)
  }
}
