public import Reporting

/// An inventory in the sections of our reports. A section is nil if the inventory has nothing about
/// it at all.
public struct MappedSections: Equatable, Sendable {
  public var hardware: Outcome<HardwareFacts>
  public var scanners: Outcome<ScannerFacts>
  public var protection: Outcome<ProtectionFacts>?
  public var network: Outcome<NetworkFacts>?
}

extension MachineInventory {
  /// Maps the inventory. Pure and total: values that no machine can have become unknown.
  ///
  /// - Parameter source: the source recorded in each section.
  public func mapped(source: FactSource) -> MappedSections {
    MappedSections(
      hardware: hardwareFacts(source), scanners: scannerFacts(source),
      protection: protectionFacts(source), network: networkFacts(source))
  }
}

extension FactSource {
  /// The source named by an agent, `GLPI-Agent_v1.7.3`.
  public init?(client: String?) {
    guard let line = Text.line(client) else { return nil }
    if let mark = line.range(of: "_v", from: line.startIndex) {
      let version = String(line[mark.upperBound...].prefix(32))
      self.init(
        agent: String(line[..<mark.lowerBound].prefix(64)), version: version.isEmpty ? nil : version
      )
    } else {
      self.init(agent: String(line.prefix(64)))
    }
  }
}

extension String {
  /// The last occurrence of `word` that is followed by a digit.
  fileprivate func range(of word: String, from start: Index) -> Range<Index>? {
    var found: Range<Index>?
    for index in self[start...].indices where self[index...].hasPrefix(word) {
      let end = self.index(index, offsetBy: word.count)
      if end < endIndex, self[end].isNumber { found = index..<end }
    }
    return found
  }
}
