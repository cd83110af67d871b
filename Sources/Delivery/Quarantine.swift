import FoundationEssentials

extension Spool {
  /// Most reports that are kept in quarantine; above it the oldest go.
  static let maximumQuarantined = 512
  /// Most reports that are kept of those that went by stick.
  static let maximumSettled = 512

  /// Sets a report aside that cannot be sent, with the reason in a file of its own beside it.
  func quarantine(_ name: String, because reason: String) throws(DeliveryError) {
    let target = "\(directory.quarantine)/\(name)"
    try DurableFile.move("\(directory.spool)/\(name)", to: target)
    let text = String(reason.prefix(2000))
    try DurableFile.write(Data("\(text)\n".utf8), to: "\(target)\(Self.reasonSuffix)")
    let excess = try Self.oldest(
      of: try Self.quarantined(in: directory), in: directory.quarantine,
      above: Self.maximumQuarantined)
    for old in excess {
      try DurableFile.remove("\(directory.quarantine)/\(old)")
      try DurableFile.remove("\(directory.quarantine)/\(old)\(Self.reasonSuffix)")
    }
    if !excess.isEmpty {
      try DroppedCount.write(DroppedCount.read(in: directory) + excess.count, in: directory)
    }
  }

  /// Takes a report out of the spool that a receipt names, and keeps it aside: a receipt is a file
  /// on a stick, and anybody could have written it.
  func setAsSettled(_ name: String) throws(DeliveryError) {
    try Directory.make(directory.settled)
    try DurableFile.move("\(directory.spool)/\(name)", to: "\(directory.settled)/\(name)")
    let kept = try Directory.names(in: directory.settled)
    for old in try Self.oldest(of: kept, in: directory.settled, above: Self.maximumSettled) {
      try DurableFile.remove("\(directory.settled)/\(old)")
    }
  }

  /// Those beyond `most`, oldest first. Numbers begin anew with an empty spool, so age goes by the
  /// files' own times.
  private static func oldest(
    of names: [String], in folder: String, above most: Int
  ) throws(DeliveryError) -> [String] {
    let byAge = names.map { (name: $0, at: Directory.modified("\(folder)/\($0)")) }
      .sorted { ($0.at, $0.name) < ($1.at, $1.name) }
    return byAge.prefix(max(0, names.count - most)).map(\.name)
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
