// A policy file: nothing crashes, and an accepted policy never ranks with NaN.

import FoundationEssentials

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  do {
    let policy = try Policy(toml: text)
    precondition(!policy.criteria.isEmpty)
    precondition(policy.criteria.allSatisfy { $0.weight.isFinite && $0.weight >= 0 })
  } catch {
    precondition(!error.message.isEmpty)
  }
  return 0
}
