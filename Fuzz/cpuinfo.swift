// /proc/cpuinfo and firmware dates: no input crashes their parsers.

import HardwareCatalogue

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let info = CPUInfo(text)
  precondition(info.threads >= 0 && info.cores ?? 1 >= 1)
  precondition(info.model.map { (1...128).contains($0.unicodeScalars.count) } ?? true)
  precondition(FirmwareDate.iso(text).map { $0.utf8.count == 10 } ?? true)
  return 0
}
