import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Reporting
import Testing

@testable import InventoryServer

/// Building blocks of the sign-in and the administration.
struct SignInPartsTests {
  private func request(_ authority: String, origin: String?) -> Request {
    var head = HTTPRequest(
      method: .post, scheme: "http", authority: authority, path: "/sign-in")
    head.headerFields[.origin] = origin
    return Request(head: head, body: .init(buffer: .init()))
  }

  @Test(arguments: [
    ("https://centre.example", true, true), ("http://centre.example", true, false),
    ("http://centre.example", false, true), ("https://centre.example", false, true),
    ("https://centre.example:444", true, false), ("https://evil.centre.example", true, false),
    ("null", false, false), ("", false, false),
  ])
  func onlyOwnOriginIsAccepted(_ origin: String, _ isEncrypted: Bool, _ isOurs: Bool) {
    let found = SameSite.origin(
      of: request("centre.example", origin: origin), isEncrypted: isEncrypted)
    #expect((found != nil) == isOurs)
    #expect(
      SameSite.origin(of: request("centre.example", origin: nil), isEncrypted: isEncrypted) == nil)
  }

  @Test(arguments: [
    ("localhost", true), ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true),
    ("127.0.0.1.example", false), ("127.0.0", false), ("128.0.0.1", false), ("0.0.0.0", false),
    ("localhost.example", false), ("", false), ("127.0.0.-1", false), ("127.0.0.1x", false),
    ("127.0.0.01", false), ("127.0.0.", false),
  ])
  func loopbackAddressesAreRecognised(_ name: String, _ isOne: Bool) {
    #expect(LoopbackAddress.isOne(name) == isOne)
    let authority = name.contains(":") ? "[\(name)]:80" : "\(name):80"
    #expect(LoopbackAddress.isIn(authority: authority) == isOne)
  }

  @Test(arguments: [
    ("https://centre.example", "https://centre.example"),
    ("https://centre.example:8443/", "https://centre.example:8443"),
    ("HTTPS://10.0.0.7", "https://10.0.0.7"), ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ("http://centre.example", nil), ("https://", nil), ("centre.example", nil),
    ("https://a b", nil), ("https://x;reboot", nil), ("https://x/$(reboot)", nil),
    ("https://user@x", nil), ("https://x?y", nil), ("https://x#y", nil), ("https://-x", nil),
    ("https://x:0", nil), ("https://x:70000", nil), ("javascript:alert(1)", nil),
    ("https://x'", nil), ("https://\u{202E}x", nil), ("ftp://x", nil),
    ("https://" + String(repeating: "x", count: 300), nil),
  ])
  func agentAddressesAreValidated(_ typed: String, _ text: String?) {
    #expect(AgentAddress(typed)?.text == text)
  }

  @Test func passwordsAreSaltedAndBounded() throws {
    let hash = try PasswordHash(of: "một câu", cost: 10)
    #expect(try hash.isOf("một câu"))
    #expect(try hash.isOf("một câu".decomposedStringWithCanonicalMapping), "another keyboard")
    #expect(try !hash.isOf("một cau"))
    #expect(try PasswordHash(of: "một câu", cost: 10).text != hash.text)
    let parts = hash.text.split(separator: "$").map(String.init)
    // costs that would exhaust memory and malformed hashes are not computed
    for changed in [
      (1, "9"), (1, "40"), (1, "-1"), (2, "99"), (3, "99"), (0, "md5"), (4, "?"), (5, "AAAA"),
    ] {
      var other = parts
      other[changed.0] = changed.1
      #expect(try !PasswordHash(other.joined(separator: "$")).isOf("một câu"))
    }
    for text in ["", "$", "scrypt", "scrypt$10$8$1$$"] {
      #expect(try !PasswordHash(text).isOf("một câu"))
    }
  }

  /// The hash used for unknown names must cost as much to check as a real one.
  @Test func aHashOfNoPasswordIsCheckedAsAnyOther() throws {
    let (none, some) = (PasswordHash.ofNoPassword(cost: 10), try PasswordHash(of: "a", cost: 10))
    let (noneParts, someParts) = (none.text.split(separator: "$"), some.text.split(separator: "$"))
    #expect(noneParts.dropLast(2) == someParts.dropLast(2))
    #expect(noneParts.map(\.count) == someParts.map(\.count))
    #expect(PasswordHash.ofNoPassword(cost: 10).text != none.text)
    for password in ["", "nobody", "a"] { #expect(try !none.isOf(password)) }
  }

  @Test func formTokensAreBoundToTheSession() {
    let token = FormToken.make(session: "a")
    #expect(token != FormToken.make(session: "a"), "looks different each time")
    #expect(FormToken.finding(token, session: "a") == .own)
    #expect(FormToken.finding(token, session: "b") == .foreign)
    for text in [nil, "", "x", String(token.dropLast(4)), token + "AAAA"] {
      #expect(FormToken.finding(text, session: "a") != .own)
    }
    let zeros = Data(count: 64).base64EncodedString()
    #expect(FormToken.finding(zeros, session: "a") == .foreign)
  }

  @Test func qrCodesAreDrawnWithinLimits() throws {
    let code = try #require(QRCode("commune-probe enroll --server https://x --token 0000"))
    // the finder patterns: seven dark modules in the corner, after the quiet zone
    #expect(code.path.hasPrefix("M4 4h7v1h-7z"))
    #expect(code.side >= 21 + 8 && (code.side - 8 - 21) % 4 == 0)
    #expect(QRCode("tiếng Việt") != nil)
    #expect(QRCode("") == nil && QRCode("a\0b") == nil)
    #expect(QRCode(String(repeating: "a", count: 1001)) == nil)
  }
}
