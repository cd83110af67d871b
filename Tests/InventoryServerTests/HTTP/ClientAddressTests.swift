import HTTPTypes
import NIOCore
import Testing

@testable import InventoryServer

/// The client's address behind a proxy.
struct ClientAddressTests {
  private func client(
    _ peer: String = "10.0.0.1", _ fields: (String, String)...
  ) throws -> String? {
    var headers = HTTPFields()
    for (name, value) in fields {
      headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    let addresses = try ClientAddress(trustedProxies: ["10.0.0.1", "10.0.0.2", "2001:db8::5"])
    return addresses.client(peer: try SocketAddress(ipAddress: peer, port: 1), headers)?.ipAddress
  }

  /// If no client is named, the proxy's own address counts.
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("203.0.113.9, 192.0.2.7", "192.0.2.7"),
    ("203.0.113.9,192.0.2.7 , 10.0.0.2", "192.0.2.7"), ("192.0.2.7:4711", "192.0.2.7"),
    ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]:443", "2001:db8::1"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("", "10.0.0.1"), ("unknown", "10.0.0.1"), ("192.0.2.7, _hidden", "10.0.0.1"),
    ("10.0.0.2", "10.0.0.1"),
  ])
  func trustedProxyNamesClient(_ value: String, _ client: String) throws {
    #expect(try self.client("10.0.0.1", ("X-Forwarded-For", value)) == client)
  }

  @Test(arguments: [
    ("for=192.0.2.7;proto=https", "192.0.2.7"),
    ("for=203.0.113.9, By=x;For=\"[2001:db8::1]:443\"", "2001:db8::1"),
    ("proto=https", "10.0.0.1"),
  ])
  func trustedProxyNamesClientInForwarded(_ value: String, _ client: String) throws {
    #expect(try self.client("10.0.0.1", ("Forwarded", value)) == client)
  }

  @Test func otherHeadersNameNoClient() throws {
    #expect(try client("10.0.0.1", ("X-Real-IP", "192.0.2.7")) == "10.0.0.1")
  }

  @Test func untrustedForwardingHeadersAreIgnored() throws {
    #expect(try client("192.0.2.50", ("X-Forwarded-For", "192.0.2.7")) == "192.0.2.50")
    #expect(try client("127.0.0.1", ("Forwarded", "for=192.0.2.7")) == "127.0.0.1")
    // two lines of one field are one list; two fields that disagree name no client
    #expect(
      try client("10.0.0.1", ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "192.0.2.2"))
        == "192.0.2.2")
    #expect(
      try client("10.0.0.1", ("X-Forwarded-For", "192.0.2.1"), ("Forwarded", "for=192.0.2.2"))
        == "10.0.0.1")
  }

  @Test func proxiesMustBeAddresses() {
    for text in ["proxy.example", "10.0.0", "", "10.0.0.1/8"] {
      #expect(!CentreLimits.isAddress(text), "\(text)")
    }
    #expect(CentreLimits.isAddress("::1") && CentreLimits.isAddress("10.0.0.1"))
  }
}
