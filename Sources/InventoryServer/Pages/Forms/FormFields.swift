/// The fields of a form, by their names.
extension CaseIterable where Self: RawRepresentable<String> & Hashable {
  /// The text typed in each field, cut to 60 characters; blank fields are left out.
  ///
  /// - Parameter value: Returns the form's value for a name; nil if blank.
  static func typed(_ value: (String) -> String?) -> [Self: String] {
    var typed: [Self: String] = [:]
    for field in allCases { typed[field] = value(field.rawValue).map { String($0.prefix(60)) } }
    return typed
  }
}
