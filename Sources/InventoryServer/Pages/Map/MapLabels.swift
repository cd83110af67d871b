/// Positions names so that none covers another.
enum MapLabels {
  struct Label {
    var text: String
    /// The position of its middle.
    var x, y: Double
  }

  static let lineHeight = 17.0
  static let letterWidth = 9.2

  /// Moves labels up or down, the first ones least; a label without free space nearby stays.
  static func placed(_ labels: [Label], width: Double) -> [Label] {
    var taken: [(left: Double, right: Double, top: Double)] = []
    return labels.map { label in
      let half = Double(label.text.count) * letterWidth / 2
      let x = min(max(label.x, half), width - half)
      let free = steps.lazy.map { label.y + $0 * lineHeight }.first { y in
        !taken.contains {
          $0.left < x + half && x - half < $0.right && abs($0.top - y) < lineHeight
        }
      }
      let y = free ?? label.y
      taken.append((x - half, x + half, y))
      return Label(text: label.text, x: x, y: y)
    }
  }

  /// Shifts in lines, nearest first.
  private static let steps: [Double] = [0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2, 2.5, -2.5, 3, -3]
}
