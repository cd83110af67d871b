import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryServer
import InventoryStore
import LetterDelivery
import Nation
import PostgreSQL
import Prioritization
import Reporting

/// A failure of a command: one line on stderr and an exit code (sysexits).
struct Failure: Error {
  static let badInput = ExitCode(65)
  static let unreachable = ExitCode(69)
  static let tryLater = ExitCode(75)
  static let badConfiguration = ExitCode(78)

  let code: ExitCode
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Runs a command's work; an error becomes the line and the exit code.
  static func reporting(_ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch let error as ExitCode {
      throw error
    } catch {
      try end(Failure(error))
    }
  }

  /// The sentence of an error, in English.
  static func sentence(of error: any Error) -> String { Failure(error).message }

  private init(_ error: any Error) {
    self =
      switch error {
      case let failure as Failure: failure
      case let error as InventoryError: Failure(error)
      case let error as ListeningError: Failure(Self.badConfiguration, error.message)
      case let error as CertificateError: Failure(Self.badConfiguration, error.message)
      case let error as SettingsError: Failure(Self.badConfiguration, error.message)
      case let error as PolicyError: Failure(Self.badConfiguration, "\(error)")
      case let error as PlanError: Failure(Self.code(of: error), "\(error).")
      case let error as ForecastError: Failure(Self.badInput, "\(error).")
      case let error as LetterDestinationsError: Failure(Self.badConfiguration, error.message)
      case let error as PostgreSQLError: Failure(Self.code(of: error), error.message)
      case let error as NationError: Failure(Self.code(of: error), error.message)
      case let error as CommuneCodeError: Failure(Self.badInput, error.message)
      default:
        Failure(
          .failure,
          "The command failed: \(InventoryStore.explanation(of: error) ?? Self.reason(of: error))"
        )
      }
  }

  /// The system's description of an error; for a file, such as `PATH: No such file or directory`.
  static func reason(of error: any Error, naming: Bool = true) -> String {
    guard let error = error as? CocoaError else { return error.localizedDescription }
    let number: Int32? =
      switch error.code {
      case .fileNoSuchFile, .fileReadNoSuchFile: ENOENT
      case .fileReadNoPermission, .fileWriteNoPermission: EACCES
      case .fileWriteOutOfSpace: ENOSPC
      case .fileWriteVolumeReadOnly: EROFS
      case .fileWriteFileExists: EEXIST
      default: (error.underlying as? POSIXError).map { Int32($0.code.rawValue) }
      }
    let reason = number.map { String(cString: strerror($0)) } ?? error.localizedDescription
    guard naming, let path = error.filePath else { return reason }
    return "\(path): \(reason)"
  }

  /// Names the command that the disk or another program has prevented, since the message fits any
  /// command.
  private init(_ error: InventoryError) {
    let named = [.databaseFull, .busy].contains(error.code) ? CommuneInventory.typedCommand : ""
    self.init(
      Self.code(of: error),
      named.isEmpty
        ? error.commandMessage : "\"\(named)\" was not completed: \(error.commandMessage)")
  }

  private static func code(of error: InventoryError) -> ExitCode {
    switch error.code {
    case .databaseUnusable: badConfiguration
    case .databaseFull, .busy: tryLater
    default: badInput
    }
  }

  private static func code(of error: PostgreSQLError) -> ExitCode {
    switch error.kind {
    case .malformed: ExitCode(64)
    case .insecure, .refused: badConfiguration
    case .unreachable: unreachable
    case .passing: tryLater
    case .failed: .failure
    }
  }

  private static func code(of error: NationError) -> ExitCode {
    switch error.code {
    case .overtaken: tryLater
    case .nothingToPublish, .nothingPublished: badInput
    case .notEqual: .failure
    case .otherRules, .otherCentre, .provinceUnclear, .schemaMissing, .schemaOlder, .schemaNewer:
      badConfiguration
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
      .map { OutputLanguage.said(String($0)) }.joined(separator: " ")
    try? FileHandle.standardError.write(contentsOf: Data("commune-inventory: \(line)\n".utf8))
    throw failure.code
  }
}
