import ArgumentParser
import CentreConfiguration
import InventoryServer

/// The option for the centre's address in links and in commands for other computers.
struct ServerOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Address of the centre in what is printed, such as https://centre.example.vn:8443.",
      discussion:
        "Default: from the settings: the address on which the centre listens, and the name in its certificate.",
      valueName: "url"))
  var server: String?

  /// - Parameter visitor: the clients that use the address.
  /// - Throws: ``Failure`` if it is neither given nor known; `SettingsError`.
  func address(for visitor: ReachableAddress.Visitor, _ global: GlobalOptions) throws
    -> ReachableAddress
  {
    // As typed: its author knows who reaches it, and it is quoted wherever it is used.
    if let server {
      try Self.require(server)
      return .network(server)
    }
    let settings = try global.settings()
    let found = try ReachableAddress(of: settings, for: visitor)
    guard found != .unknown else {
      throw Failure(
        Failure.badConfiguration,
        "The settings have no address at which others reach the centre: give it with --server https://NAME:PORT."
      )
    }
    return found
  }

  /// Without its scheme, a link opens nothing and an agent refuses the command: at the commune it
  /// would be too late.
  private static func require(_ server: String) throws {
    let start = server.lowercased()
    guard ["https://", "http://"].contains(where: { start.hasPrefix($0) && start != $0 }) else {
      throw Failure(
        Failure.badInput,
        "--server \(server.debugDescription) is not an address of a centre: write https://NAME or https://NAME:PORT."
      )
    }
  }
}

extension ReachableAddress {
  /// Reads the names of the certificates that the settings name.
  init(of settings: CentreSettings, for visitor: Visitor) throws {
    try self.init(of: settings, for: visitor) { certificate in
      let key = certificate == settings.tlsCertificate ? settings.tlsKey : settings.agentsTLSKey
      guard let key else { return [] }
      return try Encryption.server(certificate: certificate, key: key).facts().names
    }
  }

  /// As it is printed; empty if unknown.
  var text: String {
    switch self {
    case .network(let text), .thisComputer(let text): text
    case .unknown: ""
    }
  }

  /// Warns on standard error if the printed address is of no use elsewhere.
  func warnIfLocal() {
    guard case .thisComputer(let text) = self else { return }
    Warning.say(
      "The settings have no address but \(text), which only this computer reaches: for other computers give --server https://NAME:PORT, or the centre's settings with --config."
    )
  }
}
