import Agent
import ArgumentParser
import Delivery

/// A subcommand whose failures become one line on standard error and an exit status.
protocol AgentCommand: ParsableCommand {
  func execute() throws
}

extension AgentCommand {
  func run() throws {
    do {
      try execute()
    } catch let error as DeliveryError {
      Log.line(error.message)
      throw error.code.exitCode
    } catch let error as SettingsError {
      Log.line(error.description)
      throw ExitCode(78)
    }
  }
}

extension DeliveryError.Code {
  /// The exit status, from sysexits.h.
  var exitCode: ExitCode {
    switch self {
    case .unreachable, .timeout, .tls, .unexpectedReply: ExitCode(69)
    case .busy, .waiting, .locked, .diskFull: ExitCode(75)
    case .configuration, .notEnrolled: ExitCode(78)
    case .refused, .damaged, .input: ExitCode(65)
    case .notAllowed, .file: ExitCode(1)
    }
  }
}
