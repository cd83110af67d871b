import FoundationEssentials

extension Spool {
  /// Most reports that are kept in quarantine; above it the oldest go.
  static let maximumQuarantined = 512

  /// Sets a report aside that cannot be sent, with the reason in a file of its own beside it.
  func quarantine(_ name: String, because reason: String) throws(DeliveryError) {
    let target = "\(directory.quarantine)/\(name)"
    try DurableFile.move("\(directory.spool)/\(name)", to: target)
    let text = String(reason.prefix(2000))
    try DurableFile.write(Data("\(text)\n".utf8), to: "\(target)\(Self.reasonSuffix)")
    let kept = try Self.quarantined(in: directory)
    for old in kept.prefix(max(0, kept.count - Self.maximumQuarantined)) {
      try DurableFile.remove("\(directory.quarantine)/\(old)")
      try DurableFile.remove("\(directory.quarantine)/\(old)\(Self.reasonSuffix)")
    }
  }

  static let reasonSuffix = ".reason"

  static func quarantined(in directory: StateDirectory) throws(DeliveryError) -> [String] {
    try Directory.names(in: directory.quarantine).filter { SpoolFile.number(in: $0) != nil }
  }
}

/// How many reports the spool's limits have cost since this installation began. Each report says
/// it; it is never set back, so that neither a lost report nor one that comes twice falsifies it.
public enum DroppedCount {
  /// 0 where none was, or where the file cannot be read.
  public static func read(in directory: StateDirectory) -> Int {
    guard let contents = try? FileContents.read(directory.dropped, limit: 32) else { return 0 }
    let text = String(decoding: contents.bytes, as: UTF8.self)
    guard let count = Int(text.prefix { $0 != "\n" }), 0..<1_000_000_000 ~= count else { return 0 }
    return count
  }

  static func write(_ count: Int, in directory: StateDirectory) throws(DeliveryError) {
    try DurableFile.write(Data("\(count)\n".utf8), to: directory.dropped)
  }
}
