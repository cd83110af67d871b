import FoundationEssentials
import Reporting

/// A token for digital signatures, asked by the vendor's module in a process of its own. No PIN is
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

  /// What the child process does.
  @Sendable static func task(_ question: [UInt8]) -> [UInt8]? {
    guard let module = try? JSONDecoder().decode(TokenModule.self, from: Data(question)) else {
      return nil
    }
    var said = TokenReader.answer(module)
    // Nobody may be refused the reader, which looks as if there were no token.
    if said == .noToken, Confinement.isNobody { said = .moduleFailed }
    guard let answer = try? CanonicalJSON.encode(said) else { return nil }
    return [UInt8](answer)
  }
}
