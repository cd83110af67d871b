public import FoundationEssentials
import Reporting

/// A report as sent: sections that the centre already holds are replaced by their digests.
public struct DeltaReport {
  public let body: Data
  /// Sections that it holds as digests.
  let unchanged: Set<String>

  /// - Parameters:
  ///   - full: the whole report.
  ///   - held: the digests that the centre holds for this machine, by section.
  public init(of full: Data, held: [String: String]) {
    guard !held.isEmpty, let text = try? ReportText(full) else {
      // Anything that is not one of our reports is sent unchanged, for the centre to refuse.
      body = full
      unchanged = []
      return
    }
    var unchanged: Set<String> = []
    var members: [Data] = []
    for (name, value) in text.members {
      var value = value
      if name != "format", name != "agent", let digest = held[name],
        digest == SHA256Digest.hexadecimal(of: value)
      {
        let short = DeltaSection.encode(digest: digest)
        if short.count < value.count {
          value = short
          unchanged.insert(name)
        }
      }
      members.append(Data("\"\(name)\":".utf8) + value)
    }
    self.unchanged = unchanged
    body = unchanged.isEmpty ? full : Data("{".utf8) + members.joined(separator: [44]) + [125]
  }
}
