/// The parts of a printer driver's name besides the device's: the language in which it prints, its
/// version, and that it faxes.
enum PrinterDriverName {
  private static let words: Set = [
    "pcl", "pcl5", "pcl5e", "pcl5c", "pcl6", "pcl-5", "pcl-5e", "pcl-6", "pclxl", "pclm", "pclms",
    "pclm-s", "ps", "ps3", "kpdl", "postscript", "br-script3", "br-script", "xps", "rpcs", "ddst",
    "kx", "gx", "ufrii", "ufr2", "lips", "lt", "upd", "universal", "class", "driver", "v3", "v4",
    "fax", "pc-fax",
  ]
  /// A language written as two words.
  private static let pairs: [String: Set<String>] = [
    "pcl": ["5", "5e", "5c", "6", "xl"], "ufr": ["ii", "2"],
  ]

  /// The device's name in `HP LaserJet MFP M428fdw PCL-6 (V4)`; `driver` itself if nothing would be
  /// left.
  static func device(_ driver: String) -> String {
    var words = NameRemarks.removed(from: driver).split { $0 == " " || $0 == "," }
    cutSeries(&words)
    while let last = words.last?.lowercased() {
      if words.count > 1, let ends = pairs[words[words.count - 2].lowercased()],
        ends.contains(last)
      {
        words.removeLast(2)
      } else if self.words.contains(last) {
        words.removeLast()
      } else {
        break
      }
    }
    return words.isEmpty ? driver : words.joined(separator: " ")
  }

  /// Konica Minolta writes the language into the model, `C368SeriesPCL`, `423SeriesPCL-8`.
  private static func cutSeries(_ words: inout [Substring]) {
    for (index, word) in words.enumerated() {
      guard let mark = word.lowercased().firstRange(of: "series") else { continue }
      let lower = word.lowercased()
      let (front, behind) = (lower[..<mark.lowerBound], lower[mark.upperBound...])
      guard !front.isEmpty, ["pcl", "ps", "xps", "fax"].contains(where: behind.hasPrefix) else {
        continue
      }
      words = words[..<index] + [word.prefix(front.count), "Series"]
      return
    }
  }
}
