public import FoundationEssentials
import Reporting

/// A report as sent: of a section that the centre holds already, the digest alone.
public struct DeltaForm {
  public let body: Data
  /// The sections that are digests in it.
  let unchanged: Set<String>

  /// - Parameters:
  ///   - full: the report as made.
  ///   - held: the digests that the centre holds for this machine, by section.
  public init(of full: Data, held: [String: String]) {
    guard !held.isEmpty, let text = try? ReportText(full) else {
      // What is no report of ours is for the centre to refuse, byte for byte.
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
