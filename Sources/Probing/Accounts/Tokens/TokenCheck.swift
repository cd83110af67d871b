import FoundationEssentials
import Reporting

/// Inspects a digital-signature token through the vendor's module, in a separate process. No PIN is
/// used.
enum TokenCheck {
  static func finding(
    of module: TokenModule, _ isolation: Isolation?, seconds: Double, wall: String
  ) -> AccountFinding {
    guard let isolation, let question = try? CanonicalJSON.encode(module) else {
      return .certificateUnknown(AccountDetail.noIsolation)
    }
    do throws(Isolation.Failure) {
      let bytes = try isolation.answer(of: "pkcs11", to: [UInt8](question), seconds: seconds)
      guard let answer = try? JSONDecoder().decode(TokenAnswer.self, from: Data(bytes)),
        answer.isPlausible
      else {
        return .certificateUnknown("the module \(AccountDetail.moduleGarbage)")
      }
      return answer.finding(wall: wall)
    } catch {
      return .certificateUnknown("the module \(error.phrase)")
    }
  }

  /// The module that a question names.
  static func modules(in question: [UInt8]) -> [String] {
    (try? JSONDecoder().decode(TokenModule.self, from: Data(question))).map { [$0.module] } ?? []
  }

  /// The work of the child process.
  @Sendable static func task(_ question: [UInt8]) -> [UInt8]? {
    guard let module = try? JSONDecoder().decode(TokenModule.self, from: Data(question)) else {
      return nil
    }
    var said = TokenReader.answer(module)
    // The user nobody may lack access to the reader, which looks as if there were no token.
    if said == .noToken, Confinement.isNobody { said = .moduleFailed }
    guard let answer = try? CanonicalJSON.encode(said) else { return nil }
    return [UInt8](answer)
  }
}

/// The child process's answer about the tokens behind a module; no label, no serial number.
enum TokenAnswer: Codable, Equatable, Sendable {
  case moduleNotThere, moduleNotLoaded, notModule, moduleFailed
  case noToken, pinLocked, noCertificate
  /// The certificate that is valid longest.
  case certificate(CertificateValidity)

  /// Whether a calendar holds its times: a module could answer in the child's place.
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
