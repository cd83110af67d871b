import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Take reports in and show the ranking, until Ctrl-C or SIGTERM.")

  @OptionGroup var global: GlobalOptions

  @Option(help: "Where to listen. Pages need no sign-in yet, so only this machine is allowed.")
  var listen = "127.0.0.1:8080"

  @Option(help: "The policy to rank by, instead of the standard one.")
  var policy: String?

  @Option(
    help: "Most reports of one machine in an hour; a third of them may come at once. 0: no limit.")
  var reportsPerHour = CentreLimits().reportsPerHour

  @Option(help: "Most requests of agents that are worked on at a time.")
  var agentRequests = CentreLimits().agentRequests

  @Option(help: "Most reports that share one transaction.")
  var largestGroup = InventoryStore.largestGroup

  func validate() throws {
    guard reportsPerHour >= 0 else {
      throw ValidationError("--reports-per-hour wants 0 or more.")
    }
    guard largestGroup > 0 else { throw ValidationError("--largest-group wants 1 or more.") }
    guard agentRequests > 0 else { throw ValidationError("--agent-requests wants 1 or more.") }
  }

  func run() async throws {
    try await Failure.reporting {
      let address = try LoopbackAddress(listen)
      let policy = try PolicyFile.read(policy)
      let store = try InventoryStore(
        path: global.path, role: .serving, policy: policy, now: Date(), largestGroup: largestGroup)
      var limits = CentreLimits()
      limits.reportsPerHour = reportsPerHour
      limits.agentRequests = agentRequests
      let centre = Centre(
        store: store, policy: policy, logger: global.logger("centre"), limits: limits)
      try await centre.serve(on: address.name, port: address.port) { port in
        print("Serving on http://\(address.written):\(port)/ — Ctrl-C ends it.")
        fflush(nil)
      }
    }
  }
}

/// `address:port` on this very machine.
struct LoopbackAddress {
  let name: String
  let port: Int
  /// As it stands in a URL.
  var written: String { name.contains(":") ? "[\(name)]" : name }

  init(_ text: String) throws {
    let usage = "--listen wants ADDRESS:PORT such as 127.0.0.1:8080, not \"\(text.prefix(60))\"."
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      0...65_535 ~= port
    else { throw Failure(ExitCode.validationFailure, usage) }
    name = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    self.port = port
    guard Self.isLoopback(name) else {
      throw Failure(
        Failure.badConfiguration,
        "The pages need no sign-in yet, so the centre listens on this machine only: use --listen 127.0.0.1:\(port), not \(name)."
      )
    }
  }

  private static func isLoopback(_ name: String) -> Bool {
    if name == "localhost" || name == "::1" { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
