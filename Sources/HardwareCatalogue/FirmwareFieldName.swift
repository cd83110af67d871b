/// The names of fields in firmware's tables, which makers leave behind as values.
enum FirmwareFieldName {
  /// Whether `folded`, in lower case, is the name of a field and nothing else:
  /// `system manufacture`, `$product_name$`, `type2 - board product name1`, `serial number xxxxxx`,
  /// `manufacturer4`, `a1_sernum0`,
  /// `smbiostype1_systemmanufacturer`.
  static func isWhole(_ folded: String) -> Bool {
    var word = folded.filter { $0.isLetter || $0.isNumber }[...]
    while let last = word.last, last.isNumber { word.removeLast() }
    if word.hasSuffix("xxx") {
      while word.last == "x" { word.removeLast() }
    }
    if numbered.contains(where: { isNumbered(word, $0) }) { return true }
    return fields.contains { field in
      guard word.hasSuffix(field) else { return false }
      var front = word.dropLast(field.count)
      // `OEM Chassis Manufacturer` has two.
      while let owner = owners.first(where: front.hasSuffix) { front = front.dropLast(owner.count) }
      if front.isEmpty { return true }
      while front.last?.isNumber == true { front.removeLast() }
      return front == "type" || front == "smbiostype"
    }
  }

  private static let owners = [
    "system", "chassis", "enclosure", "baseboard", "board", "motherboard", "mainboard",
    "product", "oem", "smbios",
  ]

  private static let fields = [
    "manufacturer", "manufacture", "manufacturername", "vendor", "vendorname", "product",
    "productname", "version", "serialnumber", "serialnumb", "serialnum", "partnumber", "assettag",
    "skunumber", "family", "uuid",
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
