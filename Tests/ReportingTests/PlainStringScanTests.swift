import Testing

@testable import Reporting

/// Eight bytes at a time must find what one at a time finds.
@Suite struct PlainStringScanTests {
  private func plainEnd(_ bytes: [UInt8], from start: Int) -> (index: Int, isASCII: Bool) {
    let isSpecial = { (byte: UInt8) in
      byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
    let index = bytes[start...].firstIndex(where: isSpecial) ?? bytes.count
    return (index, bytes[start..<index].allSatisfy { $0 < 0x80 })
  }

  @Test func everyByteAtEveryPlace() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<20 {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 20)
        bytes[place] = byte
        bytes.withUnsafeBufferPointer { buffer in
          for start in [0, 3, place, 20] {
            let found = PlainStringScan.end(of: buffer, from: start)
            #expect(found == plainEnd(bytes, from: start), "\(byte) at \(place) from \(start)")
          }
        }
      }
    }
  }

  @Test func randomBytes() {
    var random = SystemRandomNumberGenerator()
    let letters: [UInt8] = [0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0xFF]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...40, using: &random)
      // Mostly plain ones, so that scans reach far.
      let bytes = (0..<count).map { _ in
        Bool.random(using: &random) ? UInt8(ascii: "x") : letters.randomElement(using: &random) ?? 0
      }
      bytes.withUnsafeBufferPointer { buffer in
        let start = Int.random(in: 0...count, using: &random)
        #expect(
          PlainStringScan.end(of: buffer, from: start) == plainEnd(bytes, from: start), "\(bytes)")
      }
    }
  }
}
