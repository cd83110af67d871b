// XML inventories of FusionInventory and OCS: no input crashes the reader or the mapping.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  readInventory(bytes, count)
}
