import SafeText
import TOMLDocument

/// What an inventory measures, and what its register knows: the names that a policy may use.
public struct PolicyVocabulary: Sendable {
  /// Values of a criterion's `measure`.
  public let measures: [String]
  /// Figures of the register that `per` may name.
  public let workloads: [String]

  public init(measures: [String], workloads: [String]) {
    (self.measures, self.workloads) = (measures, workloads)
  }
}

extension PolicyReader {
  /// - Throws: `PolicyError` if the inventory does not know the measure that a criterion names: nobody
  ///   would have anything of it.
  func requireKnown(_ measure: String?, _ section: PolicySection) throws(PolicyError) {
    guard let measure, let names = vocabulary?.measures, !names.contains(measure) else { return }
    throw section.failure(
      "measure",
      """
      "measure" of \(section.title) is \(quoted(measure)), which the inventory does not measure; did you \
      mean "\(nearestName(to: measure, among: names) ?? "")"? It measures: \(names.joined(separator: ", "))
      """)
  }

  /// - Throws: `PolicyError` if the register has no such figure: the standard would apply once to all.
  func requireKnown(_ workload: Workload?, _ section: PolicySection) throws(PolicyError) {
    guard let source = workload?.source, let names = vocabulary?.workloads, !names.contains(source)
    else { return }
    throw section.failure(
      "per",
      """
      "per" of \(section.title) counts \(quoted(source)), which the register does not know; did you mean \
      "\(nearestName(to: source, among: names) ?? "")"? It knows: \(names.joined(separator: ", "))
      """)
  }
}
