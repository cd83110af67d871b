import Reporting

/// What the child process says of the tokens behind a module; no label, no serial number.
enum TokenAnswer: Codable, Equatable, Sendable {
  case moduleNotThere, moduleNotLoaded, notModule, moduleFailed
  case noToken, pinLocked, noCertificate
  /// The one that holds longest.
  case certificate(CertificateValidity)

  /// Whether a calendar holds its times: a module can answer in the child's place.
  var isPlausible: Bool {
    guard case .certificate(let validity) = self else { return true }
    // The years 1 to 9999.
    return [validity.notBefore, validity.notAfter].allSatisfy {
      (-62_135_596_800...253_402_300_799).contains($0)
    }
  }

  func finding(wall: String) -> AccountFinding {
    switch self {
    case .moduleNotThere: .certificateUnknown(AccountDetail.moduleNotThere)
    case .moduleNotLoaded: .certificateUnknown(AccountDetail.moduleNotLoaded)
    case .notModule: .certificateUnknown(AccountDetail.notModule)
    case .moduleFailed: .certificateUnknown(AccountDetail.moduleFailed)
    case .noToken:
      AccountFinding(.notIssued, AccountDetail.noToken, evidence: .certificate)
    case .noCertificate:
      AccountFinding(.notIssued, AccountDetail.noTokenCertificate, evidence: .certificate)
    case .pinLocked:
      AccountFinding(.locked, AccountDetail.pinLocked, evidence: .certificate)
    case .certificate(let validity): validity.finding(wall: wall)
    }
  }
}

extension AccountFinding {
  static func certificateUnknown(_ detail: String) -> AccountFinding {
    AccountFinding(.unknown, detail, evidence: .certificate)
  }
}
