import Foundation
import Hummingbird
import InventoryStore
import ScanReading

/// Scans that prove scanners: received into a temporary file, read one at a time in a restricted
/// process, and accepted if they show one of our sheets.
struct CheckScans: Sendable {
  enum Answer: Sendable {
    case proven(CheckSubject)
    /// With the key of the text that explains why.
    case refused(CheckSubject, String)
  }

  /// Maximum concurrent uploads, and those of one commune's visitors or one wider user.
  static let (mostUploads, uploadsPerOwner) = (8, 2)

  let checks: InventoryStore.Checks
  let limits: CheckLimits
  /// Reads the codes of a file; blocking.
  let read: @Sendable (URL) -> ScanFinding
  /// nil: no limit.
  let space: DiskSpace?
  private let queue = BoundedQueue(
    .init(capacity: 16, perOwner: 2, niceness: 10), complaint: "Too many scans are being read")
  private let uploads = UploadPlaces(most: mostUploads, perOwner: uploadsPerOwner)

  init(
    checks: InventoryStore.Checks, limits: CheckLimits,
    read: @escaping @Sendable (URL) -> ScanFinding, space: DiskSpace? = nil
  ) {
    (self.space, self.checks, self.limits, self.read) = (space, checks, limits, read)
  }

  func take(_ request: Request, _ check: CheckCall) async throws -> Answer {
    guard FileForm.isOne(request) else {
      // No file: the form is refused as such, but only after its token is checked.
      let form = try await PageForm(request)
      try FormToken.require(form.exactly(FormToken.field), session: check.session, check.call)
      throw ServerError(.requestMalformed, check.call.text("check.scan.empty"))
    }
    if let space, space.isLow {
      throw ServerError(
        .busy, check.call.text("check.scan.diskLow"), retryAfterSeconds: DiskSpace.retryAfterSeconds
      )
    }
    try limits.requireScan(check)
    do throws(UploadPlaces.Refusal) {
      try uploads.enter(check.uploader)
    } catch {
      throw ServerError(
        .busy, check.call.text(error == .ownTaken ? "check.scan.ownBusy" : "check.scan.busy"),
        retryAfterSeconds: 30)
    }
    defer { uploads.leave(check.uploader) }
    await RequestDeadline.extend(on: check.call.context.channel)
    let upload = try await ScanUpload.receive(request) { fields in
      try FormToken.require(fields[FormToken.field], session: check.session, check.call)
    }
    defer { upload.remove() }
    guard
      let subject = CheckSubject(
        commune: upload.fields["commune"], machine: upload.fields["machine"], within: check.scope)
    else { throw ServerError(.argumentMalformed, check.call.text("check.noCommune")) }
    guard upload.size > 0 else { return .refused(subject, "check.scan.empty") }
    var caller = await check.call.queueCaller
    caller.owner = check.owner
    let finding = try await limits.countingScan(check) { [caller] in
      try await queue.run(for: caller) { [read] in read(upload.file) }
    }
    return try await judge(finding, subject, check)
  }

  private func judge(
    _ finding: ScanFinding, _ subject: CheckSubject, _ check: CheckCall
  ) async throws -> Answer {
    if let refusal = finding.refusal { return .refused(subject, "check.scan.\(refusal.rawValue)") }
    let ours = finding.codes.filter { $0.text.hasPrefix(InventoryStore.Checks.codePrefix) }
    guard let code = ours.first, let kind = finding.kind else {
      return .refused(subject, "check.scan.\(finding.codes.isEmpty ? "noCode" : "unknown")")
    }
    guard ours.allSatisfy({ $0.text == code.text }) else {
      return .refused(subject, "check.scan.severalSheets")
    }
    let signs = code.signs.map(\.rawValue)
    if code.looksPhotographed {
      // The sheet stays valid: it may still be scanned.
      try await checks.noteDoubtedScan(
        commune: subject.commune, signs: signs, by: check.finder, now: check.call.now)
      return .refused(subject, "check.scan.photograph")
    }
    do {
      try await checks.proveScanner(
        code: code.text, commune: subject.commune, machine: subject.machine, within: check.scope,
        format: kind.rawValue, signs: signs, by: check.finder, now: check.call.now)
      return .proven(subject)
    } catch let refusal as InventoryStore.Checks.SheetRefusal {
      return .refused(subject, "check.scan.\(refusal.rawValue)")
    }
  }
}
