public import Foundation
import Hummingbird
public import InventoryStore
import Reporting

/// Files the signed reports of a folder by the same rules as over the network, and writes receipts
/// for the machines that they come from. One bad file never stops the others; importing the same
/// folder again changes nothing.
public struct BundleImport: Sendable {
  public struct Refusal: Sendable, Equatable {
    public var file: String
    public var code: String
    public var reason: String
  }

  public struct Summary: Sendable, Equatable {
    public var stored = 0
    public var duplicates = 0
    /// Reports among the stored ones that are too old to show how their machines are now.
    public var outdated = 0
    public var refused: [Refusal] = []
    /// Names of the receipts that were written.
    public var receipts: [String] = []
    /// Whether the folder is the root of a survey stick.
    public var isSurveyStick = false
    /// Machines added by a survey stick's enrolments.
    public var enrolled: [String] = []
    /// Those of them that look like a machine on file: an officer decides whether to merge them.
    public var proposals: [MergeProposal] = []

    /// Whether any report was found, good or bad.
    var holdsReports: Bool { stored + duplicates + refused.count > 0 }
  }

  let store: InventoryStore
  let space: DiskSpace?
  let now: @Sendable () -> Date

  /// - Parameter space: nil accepts reports as long as SQLite can write.
  public init(
    store: InventoryStore, space: DiskSpace? = nil, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.store = store
    self.space = space
    self.now = now
  }

  /// Files the reports in the folder itself, and also those of a survey stick if the folder is its
  /// root.
  ///
  /// - Throws: ``InventoryError`` with `bundleMalformed` if the folder cannot be read or holds no
  ///   reports, or a receipt cannot be written; `databaseFull` or `busy` if nothing more can be
  ///   filed.
  public func run(_ path: String) async throws -> Summary {
    try await BundleFolder.with(path) { folder in
      var summary = Summary()
      try await file(folder, &summary)
      summary.isSurveyStick =
        try await folder.with([SurveyLayout.folder, SurveyLayout.reports]) {
          try await file($0, &summary)
        } != nil
      // The wrong folder, or a stick that is not mounted, must not look like a stick without news.
      guard summary.isSurveyStick || summary.holdsReports else {
        throw InventoryError(
          .bundleMalformed,
          "There are no reports in \(path): check that the stick is mounted there, and give the folder that commune-probe bundle export wrote, or the root of a survey stick."
        )
      }
      try await store.reports.noteBundle(
        folder: path, stored: summary.stored, duplicates: summary.duplicates,
        refused: summary.refused.count, now: now())
      return summary
    }
  }

  private func file(_ folder: BundleFolder, _ summary: inout Summary) async throws {
    let admission = try await admit(folder, &summary)
    var lines: [String: [BundleReceipt.Line]] = [:]
    let names = try folder.reports()
    for (place, name) in names.enumerated() {
      WorkProgress.report?(Double(place) / Double(names.count))
      try space?.requireForImport()
      do {
        let (machine, line, isOutdated) = try await file(try folder.read(name), admission)
        if isOutdated { summary.outdated += 1 }
        lines[machine, default: []].append(line)
        if line.status == .stored { summary.stored += 1 } else { summary.duplicates += 1 }
      } catch {
        let decided = error as? Decided
        let problem = try Self.problem(for: decided?.error ?? error)
        if let decided, [400, 413, 422].contains(problem.status) {
          var line = decided.line
          line.code = problem.code
          lines[decided.machine, default: []].append(line)
        }
        summary.refused.append(.init(file: name, code: problem.code, reason: problem.detail))
      }
    }
    for (machine, reports) in lines.sorted(by: { $0.key < $1.key }) {
      let receipt = try store.reports.sign(
        BundleReceipt(machine: machine, reports: reports, bundle: folder.label(of: machine)))
      let text = try CanonicalJSON.encode(receipt)
      // An interrupt waits for this, so that no half-written receipt stays on the stick.
      try TemporaryFiles.finishing { try folder.write(text, receipt.fileName) }
      summary.receipts.append(receipt.fileName)
    }
  }

  /// - Throws: `error` itself if it is not the file's fault, for instance if the disk is full.
  static func problem(for error: any Error) throws -> Problem {
    let problem = ProblemMiddleware<BasicRequestContext>.problem(for: error)
    guard problem.status < 500 else { throw error }
    return problem
  }

  /// A refusal of a report that the machine did sign: the report itself is at fault, not the stick.
  private struct Decided: Error {
    let error: any Error
    let machine: String
    let line: BundleReceipt.Line
  }

  private func file(
    _ bytes: Data, _ admission: SurveyAdmission
  ) async throws -> (machine: String, line: BundleReceipt.Line, isOutdated: Bool) {
    let bundle = try BundleFile(bytes)
    let signed = try SignedRequest(bundle.components, body: bundle.body, tag: .report)
    let key = try await key(signed.signature.keyId, admission)
    try signed.verify(publicKey: key.publicKey, now: now())
    let (id, sequence) = try signed.reportNumbers()
    var line = BundleReceipt.Line(
      id: id.lowercaseText, digest: SHA256Digest.hexadecimal(of: Data()),
      status: .refused)
    do {
      let body = try Inflate.body(signed.body)
      line.digest = SHA256Digest.hexadecimal(of: body)
      let time = now()
      let report: ReceivedReport
      do {
        report = try ReceivedReport(
          id: id, machine: key.machine, key: key.number, sequence: sequence, body: body,
          sent: nil, created: Int(time.timeIntervalSince1970), receivedAt: time
        ).carried(signedAt: signed.signature.created)
      } catch let error as ReportTextError {
        throw ServerError(.notJSON, "The report is not a JSON object: \(error).")
      }
      let filed = try await store.reports.fileFromBundle(report)
      line.status = filed.status == .stored ? .stored : .duplicate
      guard filed.status == .stored else { return (key.machineId, line, false) }
      return (key.machineId, line, try await store.reports.isOutdated(report))
    } catch {
      throw Decided(error: error, machine: key.machineId, line: line)
    }
  }
}
