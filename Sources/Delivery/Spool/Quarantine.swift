import FoundationEssentials

extension Spool {
  /// Maximum reports kept in quarantine, and likewise of those settled by stick; beyond it the
  /// oldest are removed.
  static let maximumAside = 512
  /// Maximum total size of either, in bytes.
  static let maximumAsideBytes = 32 * 1024 * 1024

  /// Reads a spooled report; quarantines it if it is damaged.
  ///
  /// - Parameter onDamage: called with what is wrong with it.
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

  /// Quarantines a report that cannot be sent, with the reason in a separate file beside it.
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

  /// Moves a report that an unsigned receipt names out of the spool without deleting it: a receipt
  /// is a file on a stick, and anybody could have written it.
  func setAsSettled(_ name: String) throws(DeliveryError) {
    try Directory.make(directory.settled)
    try DurableFile.move("\(directory.spool)/\(name)", to: "\(directory.settled)/\(name)")
    let kept = try Directory.names(in: directory.settled)
    for old in Self.excess(of: kept, in: directory.settled) {
      try DurableFile.remove("\(directory.settled)/\(old)")
    }
  }

  /// Moves quarantined reports back into the spool, oldest first, as far as the spool's limits
  /// allow. Damaged ones stay where they are.
  ///
  /// - Returns: how many wait again, and how many remain in quarantine.
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
    // Requeueing means that somebody has fixed the centre: start counting refusals from zero.
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

  /// The files beyond the limits, oldest first. Numbering restarts with an empty spool, so age is
  /// taken from the files' modification times.
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

/// How many reports in a row the centre has refused, over all runs. After two, the centre is more
/// likely at fault than the reports.
enum RefusalsInRow {
  static let most = 2

  /// 0 if there were none or the file cannot be read.
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

/// How many reports have been dropped because of the spool's limits since this installation began.
/// Each report carries the count; it is never reset, so that neither a lost nor a repeated report
/// falsifies it.
public enum DroppedCount {
  /// 0 if none was dropped or the file cannot be read.
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
