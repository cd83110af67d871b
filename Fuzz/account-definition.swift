import Glibc

/// Account definitions: any text gives a definition or a one-line error. Replies of web servers: any
/// body gives a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let reply = HTTPReply(status: 403, location: "/", body: bytes)
  _ = reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .token, unasked: reply)
  _ = ReadableText(bytes).contains("bị khóa")
  do throws(DefinitionError) {
    let definition = try AccountDefinition.parse(bytes)
    _ = definition.listed(reply)
    if let hidden = definition.form?.hidden { _ = HiddenField.value(of: hidden, in: bytes) }
  } catch {
    guard error.description.utf8.count <= 400, !error.description.contains("\n") else { abort() }
  }
  return 0
}
