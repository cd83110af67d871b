import Foundation
import Reporting

extension SignedRequest {
  /// The contents of an enrolment. Its body names the public key that must have signed it, which
  /// proves that the machine holds the private half. A body whose digest no signature covers is not
  /// decoded.
  ///
  /// - Throws: ``ServerError`` with `signatureMalformed`, `signatureInvalid`, `signatureExpired`,
  ///   `digestMismatch` or `notJSON`.
  func enrolment(now: Date) throws -> (wanted: EnrolmentRequest, publicKey: Data) {
    guard let publicKey = Data(base64Encoded: signature.keyId), publicKey.count == 32 else {
      throw ServerError(.signatureMalformed, "keyid is not an Ed25519 public key in base64.")
    }
    try verify(publicKey: publicKey, now: now)
    let wanted = try decoded(EnrolmentRequest.self, "The enrolment")
    guard wanted.publicKey == signature.keyId else {
      throw ServerError(
        .signatureInvalid, "The body names a different key from the one that signed it.")
    }
    return (wanted, publicKey)
  }
}
