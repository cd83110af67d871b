import SafeText
import TOMLDocument

/// The names that a policy may use: an inventory's measures and its register's figures.
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
  /// - Throws: `PolicyError` if the inventory does not know the measure that a criterion names, for
  ///   which no commune would have a value.
  func requireKnown(_ measure: String?, _ section: PolicySection) throws(PolicyError) {
    guard let measure, let names = vocabulary?.measures, !names.contains(measure) else { return }
    throw section.failure(
      "measure",
      """
      "measure" of \(section.title) is \(quoted(measure)), which the inventory does not measure; did you \
      mean "\(nearestName(to: measure, among: names) ?? "")"? It measures: \(names.joined(separator: ", "))
      """)
  }

  /// - Throws: `PolicyError` if the register has no such figure, without which the standard would
  ///   not grow with the workload.
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
