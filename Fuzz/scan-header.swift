// The header of a scan, read before it is decoded: no bytes crash its reader.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  _ = try? ScanHeader(bytes)
  // With the signature of each kind in front, the input gets further.
  let signatures: [[UInt8]] = [
    [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0x49, 0x49, 42, 0],
    [0x4D, 0x4D, 0, 42],
  ]
  for signature in signatures where count >= signature.count {
    bytes.replaceSubrange(0..<signature.count, with: signature)
    _ = try? ScanHeader(bytes)
  }
  return 0
}
