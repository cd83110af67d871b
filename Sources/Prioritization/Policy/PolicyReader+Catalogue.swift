import TOMLDocument

/// The catalogue of what can be bought.
extension PolicyReader {
  func items(_ criteria: [Criterion]) throws(PolicyError) -> [CatalogueItem] {
    var items: [CatalogueItem] = []
    for section in try root.sections("items", atMost: 256) {
      try section.expect(keys: ["id", "label", "cost", "criterion", "closes", "source"])
      items.append(
        CatalogueItem(
          id: try section.identifier("id"), label: try section.label("label"),
          cost: try cost(section), criterion: try criterion(of: section, criteria),
          closes: try section.number("closes", in: 1e-9...1e15, "above 0"),
          source: try section.words("source", else: "")))
    }
    return items
  }

  func lines(_ criteria: [Criterion]) throws(PolicyError) -> [LineOption] {
    var lines: [LineOption] = []
    for section in try root.sections("lines", atMost: 64) {
      try section.expect(keys: ["id", "label", "cost", "criterion", "to", "source"])
      lines.append(
        LineOption(
          id: try section.identifier("id"), label: try section.label("label"),
          cost: try cost(section), criterion: try criterion(of: section, criteria),
          to: try section.number("to"), source: try section.words("source", else: "")))
    }
    return lines
  }

  private func cost(_ section: PolicySection) throws(PolicyError) -> Int {
    try section.integer("cost", in: 1...1_000_000_000_000_000, "of VND above 0")
  }

  private func criterion(
    of section: PolicySection, _ criteria: [Criterion]
  ) throws(PolicyError) -> String {
    let id = try section.identifier("criterion")
    guard criteria.contains(where: { $0.id == id }) else {
      let nearest = nearestName(to: id, among: criteria.map(\.id)) ?? ""
      throw section.failure(
        "criterion",
        "\(section.title) serves an unknown criterion \(quoted(id)); did you mean \"\(nearest)\"?")
    }
    return id
  }
}
