import SafeText

extension PolicyReader {
  func criteria() throws(PolicyError) -> (criteria: [Criterion], weighting: Weighting) {
    let sections = try root.sections("criteria", atMost: Policy.maximumCriteria)
    guard !sections.isEmpty else {
      throw root.failure("criteria", "the policy has no criteria; write at least one [[criteria]]")
    }
    var criteria: [Criterion] = []
    let given = root.has("weights")
    for section in sections { criteria.append(try criterion(section, weighted: !given)) }
    let counting = criteria.indices.filter { criteria[$0].effect == .need }
    guard !counting.isEmpty else {
      throw root.failure(
        "criteria", "no criterion earns points; remove \"counts\" from at least one [[criteria]]")
    }
    let weights = try weights(counting.map { criteria[$0].id })
    if let weights {
      for (at, weight) in zip(counting, weights.weights) { criteria[at].weight = weight }
    }
    let total = criteria.reduce(0) { $0 + $1.weight }
    for at in criteria.indices { criteria[at].share = criteria[at].weight / total }
    return (criteria, weights?.weighting ?? .points)
  }

  private func criterion(
    _ section: PolicySection, weighted: Bool
  ) throws(PolicyError) -> Criterion {
    try section.expect(
      keys: [
        "id", "label", "unit", "measure", "standard", "floor", "weight", "drift", "source",
      ], newer: ["counts", "per"])
    let effect = try effect(section)
    let standard = try section.number("standard")
    let floor = try section.number("floor")
    guard abs(standard - floor) >= 1e-9 else {
      throw section.failure(
        "floor",
        """
        standard and floor must differ: \(section.title) has \(shown(standard)) for both; \
        set floor to the worst value that counts
        """)
    }
    let measure = section.has("measure") ? try section.identifier("measure") : nil
    try requireKnown(measure, section)
    let per = try workload(section)
    try requireKnown(per, section)
    return Criterion(
      id: try section.identifier("id"), label: try section.label("label"),
      unit: try section.words("unit", example: "per official"), measure: measure,
      standard: standard, floor: floor, weight: try weight(section, effect, weighted: weighted),
      share: 0,
      drift: try section.number(
        "drift", else: 0, in: 0...1, "from 0 (old values stay certain) to 1 (gap per day)"),
      source: try section.words("source", example: "local assumption"), effect: effect,
      per: per)
  }

  private func effect(_ section: PolicySection) throws(PolicyError) -> CriterionEffect {
    guard section.has("counts") else { return .need }
    let example = "\"need\", \"confidence\" or \"nothing\""
    guard let effect = CriterionEffect(rawValue: try section.text("counts", example: "need")) else {
      throw section.failure("counts", "\"counts\" of \(section.title) is unknown; write \(example)")
    }
    return effect
  }

  /// Parses a workload such as `"dossiersPerMonth / 1000"`.
  private func workload(_ section: PolicySection) throws(PolicyError) -> Workload? {
    guard section.has("per") else { return nil }
    let example = "dossiersPerMonth / 1000"
    let written = try section.text("per", example: example)
    let parts = written.split(separator: "/", omittingEmptySubsequences: false).map {
      $0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    }
    let source = parts.first.map { String($0) } ?? ""
    let amount = parts.count == 2 ? Double(String(parts[1]).replacing("_", with: "")) : nil
    guard let amount, (1e-9...1e15).contains(amount), !source.isEmpty,
      source.utf8.allSatisfy(\.isNameByte)
    else {
      throw section.failure(
        "per",
        "\"per\" of \(section.title) is \(quoted(written)); write per = \"\(example)\"")
    }
    return Workload(source: source, amount: amount)
  }

  private func weight(
    _ section: PolicySection, _ effect: CriterionEffect, weighted: Bool
  ) throws(PolicyError) -> Double {
    if effect == .nothing {
      guard section.has("weight") else { return 0 }
      throw section.failure(
        "weight", "\(section.title) counts nothing and has a weight; remove one of the two")
    }
    // `[weights]` orders criteria that give points; the weight of doubt is written separately.
    guard weighted || effect == .confidence else {
      guard section.has("weight") else { return 1 }
      throw section.failure(
        "weight",
        "\(section.title) has a weight and [weights] gives it another; remove one of the two")
    }
    let weight = try section.number("weight", in: -Double.infinity...Double.infinity, "above 0")
    guard weight > 0 else {
      throw section.failure(
        "weight",
        "weights must be positive: \(section.title) has weight \(shown(weight)); write a number above 0"
      )
    }
    guard (1e-6...1e6).contains(weight) else {
      throw section.failure(
        "weight",
        """
        weights must be comparable: \(section.title) has weight \(shown(weight)); \
        write a number from 0.000001 to 1000000
        """)
    }
    return weight
  }

  func context() throws(PolicyError) -> [ContextBonus] {
    var context: [ContextBonus] = []
    for section in try root.sections("context", atMost: Policy.maximumCriteria) {
      try section.expect(keys: ["id", "label", "bonus", "full", "source"])
      let id = try section.identifier("id")
      let bonus = try section.number("bonus", in: 0...Policy.maximumBonus, "from 0 to 0.5")
      context.append(
        ContextBonus(
          id: id, label: section.has("label") ? try section.label("label") : .init(vi: id, en: id),
          bonus: bonus, full: try section.number("full", else: 1, in: 1e-9...1e15, "above 0"),
          source: try section.words("source", else: "")))
    }
    let total = context.reduce(0) { $0 + $1.bonus }
    guard total <= Policy.maximumBonus + 1e-9 else {
      throw root.failure(
        "context",
        """
        the bonuses of [[context]] add up to \(shown(total)); circumstances may raise a need by \
        at most half; reduce the total to 0.5
        """)
    }
    return context
  }
}
