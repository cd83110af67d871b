import FoundationEssentials
import Reporting

/// Delivery by USB stick, for a machine without a network.
public struct ReportBundle {
  /// Longest receipt that is read, in bytes.
  static let maximumReceipt = 4 * 1024 * 1024

  public struct Export: Sendable, Equatable {
    /// Reports written now.
    public var written = 0
    /// Reports that were there already.
    public var present = 0
    /// Damaged spool files, now in quarantine.
    public var damaged = 0
  }

  public struct Settlement: Sendable, Equatable {
    /// Reports that the centre has acknowledged and that were removed here.
    public var settled = 0
    /// Whether the receipt was signed by the centre. Otherwise the settled reports are set aside.
    public var isSigned = false
    /// Rejected reports, now in quarantine.
    public var refused = 0
    /// Reports that the receipt names with other content, kept.
    public var differing = 0
    /// Reports still in the spool.
    public var kept = 0
  }

  let lock: StateLock
  let spool: Spool
  let membership: Membership

  public init(_ lock: StateLock, spool: Spool, membership: Membership) {
    (self.lock, self.spool, self.membership) = (lock, spool, membership)
  }

  /// Writes every spooled report to `folder`, signed and in full; each file survives pulling the
  /// stick out. The spool is left as it is.
  public func export(
    to folder: String, centre: CentreAddress, clock: AgentClock = .system
  ) throws(DeliveryError) -> Export {
    try check(folder)
    try removeTemporaries(in: folder)
    try label(folder)
    var export = Export()
    for name in try spool.files() {
      guard let report = try spool.readOrQuarantine(name, onDamage: { _ in export.damaged += 1 })
      else { continue }
      let path = "\(folder)/\(SignedReportFile.name(for: name))"
      if isCurrent(path, report, centre) {
        export.present += 1
        continue
      }
      let request = try AgentRequest.report(
        report, sequence: try SequenceCounter(lock).take(), by: membership.signing, to: centre,
        clock: clock)
      let bytes = SignedReportFile.encode(request, authority: centre.authority)
      // FAT has no file modes.
      try DurableFile.write(bytes, to: path, mode: nil)
      export.written += 1
    }
    return export
  }

  /// Gives the export in `folder` an id, keeping one whose receipt has not come back.
  private func label(_ folder: String) throws(DeliveryError) {
    let machine = membership.registration.machine
    // Such a machine must enrol again anyway: its receipt could not be told from another file.
    guard !machine.contains("/") else { return }
    let path = "\(folder)/\(BundleLabel.fileName(machine: machine))"
    let contents = try? FileContents.read(path, limit: BundleLabel.maximumBytes)
    let there = contents.flatMap { BundleLabel($0.bytes, machine: machine) }
    if let there, try PendingBundles.read(in: lock.directory)?.ids.contains(there.bundle) == true {
      return
    }
    let label = BundleLabel(machine: machine, bundle: UUID().uuidString.lowercased())
    guard let bytes = try? CanonicalJSON.encode(label) else { return }
    // Recorded here before its receipt can come back.
    try PendingBundles.add(label.bundle, lock)
    // FAT has no file modes.
    try DurableFile.write(bytes, to: path, mode: nil)
  }

  private func isCurrent(
    _ path: String, _ report: SpooledReport, _ centre: CentreAddress
  ) -> Bool {
    guard let there = try? FileContents.read(path, limit: SignedReportFile.maximumBytes),
      let body = try? Gzip.compress(report.body)
    else { return false }
    return SignedReportFile.isCurrent(
      there.bytes, id: report.id, body: body, authority: centre.authority,
      keyId: membership.signing.keyId)
  }

  /// Reads the centre's receipt and removes the reports that it acknowledges from the spool: only
  /// if the receipt is signed by the centre, answers an export that has not been settled, and names
  /// both the report's id and its content.
  ///
  /// A machine that has not learned the centre's key yet (``LearnedReceiptKey``) accepts an
  /// unsigned receipt; the reports that it names are then set aside, not deleted.
  ///
  /// - Throws: ``DeliveryError`` with code `input` if the receipt is missing, forged, altered,
  ///   already used or another machine's; then nothing is removed.
  public func settle(from folder: String) throws(DeliveryError) -> Settlement {
    let receipt = try receipt(in: folder)
    var settlement = Settlement()
    settlement.isSigned = try isTrusted(receipt)
    try apply(receipt, &settlement)
    if settlement.isSigned, let bundle = receipt.bundle {
      try PendingBundles.remove(bundle, lock)
      // Reports that were exported meanwhile are part of the next bundle.
      if settlement.kept > 0 { try? label(folder) }
    }
    return settlement
  }

