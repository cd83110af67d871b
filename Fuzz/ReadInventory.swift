import FoundationEssentials
import Reporting
import ThirdPartyInventory

/// Reads a body as another project's agent sends it, and maps its content: nothing may crash.
func readInventory(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let body = Data(UnsafeBufferPointer(start: bytes, count: count))
  if let message = try? MessageReader.read(body) {
    let sections = message.inventory.mapped(source: FactSource(agent: "fuzz"))
    if let facts = sections.hardware.facts { precondition(facts.memory.totalBytes > 0) }
    _ = message.inventory.identifiers
  }
  return 0
}
