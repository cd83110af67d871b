// The line that the scan reader answers, with the text of each QR code: nothing crashes, and what
// is read keeps its meaning when written again.

import Foundation

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let line = Data(UnsafeBufferPointer(start: start, count: count))
  guard let finding = try? ScanFindingText.decode(line) else { return 0 }
  for code in finding.codes { _ = code.looksPhotographed }
  let again = try? ScanFindingText.encode(finding)
  precondition(again.flatMap { try? ScanFindingText.decode(Data($0)) } == finding)
  return 0
}
