import Testing

@testable import ScanReading

/// Distinguishing photographs from scans.
struct PhotoSignsTests {
  /// An A4 page at 200 dpi, and a code of 60 mm on it.
  private let width = 1654
  private let height = 2339
  private var square: [PhotoSigns.Point] {
    corners([(200, 300), (672, 300), (672, 772), (200, 772)])
  }

  @Test func aScanHasNoSigns() {
    #expect(PhotoSigns.of(corners: square, width: width, height: height).isEmpty)
  }

  @Test func aTurnedScanHasNoSigns() {
    // By 45 degrees about its centre.
    let turned = corners([(436, 202), (770, 536), (436, 870), (102, 536)])
    #expect(PhotoSigns.of(corners: turned, width: width, height: height).isEmpty)
  }

  @Test func aViewFromAnAngleShows() {
    let seen = corners([(200, 300), (672, 330), (650, 740), (200, 772)])
    #expect(PhotoSigns.of(corners: seen, width: width, height: height).contains(.perspective))
  }

  @Test func missingMarginsShow() {
    #expect(PhotoSigns.of(corners: square, width: 900, height: 1000) == [.marginsMissing])
  }

  @Test func aCamerasFormatShows() {
    #expect(
      PhotoSigns.of(corners: square, width: 1754, height: 2339).contains(.cameraFormat))
    #expect(PhotoSigns.of(corners: square, width: 1700, height: 2200).isEmpty)
  }

  @Test func shadowsShowAndNoiseDoesNot() {
    var random = SystemRandomNumberGenerator()
    func isUneven(_ level: (Int, Int) -> Int) -> Bool {
      let grey = (0..<600 * 800).map { place in
        UInt8(clamping: level(place % 600, place / 600) - Int.random(in: 0...20, using: &random))
      }
      return grey.withUnsafeBufferPointer { PhotoSigns.isUneven($0, width: 600, height: 800) }
    }
    #expect(!isUneven { _, _ in 250 })
    #expect(isUneven { x, _ in 250 - x / 5 })
  }

  private func corners(_ places: [(Double, Double)]) -> [PhotoSigns.Point] {
    places.map { .init(x: $0.0, y: $0.1) }
  }
}
