// What FusionInventory and OCS send in XML, and what becomes of it.

import FoundationEssentials
import Reporting
import ThirdPartyInventory

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let body = Data(UnsafeBufferPointer(start: bytes, count: count))
  if let message = try? MessageReader.read(body) {
    let sections = message.inventory.mapped(source: FactSource(agent: "fuzz"))
    if let facts = sections.hardware.facts { precondition(facts.memory.totalBytes > 0) }
    _ = message.inventory.identifiers
  }
  return 0
}