  /// - Returns: false if the receipt cannot be checked.
  /// - Throws: ``DeliveryError`` with code `input` if it fails the check.
  private func isTrusted(_ receipt: BundleReceipt) throws(DeliveryError) -> Bool {
    guard let key = membership.registration.receiptKey else { return false }
    func wrong(_ what: String) -> DeliveryError {
      DeliveryError(.input, "The receipt \(what). No report was removed.")
    }
    guard receipt.signature != nil else {
      throw wrong(
        "is not signed by the centre: import the bundle again with an up-to-date centre")
    }
    guard receipt.isSigned(by: key) else {
      throw wrong(
        """
        does not carry the valid signature of the centre that enrolled this computer: it was altered, or \
        another centre wrote it. Import the bundle again at the right centre
        """)
    }
    // Exports by earlier versions had no id.
    let pending = try PendingBundles.read(in: lock.directory)
    guard pending != nil || receipt.bundle != nil else { return true }
    guard let bundle = receipt.bundle, pending?.ids.contains(bundle) == true else {
      throw wrong(
        """
        was used already or does not belong to an export of this computer: export the reports again \
        and import them
        """)
    }
    return true
  }

  private func apply(
    _ receipt: BundleReceipt, _ settlement: inout Settlement
  ) throws(DeliveryError) {
    var lines: [String: BundleReceipt.Line] = [:]
    for line in receipt.reports { lines[line.id] = line }
    var refusedInRow = 0
    for name in try spool.files() {
      // Unreadable files are quarantined by the next delivery.
      guard let report = try? spool.read(name), let line = lines[report.id] else {
        settlement.kept += 1
        continue
      }
      guard line.digest == SHA256Digest.hexadecimal(of: report.body) else {
        settlement.differing += 1
        settlement.kept += 1
        continue
      }
      switch line.status {
      case .stored, .duplicate:
        if settlement.isSigned { try spool.remove(name) } else { try spool.setAsSettled(name) }
        settlement.settled += 1
        refusedInRow = 0
      // As over the network: a report that is not itself at fault is kept, and more than two
      // refusals in a row are the centre's fault.
      case .refused
      where !ReportVerdict.finalCodes.contains(line.code ?? "")
        || refusedInRow >= RefusalsInRow.most:
        settlement.kept += 1
      case .refused:
        let code = PlainLine.of(line.code ?? "without a reason", limit: 80)
        try spool.quarantine(name, because: "rejected in a bundle: \(code)")
        settlement.refused += 1
        refusedInRow += 1
      }
    }
  }

  private func receipt(in folder: String) throws(DeliveryError) -> BundleReceipt {
    try check(folder)
    let machine = membership.registration.machine
    guard !machine.contains("/") else {
      throw DeliveryError(
        .configuration, "The computer ID \(machine) is not a file name: re-enrol this computer.")
    }
    let path = "\(folder)/receipt-\(machine).json"
    guard let contents = try FileContents.read(path, limit: Self.maximumReceipt) else {
      throw DeliveryError(
        .input,
        "There is no receipt for this computer (\(path)): "
          + "run commune-inventory bundle import at the server first.")
    }
    guard let receipt = try? JSONDecoder().decode(BundleReceipt.self, from: contents.bytes),
      receipt.format == BundleReceipt.format, receipt.machine == machine
    else {
      throw DeliveryError(
        .input, "\(path) is not a receipt for this computer: import the bundle at the server again."
      )
    }
    return receipt
  }

  private func check(_ folder: String) throws(DeliveryError) {
    guard try Directory.exists(folder) else {
      throw DeliveryError(
        .input,
        "The folder \(folder) does not exist: connect the USB stick and check where it is mounted.")
    }
  }

  /// Removes temporary files of our own reports only: the stick may hold other files.
  private func removeTemporaries(in folder: String) throws(DeliveryError) {
    for name in try Directory.names(in: folder)
    where name.hasSuffix(DurableFile.temporarySuffix)
      && name.contains("\(SignedReportFile.suffix).")
    {
      try DurableFile.remove("\(folder)/\(name)")
    }
  }
}
