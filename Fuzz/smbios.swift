// The SMBIOS parser: no input crashes it, hangs it, or gives implausible facts.

/// The first byte is the length of the entry point.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = bytes.first else { return 0 }
  let rest = bytes.dropFirst()
  let entryPoint = SMBIOSEntryPoint(Array(rest.prefix(Int(first & 0x3F))))
  let tables = SMBIOSTables(Array(rest.dropFirst(Int(first & 0x3F))), entryPoint: entryPoint)
  precondition(tables.structures.count * 6 <= bytes.count)

  let identity = SMBIOSIdentity(tables)
  for text in [identity.manufacturer, identity.product, identity.serialNumber, identity.uuid] {
    precondition(text.map { (1...128).contains($0.unicodeScalars.count) } ?? true)
  }
  let memory = SMBIOSMemory(tables)
  precondition(memory.slots ?? memory.modules.count >= memory.modules.count)
  precondition(memory.installedBytes ?? 1 > 0)
  return 0
}
