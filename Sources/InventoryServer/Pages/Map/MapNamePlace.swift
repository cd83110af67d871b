/// The position of a name within an area.
struct MapNamePlace {
  /// The position of its middle.
  let x, y: Double
  /// The size of the area there relative to the name's: from 1 on the name fits.
  let fit: Double

  static let letterWidth = 8.3
  private static let halfLine = 7.0

  /// The widest position among some horizontal lines across the area's largest ring.
  init?(_ name: String, in ring: [(x: Double, y: Double)]) {
    guard let top = ring.map(\.y).min(), let bottom = ring.map(\.y).max(), !name.isEmpty else {
      return nil
    }
    let spans = (1..<10).compactMap { step -> (left: Double, right: Double, y: Double)? in
      let y = top + (bottom - top) * Double(step) / 10
      let half = min(Self.halfLine, (bottom - top) / 6)
      guard let above = Self.span(ring, y - half), let below = Self.span(ring, y + half) else {
        return nil
      }
      return (max(above.left, below.left), min(above.right, below.right), y)
    }
    guard let widest = spans.max(by: { $0.right - $0.left < $1.right - $1.left }),
      widest.right > widest.left
    else { return nil }
    x = (widest.left + widest.right) / 2
    y = widest.y
    let width = (widest.right - widest.left) / (Double(name.count) * Self.letterWidth)
    let height = (bottom - top) / (3 * Self.halfLine)
    fit = min(width, height)
  }

  /// The longest part of a horizontal line that lies inside.
  private static func span(
    _ ring: [(x: Double, y: Double)], _ y: Double
  ) -> (left: Double, right: Double)? {
    var crossings: [Double] = []
    for (at, from) in ring.enumerated() {
      let to = ring[(at + 1) % ring.count]
      guard (from.y <= y) != (to.y <= y) else { continue }
      crossings.append(from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y))
    }
    crossings.sort()
    return stride(from: 0, to: crossings.count - 1, by: 2)
      .map { (crossings[$0], crossings[$0 + 1]) }
      .max { $0.1 - $0.0 < $1.1 - $1.0 }
  }
}
