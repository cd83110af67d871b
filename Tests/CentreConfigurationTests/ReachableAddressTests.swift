import CentreConfiguration
import Testing

/// The address at which others reach the centre, from its settings and its certificates' names.
struct ReachableAddressTests {
  private static func settings(
    _ listen: String, tls: Bool = false, agents: String? = nil, agentsTLS: Bool = false,
    proxies: [String] = []
  ) -> CentreSettings {
    var settings = CentreSettings()
    (settings.listen, settings.agentsListen, settings.trustedProxies) = (listen, agents, proxies)
    if tls { settings.tlsCertificate = "/a.pem" }
    if agentsTLS { settings.agentsTLSCertificate = "/b.pem" }
    return settings
  }

  @Test(
    arguments: [
      (settings("127.0.0.1:8080"), ["a.vn"], .thisComputer("http://127.0.0.1:8080")),
      (settings("[::1]:80"), [], .thisComputer("http://[::1]")),
      (settings("127.0.0.1:0"), [], .unknown),
      (settings("127.0.0.1:8080", proxies: ["127.0.0.1"]), [], .unknown),
      (settings("0.0.0.0:8443", tls: true), ["a.vn", "b.vn"], .network("https://a.vn:8443")),
      (settings("[::]:443", tls: true), ["*.vn", "localhost", "b.vn"], .network("https://b.vn")),
      (settings("B.vn:8443", tls: true), ["a.vn", "b.vn"], .network("https://b.vn:8443")),
      (settings("127.0.0.1:8443", tls: true), ["a.vn"], .network("https://a.vn:8443")),
      (settings("0.0.0.0:443", tls: true), ["localhost"], .thisComputer("https://localhost")),
      // As `tls issue --name 192.0.2.1` makes it: an office without DNS.
      (
        settings("0.0.0.0:8443", tls: true), ["localhost", "192.0.2.1", "127.0.0.1", "::1"],
        .network("https://192.0.2.1:8443")
      ),
      (
        settings("192.0.2.2:8443", tls: true), ["localhost", "192.0.2.1", "192.0.2.2"],
        .network("https://192.0.2.2:8443")
      ),
      (settings("[::]:443", tls: true), ["2001:db8::1"], .network("https://[2001:db8::1]")),
      (settings("192.0.2.1:443", tls: true), [], .network("https://192.0.2.1")),
      (settings("[2001:db8::1]:8443", tls: true), [], .network("https://[2001:db8::1]:8443")),
      (settings("0.0.0.0:443", tls: true), [], .unknown),
      (settings("192.0.2.1:8080"), [], .unknown),
    ] as [(CentreSettings, [String], ReachableAddress)])
  func users(_ settings: CentreSettings, _ names: [String], _ address: ReachableAddress) throws {
    #expect(try ReachableAddress(of: settings, for: .users) { _ in names } == address)
  }

  @Test(
    arguments: [
      (settings("127.0.0.1:8080"), .thisComputer("http://127.0.0.1:8080")),
      (settings("0.0.0.0:8443", tls: true), .network("https://a.vn:8443")),
      (settings("0.0.0.0:443", tls: true, agents: "0.0.0.0:8444"), .network("https://a.vn:8444")),
      (
        settings("0.0.0.0:443", tls: true, agents: "0.0.0.0:8444", agentsTLS: true),
        .network("https://b.vn:8444")
      ),
      (settings("127.0.0.1:80", agents: "0.0.0.0:443", agentsTLS: true), .network("https://b.vn")),
    ] as [(CentreSettings, ReachableAddress)])
  func agents(_ settings: CentreSettings, _ address: ReachableAddress) throws {
    let found = try ReachableAddress(of: settings, for: .agents) {
      $0 == "/a.pem" ? ["a.vn"] : ["b.vn"]
    }
    #expect(found == address)
  }
}
