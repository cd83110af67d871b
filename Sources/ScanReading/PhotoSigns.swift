/// Signs that a picture is a photograph; pure geometry and arithmetic.
public enum PhotoSigns {
  public struct Point: Sendable, Equatable {
    public var x, y: Double
    public init(x: Double, y: Double) {
      (self.x, self.y) = (x, y)
    }
  }

  /// The side of the printed code as a fraction of the sheet's long side: 60 of 297 mm.
  public static let codeShare = 60.0 / 297
  /// Fraction by which opposite or neighbouring sides of a scanned code may differ.
  static let sideTolerance = 0.05
  /// Fraction by which the code's share may differ: printers scale pages by some per cent, and
  /// scanners add a strip.
  static let shareTolerance = 0.22
  /// Aspect ratios of cameras and screens. Paper has 1.414 (A4) or 1.294 (letter).
  private static let cameraRatios = [4.0 / 3, 3.0 / 2, 16.0 / 9, 16.0 / 10, 20.0 / 9, 1.0]
  static let ratioTolerance = 0.004

  /// - Parameters:
  ///   - corners: the code's, in order around it.
  ///   - width, height: of the picture, in pixels.
  public static func of(
    corners: [Point], width: Int, height: Int
  ) -> [ScanFinding.Sign] {
    guard corners.count == 4, width > 0, height > 0 else { return [] }
    let sides = (0..<4).map { distance(corners[$0], corners[($0 + 1) % 4]) }
    let diagonals = [distance(corners[0], corners[2]), distance(corners[1], corners[3])]
    var signs: [ScanFinding.Sign] = []
    // A few pixels more or less are not a perspective.
    let mean = sides.reduce(0, +) / 4
    let tolerance = max(sideTolerance, mean > 0 ? 3 / mean : 1)
    if spread(sides) > tolerance || spread(diagonals) > tolerance { signs.append(.perspective) }
    let long = Double(max(width, height))
    let share = mean / long / codeShare
    if abs(share - 1) > shareTolerance { signs.append(.marginsMissing) }
    let ratio = long / Double(min(width, height))
    if cameraRatios.contains(where: { abs(ratio / $0 - 1) < ratioTolerance }) {
      signs.append(.cameraFormat)
    }
    return signs
  }

  private static func distance(_ one: Point, _ other: Point) -> Double {
    ((one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y)).squareRoot()
  }

  private static func spread(_ lengths: [Double]) -> Double {
    guard let least = lengths.min(), let most = lengths.max(), most > 0 else { return 1 }
    return (most - least) / most
  }

  /// Number of parts per side that are compared with each other.
  static let parts = 6
  /// Steps, of 256, by which the paper may differ from one part to another.
  static let lightTolerance = 48

  /// Whether the paper is lit unevenly, by the bright level (nine in ten pixels are darker or as
  /// bright) of each part of the picture's inside. Noise does not matter, a shadow does.
  public static func isUneven(_ grey: UnsafeBufferPointer<UInt8>, width: Int, height: Int) -> Bool {
    guard width >= 10 * parts, height >= 10 * parts, grey.count >= width * height else {
      return false
    }
    var levels: [Int] = []
    let left = width / 10
    let top = height / 10
    let partWidth = (width - 2 * left) / parts
    let partHeight = (height - 2 * top) / parts
    for row in 0..<parts {
      for column in 0..<parts {
        var histogram = [Int](repeating: 0, count: 256)
        var count = 0
        for y in stride(from: top + row * partHeight, to: top + (row + 1) * partHeight, by: 3) {
          let start = y * width + left + column * partWidth
          for place in stride(from: start, to: start + partWidth, by: 3) {
            histogram[Int(grey[place])] += 1
            count += 1
          }
        }
        var above = 0
        let level = histogram.indices.reversed().first { index in
          above += histogram[index]
          return above * 10 >= count
        }
        levels.append(level ?? 0)
      }
    }
    guard let darkest = levels.min(), let brightest = levels.max() else { return false }
    return brightest - darkest > lightTolerance
  }
}
