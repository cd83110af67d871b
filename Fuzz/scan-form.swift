// A form with a file: nothing crashes its reader, and the result does not depend on how the bytes
// arrive.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  // The result does not depend on the chunks.
  let whole = parts(of: bytes, pieces: max(1, count))
  precondition(whole == parts(of: bytes, pieces: 7))
  return 0
}

/// nil if the form is refused.
private func parts(of bytes: [UInt8], pieces: Int) -> [MultipartScanner.Part]? {
  guard var scanner = MultipartScanner(contentType: "multipart/form-data; boundary=x") else {
    return nil
  }
  var file: [UInt8] = []
  var found: [MultipartScanner.Part] = []
  for start in stride(from: 0, to: bytes.count, by: pieces) {
    guard let more = try? scanner.add(bytes[start..<min(start + pieces, bytes.count)]) else {
      return nil
    }
    for part in more {
      if case .bytes(let some) = part { file += some } else { found.append(part) }
    }
  }
  return found + [.bytes(file)]
}
