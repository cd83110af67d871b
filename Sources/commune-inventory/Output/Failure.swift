import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import LetterDelivery
import Prioritization
import Reporting

/// A failure of a command: one line on stderr and an exit code (sysexits).
struct Failure: Error {
  static let badInput = ExitCode(65)
  static let tryLater = ExitCode(75)
  static let badConfiguration = ExitCode(78)

  let code: ExitCode
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Runs a command's work; what it throws becomes the line and the code.
  static func reporting(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let failure as Failure {
      try end(failure)
    } catch let error as InventoryError {
      try end(Failure(code(of: error), error.message))
    } catch let error as ListeningError {
      try end(Failure(badConfiguration, error.message))
    } catch let error as CertificateError {
      try end(Failure(badConfiguration, error.message))
    } catch let error as PolicyError {
      try end(Failure(badConfiguration, "\(error)"))
    } catch let error as PlanError {
      try end(Failure(code(of: error), "\(error)."))
    } catch let error as ForecastError {
      try end(Failure(badInput, "\(error)."))
    } catch let error as LetterRoutesError {
      try end(Failure(badConfiguration, error.message))
    } catch let error as CommuneCodeError {
      try end(Failure(badInput, error.message))
    } catch let error as ExitCode {
      throw error
    } catch {
      let cause = InventoryStore.explanation(of: error) ?? error.localizedDescription
      try end(Failure(.failure, "The command failed: \(cause)"))
    }
  }

  private static func code(of error: InventoryError) -> ExitCode {
    switch error.code {
    case .databaseUnusable: badConfiguration
    case .databaseFull, .busy: tryLater
    default: badInput
    }
  }

  private static func code(of error: PlanError) -> ExitCode {
    switch error.code {
    case .nothingForSale: badConfiguration
    case .budgetOutOfRange, .floorsExceedBudget: badInput
    }
  }

  private static func end(_ failure: Failure) throws -> Never {
    // One line, whatever the message quotes.
    let line = failure.message.split(whereSeparator: \.isNewline)
      .map { Spoken.said(String($0)) }.joined(separator: " ")
    try? FileHandle.standardError.write(contentsOf: Data("commune-inventory: \(line)\n".utf8))
    throw failure.code
  }
}
