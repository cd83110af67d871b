/// The names of fields in firmware's tables, which makers leave behind as values.
enum FirmwareFieldName {
  /// Whether `folded`, in lower case, is the name of a field and nothing else:
  /// `system manufacture`, `$product_name$`, `type2 - board product name1`, `serial number xxxxxx`,
  /// `manufacturer4`, `a1_sernum0`.
  static func isWhole(_ folded: String) -> Bool {
    var word = folded.filter { $0.isLetter || $0.isNumber }[...]
    while let last = word.last, last.isNumber { word.removeLast() }
    if word.hasSuffix("xxx") {
      while word.last == "x" { word.removeLast() }
    }
    if numbered.contains(where: { isNumbered(word, $0) }) { return true }
    return fields.contains { field in
      guard word.hasSuffix(field) else { return false }
      let front = word.dropLast(field.count)
      return owners.contains { owner in
        guard front.hasSuffix(owner) else { return false }
        let structure = front.dropLast(owner.count)
        return structure.isEmpty
          || structure.hasPrefix("type") && structure.dropFirst(4).allSatisfy(\.isNumber)
      }
    }
  }

  private static let owners = [
    "", "system", "chassis", "enclosure", "baseboard", "board", "motherboard", "mainboard",
    "product", "oem", "smbios",
  ]

  private static let fields = [
    "manufacturer", "manufacture", "manufacturername", "vendor", "vendorname", "product",
    "productname", "version", "serialnumber", "serialnumb", "serialnum", "partnumber", "assettag",
    "skunumber", "uuid",
  ]

  /// Fields that firmware numbers by slot.
  private static let numbered = [
    "manufacturer", "sernum", "serialnumber", "partnum", "partnumber", "assettag", "assettagnum",
    "assettagnumber",
  ]

  /// Whether the field is preceded only by a counter (`a1`, `array1`, `bank0`) or the module.
  private static func isNumbered(_ word: Substring, _ field: String) -> Bool {
    guard word.hasSuffix(field) else { return false }
    var front = word.dropLast(field.count)
    for module in ["module", "dimm"] where front.hasSuffix(module) {
      front = front.dropLast(module.count)
    }
    return front.isEmpty || front.last?.isNumber == true
  }
}
