/// Certificates in PEM or DER: any input gives a validity period or nil.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  _ = CertificateValidity(file: bytes)?.finding(wall: "2026-01-01T00:00:00Z")
  _ = CertificateValidity(der: bytes)
  return 0
}
