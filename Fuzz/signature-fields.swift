// The signature fields of agents' requests (RFC 9421, structured fields): nothing crashes, what is
// read keeps its meaning when written again, and nothing is valid unless the key has signed it.

import Cryptography
import FoundationEssentials
import RawStructuredFieldValues

private let key = Ed25519.PrivateKey()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  func line(_ number: Int) -> String { lines.indices.contains(number) ? lines[number] : "" }
  for tag in [MessageSignature.Tag.report, .enrolment, .rotation, .bandwidth] {
    guard
      let read = try? ReceivedSignature(signatureInput: line(0), signature: line(1), tag: tag)
    else { continue }
    precondition(read.keyId.utf8.count <= 128 && Set(read.covered).count == read.covered.count)
    _ = read.hasExpired(at: 1_800_000_000)
    let again = try? ReceivedSignature(
      signatureInput: "s=\(read.parameters.text)",
      signature: "s=:\(read.signature.base64EncodedString()):", tag: tag)
    precondition(again?.covered == read.covered && again?.keyId == read.keyId)
    precondition(again?.parameters.text == read.parameters.text)
    if line(0).utf8.count < 2000, let plain = SignatureParameters.plain(line(0)) {
      // Read with the general parser: an additional parameter, which a signature ignores.
      let slow = try? ReceivedSignature(
        signatureInput: line(0) + "; x", signature: line(1), tag: tag)
      precondition(slow?.covered == plain.parameters.components && slow?.keyId == read.keyId)
    }
    let request = RequestComponents(
      method: "POST", authority: "centre.example.vn", path: "/agent/v1/reports",
      fields: [
        "content-type": "application/json", "content-digest": line(2), "agent-seq": "1",
        "report-id": "7d2d6f0e-0001-4000-8000-000000000001",
      ])
    do {
      try read.verify(request, with: key.publicKey)
      preconditionFailure("a signature that nobody made")
    } catch {}
  }
  _ = ContentDigest.matches(line(2), body: Data(line(3).utf8))
  if let boot = BootTime(field: line(3)) { _ = boot.field }
  return 0
}
