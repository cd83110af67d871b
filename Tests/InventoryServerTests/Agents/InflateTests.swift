import Delivery
import Foundation
import Testing

@testable import InventoryServer

struct InflateTests {
  @Test func uncompressedBodyIsUnchanged() throws {
    #expect(try Inflate.body(Data("{}".utf8)) == Data("{}".utf8))
    #expect(try Inflate.body(Data()) == Data())
  }

  @Test(arguments: [0, 1, 5, 3_000, 200_000])
  func compressedBodyRoundTrips(_ count: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let body = Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    #expect(try Inflate.body(Gzip.compress(body)) == body)
  }

  @Test func bodiesOverTwoMebibytesAreRejected() throws {
    let body = Data((0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 9) })
    let error = #expect(throws: ServerError.self) { try Inflate.body(Gzip.compress(body)) }
    #expect(error?.code == .inflatedTooLarge)
  }

  @Test func truncatedBodiesAreRejected() throws {
    let whole = try Gzip.compress(TestAgent.body)
    for count in 2..<whole.count {
      #expect(throws: ServerError.self) { try Inflate.body(whole.prefix(count)) }
    }
  }
}
