// What FusionInventory and OCS send in XML, and what becomes of it.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  readInventory(bytes, count)
}
