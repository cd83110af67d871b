import InventoryServer
import Reporting

/// The address by which others reach the centre, as far as its settings show it.
public enum ReachableAddress: Equatable, Sendable {
  /// The clients that reach it: users in a browser, or agents, which may have an address of their
  /// own.
  public enum Visitor: Sendable {
    case users, agents
  }

  /// `https://centre.example.vn:8443`.
  case network(String)
  /// `http://127.0.0.1:8080`: only this computer reaches it.
  case thisComputer(String)
  /// Not known from the settings, as behind a proxy.
  case unknown

  /// - Parameter names: returns the host names of a certificate, by its path.
  /// - Throws: what `names` throws.
  public init(
    of settings: CentreSettings, for visitor: Visitor, names: (String) throws -> [String]
  ) throws {
    let own = visitor == .agents ? settings.agentsListen : nil
    let certificate =
      (own == nil ? nil : settings.agentsTLSCertificate) ?? settings.tlsCertificate
    guard let address = ListenAddress(own ?? settings.listen), address.port > 0 else {
      self = .unknown
      return
    }
    guard let certificate else {
      // Without TLS only this computer connects: a proxy, whose address others use.
      self =
        LoopbackAddress.isOne(address.name) && settings.trustedProxies.isEmpty
        ? .thisComputer(Self.written("http", address.written, address.port)) : .unknown
      return
    }
    guard let host = Self.host(address, try names(certificate)) else {
      self = .unknown
      return
    }
    let text = Self.written("https", host, address.port)
    self = LoopbackAddress.isOne(host) ? .thisComputer(text) : .network(text)
  }

  /// A name or address that a browser accepts with the certificate: the one on which the centre
  /// listens if it is among them, otherwise the first that is not this computer's own.
  private static func host(_ address: ListenAddress, _ names: [String]) -> String? {
    let listening = address.name.lowercased()
    let named = names.filter { !$0.contains("*") && !$0.isEmpty }
    let reachable = named.filter { !LoopbackAddress.isOne($0.lowercased()) }
    let host =
      reachable.first { $0.lowercased() == listening } ?? reachable.first
      ?? named.first { $0.lowercased() == listening } ?? named.first
    // An IPv6 address stands in brackets.
    if let host { return host.contains(":") ? "[\(host)]" : host }
    // A certificate without names: the listening address, unless that is a wildcard.
    return ["0.0.0.0", "::"].contains(listening) ? nil : address.written
  }

  private static func written(_ scheme: String, _ host: String, _ port: Int) -> String {
    let usual = scheme == "https" ? 443 : 80
    return "\(scheme)://\(host)\(port == usual ? "" : ":\(port)")"
  }
}
