// A table of orders and deliveries: nothing crashes, and no count or price is read that is no number.

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
