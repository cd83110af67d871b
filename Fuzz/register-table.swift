// A table of the register: nothing crashes, and every row has a different commune's code.

import Foundation

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Data(UnsafeBufferPointer(start: start, count: count))
  if let table = try? RegisterTable(bytes) {
    precondition(Set(table.rows.map(\.code)).count == table.rows.count)
    precondition(table.rows.allSatisfy { $0.code.utf8.count == 5 && $0.line > 1 })
    precondition(table.columns.allSatisfy(RegisterTable.columns.contains))
  }
  return 0
}
