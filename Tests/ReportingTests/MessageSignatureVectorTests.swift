import Cryptography
import Foundation
import RawStructuredFieldValues
import Testing

@testable import Reporting

/// RFC 9421, Appendix B: the request of B.2 and the bases and signatures printed there.
struct MessageSignatureVectorTests {
  static let request = RequestComponents(
    method: "POST", authority: "example.com", path: "/foo", query: "?param=Value&Pet=dog",
    fields: [
      "date": "Tue, 20 Apr 2021 02:07:55 GMT", "content-type": "application/json",
      "content-digest":
        "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
      "content-length": "18",
    ])

  func parameters(
    _ components: [String], key: String, nonce: String? = nil
  ) throws -> SignatureParameters {
    try SignatureParameters(
      components: components,
      parameters: [("created", .integer(1_618_884_473)), ("keyid", .string(key))]
        + (nonce.map { [("nonce", .string($0))] } ?? []))
  }

  @Test func minimalB21() throws {
    let base = try parameters([], key: "test-key-rsa-pss", nonce: "b3k2pp5k7z-50gnwp.yemd")
      .base(of: Self.request)
    #expect(
      String(decoding: base, as: UTF8.self)
        == "\"@signature-params\": ();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\""
    )
  }

  @Test func fullB23() throws {
    let base = try parameters(
      [
        "date", "@method", "@path", "@query", "@authority", "content-type", "content-digest",
        "content-length",
      ], key: "test-key-rsa-pss"
    ).base(of: Self.request)
    #expect(
      String(decoding: base, as: UTF8.self) == """
        "date": Tue, 20 Apr 2021 02:07:55 GMT
        "@method": POST
        "@path": /foo
        "@query": ?param=Value&Pet=dog
        "@authority": example.com
        "content-type": application/json
        "content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
        "content-length": 18
        "@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"
        """)
  }

  @Test func hmacB25() throws {
    let base = try parameters(["date", "@authority", "content-type"], key: "test-shared-secret")
      .base(of: Self.request)
    let secret = try #require(
      Data(
        base64Encoded:
          "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="
      ))
    let code = HMACSHA256.authenticationCode(
      for: base, key: secret)
    #expect(Data(code).base64EncodedString() == "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=")
  }

  /// swift-crypto signs with added randomness, so the RFC's own signature is verified, and ours
  /// against the RFC's key.
  @Test func ed25519B26() throws {
    let parameters = try parameters(
      ["date", "@method", "@path", "@authority", "content-type", "content-length"],
      key: "test-key-ed25519")
    let base = try parameters.base(of: Self.request)
    #expect(
      String(decoding: base, as: UTF8.self) == """
        "date": Tue, 20 Apr 2021 02:07:55 GMT
        "@method": POST
        "@path": /foo
        "@authority": example.com
        "content-type": application/json
        "content-length": 18
        "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"
        """)
    #expect(
      parameters.text
        == "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\""
    )

    let secret = try #require(
      Data(base64Encoded: "n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU="))
    let key = try Ed25519.PrivateKey(rawRepresentation: secret)
    let point = try #require(
      Data(base64Encoded: "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="))
    #expect(key.publicKey.rawRepresentation == point)
    let expected = try #require(
      Data(
        base64Encoded:
          "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
      ))
    #expect(key.publicKey.isValidSignature(expected, for: base))
    #expect(key.signature(for: base) == expected)
  }
}
