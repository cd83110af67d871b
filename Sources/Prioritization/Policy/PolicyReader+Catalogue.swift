import SafeText
import TOMLDocument

/// The catalogue of what can be bought.
extension PolicyReader {
  func items(_ criteria: [Criterion]) throws(PolicyError) -> [CatalogueItem] {
    var items: [CatalogueItem] = []
    for section in try root.sections("items", atMost: 256) {
      try section.expect(
        keys: ["id", "label", "cost", "criterion", "closes", "source"],
        newer: ["kind", "years", "vat", "requires", "evidence"])
      items.append(
        CatalogueItem(
          id: try section.identifier("id"), label: try section.label("label"),
          cost: try cost(section), criterion: try criterion(of: section, criteria),
          closes: try section.number("closes", in: 1e-9...1e15, "above 0"),
          source: try section.words("source", else: ""), writtenTerms: try terms(section),
          requires: try requirement(of: section, criteria), evidence: try evidence(of: section)))
    }
    return items
  }

  func lines(_ criteria: [Criterion]) throws(PolicyError) -> [LineOption] {
    var lines: [LineOption] = []
    for section in try root.sections("lines", atMost: 64) {
      try section.expect(
        keys: ["id", "label", "cost", "criterion", "to", "source"],
        newer: ["kind", "years", "vat", "requires"])
      lines.append(
        LineOption(
          id: try section.identifier("id"), label: try section.label("label"),
          cost: try cost(section), criterion: try criterion(of: section, criteria),
          to: try section.number("to"), source: try section.words("source", else: ""),
          writtenTerms: try terms(section), requires: try requirement(of: section, criteria)))
    }
    return lines
  }

  private func cost(_ section: PolicySection) throws(PolicyError) -> Int {
    try section.integer("cost", in: 1...1_000_000_000_000_000, "of VND above 0")
  }

  /// The conditions of a price; `nil` if the section gives none.
  private func terms(_ section: PolicySection) throws(PolicyError) -> PriceTerms? {
    guard section.has("kind") || section.has("years") || section.has("vat") else { return nil }
    var terms = PriceTerms()
    if section.has("kind") {
      let example = "\"capital\" or \"recurrent\""
      guard let kind = MoneyKind(rawValue: try section.text("kind", example: "capital")) else {
        throw section.failure("kind", "\"kind\" of \(section.title) is unknown; write \(example)")
      }
      terms.kind = kind
    }
    if section.has("years") {
      terms.years = try section.number("years", in: 0.01...100, "of years from 0.01 to 100")
    }
    if section.has("vat") {
      terms.vat = try section.number("vat", in: 0...1, "from 0 to 1, such as 0.1 for 10 %")
    }
    return terms
  }

  private func evidence(of section: PolicySection) throws(PolicyError) -> EvidenceKind? {
    guard section.has("evidence") else { return nil }
    let word = try section.text("evidence", example: "computer")
    guard let kind = EvidenceKind(rawValue: word), kind != .line, kind != .visit else {
      throw section.failure(
        "evidence",
        """
        "evidence" of \(section.title) is unknown; write "computer", "replacement", "scanner", \
        "account" or "signature"
        """)
    }
    return kind
  }

  private func requirement(
    of section: PolicySection, _ criteria: [Criterion]
  ) throws(PolicyError) -> String? {
    guard section.has("requires") else { return nil }
    let id = try section.identifier("requires")
    guard criteria.contains(where: { $0.id == id && $0.effect == .need }) else {
      let known = criteria.filter { $0.effect == .need }.map(\.id)
      throw section.failure(
        "requires",
        """
        \(section.title) requires \(quoted(id)), which is not a criterion that earns points; did \
        you mean "\(nearestName(to: id, among: known) ?? "")"?
        """)
    }
    return id
  }

  /// What is required must not have requirements itself: one step suffices to say that something is
  /// useless without a computer, and a cycle could never be bought.
  func checkRequirements(
    _ items: [CatalogueItem], _ lines: [LineOption], _ criteria: [Criterion]
  ) throws(PolicyError) {
    let all =
      items.enumerated().map { ("items", $0, $1.id, $1.criterion, $1.requires) }
      + lines.enumerated().map { ("lines", $0, $1.id, $1.criterion, $1.requires) }
    let required = Set(all.compactMap(\.4))
    for (list, index, id, criterion, requires) in all where requires != nil {
      guard required.contains(criterion) else { continue }
      throw PolicyError(
        line: root.lines.line(table: list, index: index, key: "requires"),
        message: """
          \(list) \(quoted(id)) serves \(quoted(criterion)), which others require; what is required \
          cannot itself have "requires"; remove it
          """)
    }
  }

  private func criterion(
    of section: PolicySection, _ criteria: [Criterion]
  ) throws(PolicyError) -> String {
    let id = try section.identifier("criterion")
    guard let criterion = criteria.first(where: { $0.id == id }) else {
      let nearest = nearestName(to: id, among: criteria.map(\.id)) ?? ""
      throw section.failure(
        "criterion",
        "\(section.title) serves an unknown criterion \(quoted(id)); did you mean \"\(nearest)\"?")
    }
    guard criterion.effect == .need else {
      throw section.failure(
        "criterion",
        """
        \(section.title) serves \(quoted(id)), which earns no points (counts = \
        "\(criterion.effect.rawValue)"), so nothing can be bought for it
        """)
    }
    return id
  }
}
