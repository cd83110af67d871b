// Files of a stick: reports, enrolments, labels and receipts. Nothing crashes, a receipt's signed
// text has a line for each of its reports, and nothing is accepted unless a key has signed it.

import Cryptography
import Foundation
@testable import InventoryServer
import Reporting

private let key = Ed25519.PrivateKey()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Data(UnsafeBufferPointer(start: start, count: count))
  for (path, tag) in [
    (BundleFile.reportsPath, MessageSignature.Tag.report), (BundleFile.enrolmentPath, .enrolment),
  ] {
    guard let file = try? BundleFile(bytes, path: path) else { continue }
    precondition(file.components.path == path && file.body.count < bytes.count)
    precondition(file.components.fields.count <= BundleFile.maximumFields)
    guard let signed = try? SignedRequest(file.components, body: file.body, tag: tag) else {
      continue
    }
    precondition(
      (try? signed.verify(publicKey: key.publicKey.rawRepresentation, now: Date())) == nil)
    _ = try? signed.reportNumbers()
  }
  _ = BundleFile.isName(String(decoding: bytes.prefix(80), as: UTF8.self))
  if let label = BundleLabel(bytes, machine: "m1") { precondition(label.bundle.utf8.count == 36) }
  if let receipt = try? JSONDecoder().decode(BundleReceipt.self, from: bytes) {
    if let statement = receipt.statement {
      precondition(statement.split(separator: 10).count == receipt.reports.count + 2)
    }
    precondition(
      !receipt.isSigned(by: key.publicKey.rawRepresentation.base64EncodedString()))
  }
  _ = SurveyEnrolment(bytes)
  return 0
}
