public import Prioritization

extension PolicyVocabulary {
  /// The names that this inventory knows.
  public static let inventory = PolicyVocabulary(
    measures: Measures.Name.allCases.map(\.rawValue), workloads: RegisterRow.workloads)
}
