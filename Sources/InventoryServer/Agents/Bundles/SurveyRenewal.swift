import Cryptography
public import Foundation
public import InventoryStore
import Reporting

/// Prepares a survey stick for computers that the centre no longer accepts under the keys kept on
/// it, because they were retired or their keys were revoked.
///
/// When surveyed again, such a computer gets a new key and enrols as a new computer. Its files
/// under the old key, which the centre refused, stay on the stick under names that `bundle import`
/// ignores.
public struct SurveyRenewal {
  /// Suffix of the names of files that were set aside.
  static let suffix = ".ended"

  let store: InventoryStore
  let now: Date

  public init(store: InventoryStore, now: Date) { (self.store, self.now) = (store, now) }

  /// - Parameter path: the stick's root; nothing needs to be there yet.
  /// - Returns: how many computers will get new keys.
  /// - Throws: ``InventoryError`` with `bundleMalformed` if the stick cannot be read or written.
  public func run(_ path: String) async throws -> Int {
    try await BundleFolder.with(path) { root in
      try await root.with([SurveyLayout.folder]) { survey in
        try await survey.with([SurveyLayout.reports]) { reports in
          var count = 0
          for name in try reports.enrolments() {
            guard let key = publicKey(name, reports),
              try await store.enrolments.wantsNewKey(insteadOf: key, now: now)
            else { continue }
            try await setAside(name, of: key, reports, survey)
            count += 1
          }
          return count
        }
      } ?? nil
    } ?? 0
  }

  /// The key in an enrolment file; nil if the file is invalid, for which `bundle import` gives the
  /// reason.
  private func publicKey(_ name: String, _ reports: BundleFolder) -> Data? {
    guard let bytes = try? reports.read(name),
      let bundle = try? BundleFile(bytes, path: BundleFile.enrolmentPath),
      let signed = try? SignedRequest(bundle.components, body: bundle.body, tag: .enrolment)
    else { return nil }
    return try? signed.enrolment(now: now).publicKey
  }

  /// Renames the enrolment last: if the stick is removed before that, the next run starts again.
  private func setAside(
    _ enrolment: String, of key: Data, _ reports: BundleFolder, _ survey: BundleFolder
  ) async throws {
    let keyId = key.base64EncodedString()
    for name in try reports.reports() {
      guard let bundle = try? BundleFile(reports.read(name)),
        let signed = try? SignedRequest(bundle.components, body: bundle.body, tag: .report),
        signed.signature.keyId == keyId
      else { continue }
      try reports.rename(name, to: name + Self.suffix)
    }
    let machine = String(enrolment.dropLast(SurveyLayout.enrolmentSuffix.count))
    let digest = SHA256Digest.hexadecimal(of: key).prefix(8)
    _ = try await survey.with([SurveyLayout.machines]) { machines in
      try machines.rename(machine, to: "\(machine)-\(digest)\(Self.suffix)")
    }
    try reports.rename(enrolment, to: enrolment + Self.suffix)
  }
}
