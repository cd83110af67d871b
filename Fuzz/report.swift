// A report's text, whole or as a delta: nothing crashes, what is filed is valid JSON to other
// parsers, and the database still verifies.

import Cryptography
import Foundation
@testable import InventoryServer
@testable import InventoryStore
import Prioritization
import Reporting

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let body = Data(UnsafeBufferPointer(start: start, count: count))
  _ = try? Inflate.body(body)
  guard let text = try? ReportText(body) else { return 0 }
  precondition(Set(text.members.map(\.name)).count == text.members.count)
  for (_, section) in text.members {
    if let digest = DeltaSection.digest(in: section) {
      precondition(DeltaSection.encode(digest: SHA256Digest.hexadecimal(digest)) == section)
    }
  }
  if Filing.shared.file(body) {
    precondition(
      (try? JSONSerialization.jsonObject(with: body)) is [String: Any], "not JSON to others")
  }
  return 0
}

/// A machine that reports each day, in a separate database.
private final class Filing: @unchecked Sendable {
  static let shared = Filing()

  private let path = FileManager.default.temporaryDirectory
    .appending(path: "fuzz-report.sqlite").path
  private let store: InventoryStore
  private var machine: Int64 = 0
  private var sequence = 0
  private var day = Date(timeIntervalSince1970: 1_800_000_000)

  private init() {
    // The sequence number of the last run.
    for end in ["", "-wal", "-shm", "-serving"] { unlink(path + end) }
    let policy = EmbeddedFile.bytes("policies/standard.toml").flatMap {
      try? Policy(toml: String(decoding: $0, as: UTF8.self))
    }
    guard let policy,
      let opened = try? InventoryStore(path: path, role: .serving, policy: policy, now: day)
    else { preconditionFailure("no database at \(path)") }
    store = opened
    wait { [store, day] in
      let made = try await store.tokens.create(
        communes: ["21250"], uses: 1, within: .country, by: .centre, now: day)
      let key = Ed25519.PrivateKey().publicKey.rawRepresentation
      _ = try await store.enrolments.enrol(
        EnrolmentRequest(
          token: made[0].token, publicKey: key, installId: "fuzz", agentVersion: "0"),
        publicKey: key, now: day)
      let number = try await store.keys.key(withPublicKey: key)?.machine ?? 0
      Filing.found = number
    }
    machine = Self.found
    precondition(machine > 0, "no machine")
  }

  private nonisolated(unsafe) static var found: Int64 = 0
  private nonisolated(unsafe) static var wasFiled = false

  /// - Returns: whether it was filed.
  func file(_ body: Data) -> Bool {
    sequence += 1
    // One day later, so that no daily limit is reached.
    day.addTimeInterval(86_400)
    guard
      let report = try? ReceivedReport(
        id: UUID(), machine: machine, sequence: sequence, body: body, sent: nil, created: 0,
        receivedAt: day)
    else { return false }
    Filing.wasFiled = false
    wait { [store] in Filing.wasFiled = (try? await store.reports.file(report)) != nil }
    if sequence.isMultiple(of: 2000) {
      precondition((try? Verification.check(path).faults.isEmpty) == true, "it does not verify")
    }
    return Self.wasFiled
  }

  private func wait(_ work: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task {
      do { try await work() } catch { preconditionFailure("\(error)") }
      done.signal()
    }
    done.wait()
  }
}
