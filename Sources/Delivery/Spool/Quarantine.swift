import FoundationEssentials

extension Spool {
  /// Most reports that are kept in quarantine, and of those that went by stick; above it the oldest
  /// go.
  static let maximumAside = 512
  /// Maximum size of each, in bytes.
  static let maximumAsideBytes = 32 * 1024 * 1024

  /// Reads a spooled report; sets it aside if it is damaged.
  ///
  /// - Parameter onDamage: told what is wrong with it.
  /// - Returns: nil if it was damaged.
  func readOrQuarantine(
    _ name: String, onDamage: (String) -> Void
  ) throws(DeliveryError) -> SpooledReport? {
    do throws(DeliveryError) {
      return try read(name)
    } catch {
      guard error.code == .damaged else { throw error }
      try quarantine(name, because: error.message)
      onDamage(error.message)
      return nil
    }
  }

  /// Sets a report aside that cannot be sent, with the reason in a file of its own beside it.
  func quarantine(_ name: String, because reason: String) throws(DeliveryError) {
    let target = "\(directory.quarantine)/\(name)"
    try DurableFile.move("\(directory.spool)/\(name)", to: target)
    let text = String(reason.prefix(2000))
    try DurableFile.write(Data("\(text)\n".utf8), to: "\(target)\(Self.reasonSuffix)")
    let excess = Self.excess(of: try Self.quarantined(in: directory), in: directory.quarantine)
    for old in excess {
      try DurableFile.remove("\(directory.quarantine)/\(old)")
      try DurableFile.remove("\(directory.quarantine)/\(old)\(Self.reasonSuffix)")
    }
    if !excess.isEmpty {
      try DroppedCount.write(DroppedCount.read(in: directory) + excess.count, in: directory)
    }
  }

  /// Takes a report out of the spool that an unsigned receipt names, and keeps it aside: a receipt
  /// is a file on a stick, and anybody could have written it.
  func setAsSettled(_ name: String) throws(DeliveryError) {
    try Directory.make(directory.settled)
    try DurableFile.move("\(directory.spool)/\(name)", to: "\(directory.settled)/\(name)")
    let kept = try Directory.names(in: directory.settled)
    for old in Self.excess(of: kept, in: directory.settled) {
      try DurableFile.remove("\(directory.settled)/\(old)")
    }
  }

  /// Puts what is in quarantine back among the reports that wait, oldest first, as far as the
  /// spool's limits allow. What is damaged stays where it is.
  ///
  /// - Returns: how many wait again, and how many stay.
  public func requeue() throws(DeliveryError) -> (requeued: Int, left: Int) {
    let waiting = try files()
    var count = waiting.count
    var bytes = waiting.reduce(0) { $0 + Directory.size(of: "\(directory.spool)/\($1)") }
    var (requeued, left) = (0, 0)
    for name in try Self.quarantined(in: directory) {
      let path = "\(directory.quarantine)/\(name)"
      let size = Directory.size(of: path)
      guard count < limits.files, bytes + size <= limits.bytes, try isWhole(path, name) else {
        left += 1
        continue
      }
      try DurableFile.move(path, to: "\(directory.spool)/\(name)")
      try DurableFile.remove("\(path)\(Self.reasonSuffix)")
      (count, bytes, requeued) = (count + 1, bytes + size, requeued + 1)
    }
    // A person says that the centre is mended.
    try RefusalsInRow.write(0, in: directory)
    return (requeued, left)
  }

  private func isWhole(_ path: String, _ name: String) throws(DeliveryError) -> Bool {
    let limit = SpoolFile.maximumHeader + SpoolFile.maximumBody
    do throws(DeliveryError) {
      guard let contents = try FileContents.read(path, limit: limit) else { return false }
      _ = try SpoolFile.decode(contents.bytes, name: name)
      return true
    } catch {
      guard error.code == .damaged else { throw error }
      return false
    }
  }

  /// Those beyond the limits, oldest first. Numbers start again with an empty spool, so age goes by
  /// the files' own times.
  private static func excess(of names: [String], in folder: String) -> [String] {
    let byAge = names.map { (name: $0, at: Directory.modified("\(folder)/\($0)")) }
      .sorted { ($0.at, $0.name) < ($1.at, $1.name) }
    var count = byAge.count
    var bytes = byAge.reduce(0) { $0 + Directory.size(of: "\(folder)/\($1.name)") }
    var excess: [String] = []
    for file in byAge where count > maximumAside || bytes > maximumAsideBytes {
      excess.append(file.name)
      count -= 1
      bytes -= Directory.size(of: "\(folder)/\(file.name)")
    }
    return excess
  }

  static let reasonSuffix = ".reason"

  static func quarantined(in directory: StateDirectory) throws(DeliveryError) -> [String] {
    try Directory.names(in: directory.quarantine).filter { SpoolFile.number(in: $0) != nil }
  }
}

/// How many reports the centre has refused without taking one in between, over all runs. After two
/// the fault is more likely the centre's than the reports'.
enum RefusalsInRow {
  static let most = 2

  /// 0 if none, or if the file cannot be read.
  static func read(in directory: StateDirectory) -> Int {
    guard let contents = try? FileContents.read(directory.refusals, limit: 32) else { return 0 }
    let text = String(decoding: contents.bytes, as: UTF8.self)
    guard let count = Int(text.prefix { $0 != "\n" }), 0...1000 ~= count else { return 0 }
    return count
  }

  static func write(_ count: Int, in directory: StateDirectory) throws(DeliveryError) {
    guard count != read(in: directory) else { return }
    try DurableFile.write(Data("\(count)\n".utf8), to: directory.refusals, orInPlace: true)
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
