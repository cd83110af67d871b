import Foundation
import InventoryStore
import Reporting

/// The computers of a survey stick after the decision on their enrolments.
struct SurveyAdmission {
  /// Why a computer was not admitted, by its public key in base64. None of its reports is filed,
  /// even if the centre knows its key: the stick was prepared for somebody else.
  var refusals: [String: any Error] = [:]
}

extension BundleImport {
  /// Admits the computers whose enrolments are in the folder, by the rules of
  /// `POST /agent/v1/enroll`; the same key again is the same machine.
  ///
  /// - Throws: Errors that are not an enrolment's fault.
  func admit(_ folder: BundleFolder, _ summary: inout Summary) async throws -> SurveyAdmission {
    var admission = SurveyAdmission()
    for name in try folder.enrolments() {
      var claimed: String?
      do {
        let bundle = try BundleFile(try folder.read(name), path: BundleFile.enrolmentPath)
        let signed = try SignedRequest(bundle.components, body: bundle.body, tag: .enrolment)
        guard signed.body.count <= SurveyEnrolment.maximumBytes else {
          throw ServerError(.bodyTooLarge, "The enrolment is larger than an enrolment can be.")
        }
        let (wanted, publicKey) = try signed.enrolment(now: now())
        claimed = wanted.publicKey
        guard wanted.previousKeyId == nil else {
          throw InventoryError(
            .bundleMalformed, "A survey stick does not change the key of a known computer.")
        }
        let known = try await store.keys.key(withPublicKey: publicKey)
        let reply: EnrolmentReply
        do {
          reply = try await store.enrolments.enrol(wanted, publicKey: publicKey, now: now())
        } catch let error as InventoryError
          where InventoryStore.Enrolments.newKeyWanted.contains(error.code)
        {
          throw InventoryError(
            error.code,
            "Computer \(known?.machineId ?? "-") was retired or its key revoked: prepare this stick again (stick prepare), then survey the computer again."
          )
        }
        guard known == nil else { continue }
        summary.enrolled.append(reply.machine)
        summary.proposals += try await store.machines.mergeProposals(
          of: reply.machine, within: .country)
      } catch {
        let problem = try Self.problem(for: error)
        if let claimed { admission.refusals[claimed] = error }
        summary.refused.append(.init(file: name, code: problem.code, reason: problem.detail))
      }
    }
    return admission
  }

  /// The key that signed a report: `<machine>.<n>` for a machine that knows its name, the public
  /// key itself (base64) for one that a survey stick enrolled.
  ///
  /// - Throws: ``ServerError`` with `keyUnknown`, or the reason why its enrolment was refused.
  func key(_ keyId: String, _ admission: SurveyAdmission) async throws -> MachineKey {
    if let refusal = admission.refusals[keyId] { throw refusal }
    if let key = try await store.keys.key(keyId) { return key }
    if let bytes = Data(base64Encoded: keyId), bytes.count == 32,
      bytes.base64EncodedString() == keyId, let key = try await store.keys.key(withPublicKey: bytes)
    {
      return key
    }
    throw ServerError(.keyUnknown, "The server does not know the key that signed it.")
  }
}
