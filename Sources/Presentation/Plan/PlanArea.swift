extension Messages {
  /// The area of a plan or programme, and the group in it for which it was made.
  ///
  /// - Parameters:
  ///   - name: The name of the province or commune; nil for the country.
  ///   - group: nil for all communes of the area.
  public func planArea(_ name: String?, group: String?, _ language: Language) -> String {
    [name ?? self("savedPlans.country", language), group].compactMap(\.self)
      .joined(separator: " – ")
  }
}
