import InventoryStore

/// Groups of communes as the options of a filter.
enum GroupChoice {
  /// - Parameter chosen: The chosen group's number, in digits.
  static func values(_ groups: [CommuneGroup], chosen: String?) -> [PageValues] {
    groups.map { group in
      [
        "code": "\(group.number)", "name": group.name, "selected": "\(group.number)" == chosen,
      ]
    }
  }
}
