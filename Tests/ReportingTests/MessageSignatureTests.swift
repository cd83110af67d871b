import Cryptography
import Foundation
import Reporting
import Testing

struct MessageSignatureTests {
  let key = Ed25519.PrivateKey()
  let body = Data(#"{"format":1}"#.utf8)

  var request: RequestComponents {
    RequestComponents(
      method: "POST", authority: "127.0.0.1:8080", path: "/agent/v1/reports",
      fields: [
        "content-type": "application/json", "content-digest": ContentDigest.field(for: body),
        "report-id": "7d2d6f0e-0001-4000-8000-000000000001", "agent-seq": "42",
      ])
  }

  func signed(_ request: RequestComponents) throws -> (signatureInput: String, signature: String) {
    try MessageSignature.sign(
      request, covering: MessageSignature.required(for: .report), created: 1_790_000_000,
      keyId: "m.1", tag: .report, with: key)
  }

  @Test func roundTrip() throws {
    let (input, signature) = try signed(request)
    let received = try ReceivedSignature(
      signatureInput: input, signature: signature, tag: .report)
    #expect(received.keyId == "m.1")
    #expect(received.created == 1_790_000_000)
    try received.verify(request, with: key.publicKey)
  }

  @Test(arguments: [
    "method", "authority", "path", "content-type", "content-digest", "report-id", "agent-seq",
  ])
  func changedComponent(_ part: String) throws {
    let (input, signature) = try signed(request)
    var forged = request
    switch part {
    case "method": forged.method = "PUT"
    case "authority": forged.authority = "127.0.0.1:8081"
    case "path": forged.path = "/agent/v1/enroll"
    default: forged.fields[part] = (forged.fields[part] ?? "") + "1"
    }
    let received = try ReceivedSignature(
      signatureInput: input, signature: signature, tag: .report)
    #expect(throws: MessageSignatureError.invalid) {
      try received.verify(forged, with: key.publicKey)
    }
  }

  @Test func otherKey() throws {
    let (input, signature) = try signed(request)
    let received = try ReceivedSignature(
      signatureInput: input, signature: signature, tag: .report)
    let other = Ed25519.PrivateKey().publicKey
    #expect(throws: MessageSignatureError.invalid) { try received.verify(request, with: other) }
  }

  @Test(arguments: [
    ("", ""), ("s", "s"), ("s=()", "s=:AA==:"), ("s=(", "s=:AA==:"),
    (#"s=("@method");created=1;keyid="k";alg="ed25519";tag="commune-report""#, "s=:AA==:"),
    (
      #"s=("@method" "@method");created=1;keyid="k";alg="ed25519";tag="commune-report""#, "s=:AA==:"
    ),
    (#"s=("@method";req);created=1;keyid="k";alg="ed25519";tag="commune-report""#, "s=:AA==:"),
  ])
  func unreadable(_ input: String, _ signature: String) {
    #expect(throws: MessageSignatureError.self) {
      try ReceivedSignature(signatureInput: input, signature: signature, tag: .report)
    }
  }

  @Test func otherAlgorithmTagAndLabel() throws {
    let (input, signature) = try signed(request)
    for changed in [
      input.replacing("ed25519", with: "hmac-sha256"),
      input.replacing("commune-report", with: "commune-enrolment"),
      input.replacing("s=(", with: "t=("),
      input + ", " + input.replacing("s=(", with: "t=("),
      input.replacing(#" "agent-seq""#, with: ""),
    ] {
      #expect(throws: MessageSignatureError.self) {
        try ReceivedSignature(signatureInput: changed, signature: signature, tag: .report)
      }
    }
  }

  @Test func contentDigest() {
    #expect(ContentDigest.matches(ContentDigest.field(for: body), body: body))
    #expect(!ContentDigest.matches(ContentDigest.field(for: body), body: body + body))
    #expect(!ContentDigest.matches("sha-512=:AA==:", body: body))
    #expect(!ContentDigest.matches("sha-256=\u{1F4A3}", body: body))
  }

  @Test func bootTime() {
    let time = BootTime(bootId: "ab-12", seconds: 1234.56)
    #expect(time.field == #""ab-12";at=1234.5"#)
    #expect(BootTime(field: time.field) == BootTime(bootId: "ab-12", seconds: 1234.5))
    #expect(BootTime(field: "nonsense;;") == nil)
  }
}
