/// An agent's version, `0.10.2`, ordered by its numbers.
public struct AgentVersion: Comparable, Sendable {
  private let numbers: [Int]

  /// A text that is not a version is older than any version.
  public init(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
      part.utf8.count <= 9 ? Int(part.prefix { $0.isASCII && $0.isNumber }) : nil
    }
    numbers = parts.contains(nil) ? [] : parts.compactMap(\.self)
  }

  public static func < (one: AgentVersion, other: AgentVersion) -> Bool {
    let length = max(one.numbers.count, other.numbers.count)
    return one.padded(length).lexicographicallyPrecedes(other.padded(length))
  }

  public static func == (one: AgentVersion, other: AgentVersion) -> Bool {
    !(one < other) && !(other < one)
  }

  private func padded(_ length: Int) -> [Int] {
    // Not a version: before all versions, even 0.
    numbers.isEmpty
      ? Array(repeating: -1, count: length)
      : numbers + Array(repeating: 0, count: length - numbers.count)
  }
}
