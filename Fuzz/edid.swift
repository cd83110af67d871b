// The EDID parser: no input crashes it or gives implausible facts.

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if bytes.count >= EDID.blockLength {
    // The checksum is corrected, because a fuzzer would not find a valid one.
    let last = EDID.blockLength - 1
    bytes[last] = 0 &- bytes[..<last].reduce(0, &+)
  }
  guard let edid = EDID(bytes) else { return 0 }
  precondition(edid.manufacturer.map { $0.utf8.count == 3 } ?? true)
  // At most four descriptors of 13 letters, with a blank between two.
  precondition(edid.model.map { (1...55).contains($0.unicodeScalars.count) } ?? true)
  precondition((edid.widthPixels == nil) == (edid.heightPixels == nil))
  precondition((edid.widthMillimetres == nil) == (edid.heightMillimetres == nil))
  precondition((1...8190).contains(edid.widthPixels ?? 1))
  precondition((1994...2245).contains(edid.year ?? 1994))
  return 0
}
