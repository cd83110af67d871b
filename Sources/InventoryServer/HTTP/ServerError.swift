import HTTPTypes
import InventoryStore
import Reporting

/// A refusal by the server itself, before the inventory is involved.
struct ServerError: Error, Equatable, Sendable {
  enum Code: String, Sendable {
    case bodyTooLarge, lengthRequired, requestMalformed
    case signatureMalformed, signatureInvalid, signatureExpired, digestMismatch, keyUnknown
    case gzipMalformed, inflatedTooLarge, notJSON, inventoryMalformed
    case argumentMalformed, timeMalformed, notFound, methodNotAllowed, internalError
    case busy, rateLimited
    case slotUnknown, slotUsedUp
    case signInWanted, rightMissing, crossSite, formMalformed, formExpired
  }

  let code: Code
  /// The problem, then what to do.
  let message: String
  /// When to retry.
  let retryAfterSeconds: Int?

  init(_ code: Code, _ message: String, retryAfterSeconds: Int? = nil) {
    self.code = code
    self.message = message
    self.retryAfterSeconds = retryAfterSeconds
  }

  var status: HTTPResponse.Status {
    switch code {
    case .bodyTooLarge, .inflatedTooLarge: .contentTooLarge
    case .lengthRequired: .lengthRequired
    case .requestMalformed, .signatureMalformed, .digestMismatch, .gzipMalformed,
      .argumentMalformed, .timeMalformed, .formMalformed, .inventoryMalformed:
      .badRequest
    case .signatureInvalid, .signatureExpired, .keyUnknown, .signInWanted: .unauthorized
    case .notJSON: .unprocessableContent
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .internalError: .internalServerError
    case .busy: .serviceUnavailable
    case .rateLimited: .tooManyRequests
    case .slotUnknown, .slotUsedUp, .rightMissing, .crossSite, .formExpired: .forbidden
    }
  }
}

extension InventoryError {
  /// The message for the client: details about the centre's disk, such as the file's path, are only
  /// for its operator.
  var clientMessage: String {
    switch code {
    case .databaseFull: "The server's disk is full or failing: keep the report and try later."
    case .databaseUnusable: "The server's database is out of order: keep the report and try later."
    case .busy: "The database is busy: keep the report and try later."
    default: message
    }
  }

  var status: HTTPResponse.Status {
    switch code {
    case .tokenUnknown, .tokenExpired, .tokenUsedUp, .tokenRevoked, .machineQuarantined,
      .machineRetired, .keyRevoked, .keyInvalid, .notOwn:
      .forbidden
    case .machineUnknown: .unauthorized
    case .enrolledElsewhere, .sequenceBehind, .sequenceAhead, .stateConflict: .conflict
    case .dailyBytesUsedUp, .unknownBytesUsedUp, .enrolmentsTooMany: .tooManyRequests
    case .reportIdReused, .sectionsWanted, .formatUnsupported, .sectionMalformed, .bundleMalformed:
      .unprocessableContent
    case .communeUnknown, .provinceUnknown, .groupUnknown, .userUnknown, .invitationUnknown,
      .planUnknown, .programmeUnknown:
      .notFound
    case .registerMalformed, .purchasesMalformed, .valuesErased, .argumentMalformed,
      .pastNotKept:
      .badRequest
    case .databaseUnusable, .databaseFull, .busy: .serviceUnavailable
    }
  }
}
