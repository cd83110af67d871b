import FoundationEssentials
import Reporting

/// Reports on disk that the centre does not hold yet. The files are the only record: there is no
/// ledger that could disagree with them.
public struct Spool {
  public struct Limits: Sendable {
    /// Maximum reports; beyond it the oldest are dropped. 512 nights are well over 180 days.
    public var files: Int
    /// Maximum size of all reports together, in bytes.
    public var bytes: Int
    /// Free disk space that is left to the machine's users.
    public var minimumFreeBytes: Int

    public init(
      files: Int = 512, bytes: Int = 64 * 1024 * 1024, minimumFreeBytes: Int = 200 * 1024 * 1024
    ) {
      (self.files, self.bytes, self.minimumFreeBytes) = (files, bytes, minimumFreeBytes)
    }
  }

  let directory: StateDirectory
  let limits: Limits

  /// Opens the spool, creating it if needed, and removes what a crash left behind.
  public init(_ lock: StateLock, limits: Limits = Limits()) throws(DeliveryError) {
    directory = lock.directory
    self.limits = limits
    try Directory.make(directory.spool)
    try Directory.make(directory.quarantine)
    try Directory.removeTemporaries(in: directory.spool)
    try Directory.removeTemporaries(in: directory.quarantine)
  }

  /// Stores a report; once this returns, it survives a power cut. If the spool then exceeds its
  /// limits, the oldest reports are dropped and counted.
  ///
  /// - Returns: how many were dropped.
  /// - Throws: ``DeliveryError`` with code `diskFull` if the disk has too little free space; what
  ///   is already spooled is unchanged.
  @discardableResult
  public func add(_ report: SpooledReport) throws(DeliveryError) -> Int {
    guard SpoolFile.isIdentifier(report.id) else {
      throw DeliveryError(.file, "The report id \(report.id.prefix(40)) is not a lower-case UUID.")
    }
    guard report.body.count <= min(SpoolFile.maximumBody, limits.bytes) else {
      throw DeliveryError(
        .file,
        "The report has \(report.body.count) bytes, more than the maximum: contact the vendor.")
    }
    let free = try Directory.freeBytes(at: directory.spool)
    guard free >= limits.minimumFreeBytes else {
      throw DeliveryError(
        .diskFull,
        """
        The report was not stored: \(directory.spool) has \(free) bytes free, of which \
        \(limits.minimumFreeBytes) are reserved for the computer's users; free at least \
        \(limits.minimumFreeBytes - free) bytes and run again.
        """)
    }
    // A quarantined report may come back, and must then sort before this one.
    let names = try files() + Self.quarantined(in: directory)
    let number = (names.compactMap(SpoolFile.number(in:)).max() ?? 0) + 1
    guard number <= SpoolFile.maximumNumber else {
      throw DeliveryError(
        .file, "\(directory.spool) has no numbers left: deliver its reports, then run again.")
    }
    let name = SpoolFile.name(number: number, id: report.id)
    try DurableFile.write(SpoolFile.encode(report), to: "\(directory.spool)/\(name)")
    return try dropOldest()
  }

  /// The names of the spooled files, oldest first.
  func files() throws(DeliveryError) -> [String] {
    try Directory.names(in: directory.spool).filter { SpoolFile.number(in: $0) != nil }
  }

  /// - Throws: ``DeliveryError`` with code `damaged` if the file does not hold what was written.
  func read(_ name: String) throws(DeliveryError) -> SpooledReport {
    let limit = SpoolFile.maximumHeader + SpoolFile.maximumBody
    guard let contents = try FileContents.read("\(directory.spool)/\(name)", limit: limit) else {
      throw DeliveryError(.damaged, "it is gone")
    }
    return try SpoolFile.decode(contents.bytes, name: name)
  }

  func remove(_ name: String) throws(DeliveryError) {
    try DurableFile.remove("\(directory.spool)/\(name)")
  }

  private func dropOldest() throws(DeliveryError) -> Int {
    var sizes: [(name: String, bytes: Int)] = []
    for name in try files() {
      sizes.append((name, Directory.size(of: "\(directory.spool)/\(name)")))
    }
    var count = sizes.count
    var bytes = sizes.reduce(0) { $0 + $1.bytes }
    var excess: [String] = []
    for file in sizes where count > limits.files || bytes > limits.bytes {
      excess.append(file.name)
      count -= 1
      bytes -= file.bytes
    }
    guard !excess.isEmpty else { return 0 }
    // Counted first: a crash in between may count one twice, but never lose one unnoticed.
    let before = DroppedCount.read(in: directory)
    try DroppedCount.write(before + excess.count, in: directory)
    for name in excess { try remove(name) }
    return excess.count
  }
}

extension Spool {
  /// The age of the newest spooled report in seconds; nil if there is none or it is from an earlier
  /// boot.
  public func youngestAgeSeconds(_ clock: AgentClock = .system) -> Double? {
    guard let name = try? files().last, let report = try? read(name),
      let agent = (try? ReportText(report.body))?["agent"],
      let made = try? JSONDecoder().decode(AgentFacts.self, from: agent).clock,
      let boot = clock.boot(), boot.bootId == made.bootId, boot.seconds >= made.bootSeconds
    else { return nil }
    return boot.seconds - made.bootSeconds
  }
}
