import InventoryServer

/// The address by which others reach the centre, as far as its settings tell.
public enum ReachableAddress: Equatable, Sendable {
  /// Who wants to reach it: users in a browser, or agents, which may have an address of their own.
  public enum Visitor: Sendable {
    case users, agents
  }

  /// `https://centre.example.vn:8443`.
  case network(String)
  /// `http://127.0.0.1:8080`: only this computer reaches it.
  case thisComputer(String)
  /// The settings do not say it, as behind a proxy.
  case unknown

  /// - Parameter names: Host names of a certificate, by its path.
  /// - Throws: What `names` throws.
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
      // Without TLS nothing but this computer connects: a proxy, whose address others use.
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

  /// The name that a browser accepts with the certificate: where the centre listens if that is one,
  /// otherwise the first.
  private static func host(_ address: ListenAddress, _ names: [String]) -> String? {
    let listening = address.name.lowercased()
    let named = names.filter { !$0.contains("*") && !$0.isEmpty }
    if let same = named.first(where: { $0.lowercased() == listening }) { return same }
    if let first = named.first(where: { !LoopbackAddress.isOne($0.lowercased()) }) ?? named.first {
      return first
    }
    // A certificate of addresses alone: the one that is listened on, unless that is every one.
    return ["0.0.0.0", "::"].contains(listening) ? nil : address.written
  }

  private static func written(_ scheme: String, _ host: String, _ port: Int) -> String {
    let usual = scheme == "https" ? 443 : 80
    return "\(scheme)://\(host)\(port == usual ? "" : ":\(port)")"
  }
}
