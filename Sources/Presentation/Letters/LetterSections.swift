import FoundationEssentials
import Prioritization

/// A letter in words: headings, each with its lines. The source of both plain text and HTML.
struct LetterSections {
  struct Section {
    var heading: String
    var lines: [Line]
  }

  struct Line {
    var text: String
    /// The path of a page with details, such as `/communes/21250`.
    var path: String?
  }

  let document: LetterDocument
  let language: Language
  let messages: Messages

  private var format: PeopleFormat { PeopleFormat(language) }

  private func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
    messages(key, language, arguments)
  }

  var area: String { document.area.map(DisplayText.neutralised) ?? text("letter.country") }

  var subject: String {
    text(
      "letter.subject.\(document.period.rawValue)",
      ["area": area, "date": format.date(document.until)])
  }

  var introduction: String {
    text(
      "letter.introduction",
      [
        "area": area, "since": format.dateTime(document.since),
        "until": format.dateTime(document.until),
      ])
  }

  /// Whether any line contains simulated figures.
  var anySimulated: Bool {
    document.silences.entries.contains {
      switch $0 {
      case .outage(_, _, _, _, let simulated): simulated
      case .commune(let commune, _): commune.simulated
      }
    } || document.quarantined.entries.contains { $0.commune.simulated }
      || document.rights.entries.contains { $0.commune.simulated }
      || (document.risen + document.fallen).contains { $0.commune.simulated }
      || document.systems.entries.contains(where: \.simulated)
      || document.tokens.entries.contains { $0.commune.simulated }
      || document.purchases.entries.contains { $0.commune.simulated }
  }

  /// Whether any line contains an interval.
  var anyInterval: Bool {
    document.rights.certain < document.rights.total
      || document.systems.entries.contains {
        $0.computers.low < $0.computers.high || $0.communes.low < $0.communes.high
      }
      || (document.risen + document.fallen).contains { mover in
        [mover.before, mover.after].contains {
          $0.ranks.low < $0.ranks.high || $0.points < $0.possiblePoints
        }
      }
  }

  var sections: [Section] {
    [
      section("silent", document.silences, "/coverage", silence),
      section("quarantined", document.quarantined, "/administration/machines") { machine in
        line(
          machine.commune, "letter.quarantined.line",
          ["model": model(machine), "since": format.date(machine.since)])
      },
      section("purchases", document.purchases, nil) { purchase in
        line(
          purchase.commune, "letter.purchases.line",
          [
            "item": DisplayText.neutralised(language == .vi ? purchase.item.vi : purchase.item.en),
            "count": format.number(purchase.count), "date": format.date(purchase.deliveredAt),
          ])
      },
      section("rights", document.rights, nil, right),
      section("systems", document.systems, nil, system),
      movers("risen", document.risen), movers("fallen", document.fallen),
      section("tokens", document.tokens, "/administration/tokens") { token in
        line(
          token.commune, "letter.tokens.line",
          [
            "uses": format.number(token.uses), "made": format.date(token.createdAt),
            "expires": format.date(token.expiresAt),
          ])
      },
    ].compactMap { $0 }
  }

  /// - Parameter path: The page with the whole list.
  private func section<Entry>(
    _ part: String, _ list: LetterDocument.List<Entry>, _ path: String?, _ line: (Entry) -> Line
  ) -> Section? {
    guard list.total > 0 else { return nil }
    var lines = list.entries.map(line)
    let rest = list.total - list.entries.count
    if rest > 0 {
      lines.append(Line(text: text("letter.more", ["count": format.number(rest)]), path: path))
    }
    return Section(
      heading: text(
        "letter.\(part).heading",
        ["count": format.range(CountRange(low: list.certain, high: list.total))]), lines: lines)
  }

  private func line(
    _ commune: LetterDocument.Commune, _ key: String, _ arguments: [String: String]
  ) -> Line {
    Line(
      text: text(key, arguments.merging(["commune": name(commune)]) { $1 }),
      path: "/communes/\(commune.code)")
  }

  private func name(_ commune: LetterDocument.Commune) -> String {
    var parts = DisplayText.neutralised(commune.name)
    if document.hasSeveralProvinces, !commune.provinceName.isEmpty {
      parts += ", " + DisplayText.neutralised(commune.provinceName)
    }
    return parts + mark(commune.simulated)
  }

  private func mark(_ simulated: Bool) -> String {
    simulated ? " [\(text("simulated.mark"))]" : ""
  }

  private func silence(_ silence: LetterDocument.Silence) -> Line {
    switch silence {
    case .outage(let name, let communes, let all, let last, let simulated):
      Line(
        text: text(
          "letter.silent.outage",
          [
            "name": DisplayText.neutralised(name) + mark(simulated),
            "count": format.number(communes), "all": format.number(all),
            "last": format.date(last),
          ]), path: "/coverage")
    case .commune(let commune, let last):
      line(commune, "letter.silent.commune", ["last": format.date(last)])
    }
  }

  private func model(_ machine: LetterDocument.QuarantinedMachine) -> String {
    machine.model.map(DisplayText.neutralised) ?? text("letter.quarantined.unknownModel")
  }

  private func right(_ right: LetterDocument.Right) -> Line {
    let key = "service.\(right.service)"
    let known = text(key)
    let service = known == key ? DisplayText.neutralised(right.service) : known
    let hasEnded = right.expiresAt <= document.until
    return line(
      right.commune, hasEnded ? "letter.rights.ended" : "letter.rights.line",
      [
        "service": service
          + (right.isCertificate ? " (\(text("letter.rights.certificate")))" : ""),
        "date": format.date(right.expiresAt),
        "doubt": right.doubt.map { text("letter.rights.\($0.rawValue)") } ?? "",
      ])
  }

  private func system(_ system: LetterDocument.System) -> Line {
    let name = DisplayText.neutralised(system.name)
    return Line(
      text: text(
        system.hasEnded ? "letter.systems.ended" : "letter.systems.line",
        [
          "system": (system.isPaid ? text("forecast.paid", ["system": name]) : name)
            + mark(system.simulated),
          "date": format.date(system.lastDay),
          "computers": format.range(system.computers),
          "communes": format.range(system.communes),
        ]), path: nil)
  }

  private func movers(_ part: String, _ movers: [LetterDocument.Mover]) -> Section? {
    guard !movers.isEmpty else { return nil }
    return Section(
      heading: text("letter.\(part).heading"),
      lines: movers.map { mover in
        line(
          mover.commune, "letter.mover",
          [
            "before": rank(mover.before), "after": rank(mover.after),
            "pointsBefore": points(mover.before), "pointsAfter": points(mover.after),
            "points": format.signed(
              RoundedParts.change(mover.before.points, mover.after.points, decimals: 1),
              decimals: 1),
            "criterion": DisplayText.neutralised(
              language == .vi ? mover.criterion.vi : mover.criterion.en),
            "cause": text("cause.\(mover.cause)"),
          ])
      })
  }

  private func rank(_ place: LetterDocument.Mover.Place) -> String {
    let rank = format.number(place.rank)
    return place.ranks.low == place.ranks.high ? rank : "\(rank) (\(format.range(place.ranks)))"
  }

  private func points(_ place: LetterDocument.Mover.Place) -> String {
    format.range(place.points, place.possiblePoints, decimals: 1)
  }
}
