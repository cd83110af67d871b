/// LDAP bind responses: any input gives a finding or nil.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  _ = BindReply.isWhole(bytes)
  _ = BindReply(bytes)?.finding(wall: "2026-01-01T00:00:00Z")
  return 0
}
