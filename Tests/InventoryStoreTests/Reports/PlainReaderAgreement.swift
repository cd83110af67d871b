import Foundation
import Reporting
import Testing

/// Expects a reader of sections and the decoder to agree, or one text would have two meanings.
///
/// - Parameters:
///   - body: As the agent writes it. Each of its bytes is replaced by each of `bytes`.
///   - read: Returns nil for what needs the decoder.
func expectAgreement<Facts: Codable & Equatable & Sendable>(
  on body: Data, changedBy bytes: [UInt8], _ read: (Data) -> Facts?
) throws {
  var count = 0
  for place in body.indices {
    for byte in bytes {
      var changed = body
      changed[place] = byte
      guard let facts = read(changed) else { continue }
      count += 1
      let decoded = try JSONDecoder().decode(Outcome<Facts>.self, from: changed)
      #expect(decoded == .observed(facts))
    }
    #expect(read(body[..<place]) == nil)
  }
  #expect(count > 100)
}
