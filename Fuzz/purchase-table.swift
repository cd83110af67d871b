// A table of orders and deliveries: nothing crashes, and only numbers are read as counts and
// prices.

import Foundation

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Data(UnsafeBufferPointer(start: start, count: count))
  do {
    for record in try PurchaseTable(bytes).records {
      precondition(record.count >= 0 && record.price ?? 0 >= 0)
    }
  } catch let error as InventoryError {
    precondition(!error.message.isEmpty)
  } catch {
    preconditionFailure("another kind of error: \(error)")
  }
  return 0
}
