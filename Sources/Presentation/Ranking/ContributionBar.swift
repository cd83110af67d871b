/// A bar of a commune's points, with a segment for each criterion.
struct ContributionBar {
  let columns: Int
  /// Points that fill all columns, above 0.
  let full: Double
  let colour: Bool

  /// Exactly as wide as the bar, padded with blanks.
  func drawn(_ contributions: [Double]) -> String {
    var bar = ""
    var sum = 0.0
    var drawn = 0
    for (at, points) in contributions.enumerated() {
      sum += points
      // Rounds the ends of the running sum, so that the total length is right as well.
      let end = min(columns, max(drawn, Int((sum / full * Double(columns)).rounded())))
      if end > drawn { bar += painted(at, String(repeating: glyph(at), count: end - drawn)) }
      drawn = end
    }
    return bar + String(repeating: " ", count: columns - drawn)
  }

  /// The sign of a criterion, for the legend.
  func sample(_ criterion: Int) -> String { painted(criterion, String(glyph(criterion))) }

  private func glyph(_ criterion: Int) -> Character {
    colour ? "█" : Self.glyphs[criterion % Self.glyphs.count]
  }

  private func painted(_ criterion: Int, _ text: String) -> String {
    guard colour else { return text }
    return "\u{1B}[\(Self.colours[criterion % Self.colours.count])m\(text)\u{1B}[0m"
  }

  private static let glyphs: [Character] = ["█", "▓", "▒", "░", "#", "=", "+", "~"]
  /// Foreground colours that are distinguishable on light and dark backgrounds.
  private static let colours = [34, 33, 35, 36, 32, 31, 94, 93]
}
