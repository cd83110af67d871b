/// The strings that makers leave in firmware where a fact should stand
/// (`probes/placeholders.txt`).
public enum Placeholders {
  private static let listed = Set(
    CatalogueFile.lines(of: "placeholders.txt").map { $0.lowercased() })

  /// `text` on one clean line; nil if it is a placeholder or nothing.
  public static func fact(_ text: String?) -> String? {
    guard let line = PlainText.line(text), !isPlaceholder(line) else { return nil }
    return line
  }

  /// Whether `line` stands on the list, whatever its case, or repeats one character
  /// (`00000000-0000-…`, `FFFFFFFF`, `xxxxxx`, `...`).
  public static func isPlaceholder(_ line: String) -> Bool {
    let folded = line.lowercased()
    if listed.contains(folded) { return true }
    let significant = folded.filter { !"-:._ /".contains($0) }
    return significant.allSatisfy { $0 == significant.first } || isNumbered(folded)
      || beginnings.contains { folded.hasPrefix($0) }
  }

  private static let beginnings = ["to be filled", "to be set", "default string"]

  /// Whether it is the name of a field with a number, as firmware counts its slots: `Manufacturer4`,
  /// `A1_SerNum0`, `Array1_PartNumber2`.
  private static func isNumbered(_ folded: String) -> Bool {
    let fields = [
      "manufacturer", "modulemanufacturer", "dimmmanufacturer", "sernum", "serialnumber",
      "moduleserialnumber", "partnum", "partnumber", "modulepartnumber", "assettag",
      "assettagnum", "assettagnumber", "dimm_manufacturer",
    ]
    let words = folded.filter { !" _-".contains($0) }
    var word = words[...]
    while let last = word.last, last.isNumber { word.removeLast() }
    return fields.contains { field in
      guard word.hasSuffix(field) else { return false }
      // In front of it a counter alone: A1_, Array1_, Bank0.
      let front = word.dropLast(field.count)
      return front.isEmpty || front.last?.isNumber == true
    }
  }
}
