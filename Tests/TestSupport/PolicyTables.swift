/// Tables of a policy in TOML; values that a test does not give are valid defaults.
public enum PolicyTables {
  /// - Parameters:
  ///   - weight: nil leaves it out.
  ///   - more: Further lines.
  public static func criterion(
    _ id: String, unit: String = "units", standard: Double = 1, floor: Double = 0,
    weight: Double? = 1, more: String = ""
  ) -> String {
    """
    [[criteria]]
    id = "\(id)"
    label = {vi = "\(id)", en = "\(id)"}
    unit = "\(unit)"
    standard = \(standard)
    floor = \(floor)\(weight.map { "\nweight = \($0)" } ?? "")
    source = "example"
    \(more)

    """
  }

  /// - Parameters:
  ///   - label: Vietnamese and English; nil for its id.
  ///   - cost: Whole VND for one.
  ///   - more: Further lines.
  public static func item(
    _ id: String, label: (vi: String, en: String)? = nil, cost: Int, for criterion: String,
    closes: Double = 1, more: String = ""
  ) -> String {
    entry("items", id, label, cost, criterion, "closes = \(closes)\n\(more)")
  }

  /// - Parameters:
  ///   - label: Vietnamese and English; nil for its id.
  ///   - cost: Whole VND.
  ///   - more: Further lines.
  public static func line(
    _ id: String, label: (vi: String, en: String)? = nil, cost: Int, for criterion: String,
    to: Int, more: String = ""
  ) -> String {
    entry("lines", id, label, cost, criterion, "to = \(to)\n\(more)")
  }

  private static func entry(
    _ list: String, _ id: String, _ label: (vi: String, en: String)?, _ cost: Int,
    _ criterion: String, _ more: String
  ) -> String {
    """
    [[\(list)]]
    id = "\(id)"
    label = {vi = "\(label?.vi ?? id)", en = "\(label?.en ?? id)"}
    cost = \(cost)
    criterion = "\(criterion)"
    \(more)

    """
  }

  public static func context(_ id: String, bonus: Double) -> String {
    "[[context]]\nid = \"\(id)\"\nbonus = \(bonus)\n"
  }
}
