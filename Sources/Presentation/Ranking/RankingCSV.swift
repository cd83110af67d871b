public import FoundationEssentials
import Prioritization

/// A ranking for spreadsheets: one row per commune, in the order of the document.
public enum RankingCSV {
  /// - Returns: UTF-8 with a byte order mark, lines ending with CRLF, headings in the language.
  ///   Numbers have a decimal point; times are RFC 3339 in UTC; unknown values are empty. A value
  ///   known only by its bounds is written `low–high`.
  public static func encode(
    _ document: RankingDocument, _ language: Language, messages: Messages
  ) -> Data {
    var csv = CSVBytes()
    header(document.policy, language, messages, to: &csv)
    for entry in document.entries {
      row(entry, document.policy, language, messages, to: &csv)
    }
    return Data(csv.bytes)
  }

  private static func header(
    _ policy: Policy, _ language: Language, _ messages: Messages, to csv: inout CSVBytes
  ) {
    for column in [
      "queue", "rank", "bestRank", "worstRank", "code", "commune", "kind", "provinceCode",
      "province", "points", "pointsHigh", "pointsIfConfirmed", "confidence", "reporting",
      "simulated", "machines", "lastReport",
    ] { csv.text(messages("column." + column, language)) }
    for criterion in policy.criteria {
      let label = criterion.label[language]
      csv.text(messages("column.criterionPoints", language, ["criterion": label]))
      csv.text(
        messages(
          "column.criterionValue", language, ["criterion": label, "unit": criterion.unit[language]])
      )
    }
    for criterion in policy.criteria where criterion.per != nil {
      csv.text(
        messages(
          "column.criterionStandard", language,
          ["criterion": criterion.label[language], "unit": criterion.unit[language]]))
    }
    for bonus in policy.context { csv.text(bonus.label[language]) }
    csv.endRow()
  }

  private static func row(
    _ entry: RankingDocument.Entry, _ policy: Policy, _ language: Language, _ messages: Messages,
    to csv: inout CSVBytes
  ) {
    let ranked = entry.ranked
    csv.text(messages("queue.\(ranked.queue.rawValue)", language))
    csv.integer(ranked.rank)
    csv.integer(ranked.bestRank)
    csv.integer(ranked.worstRank)
    csv.text(ranked.standing.code)
    csv.text(entry.name)
    csv.text(entry.kind)
    csv.text(entry.province)
    csv.text(entry.provinceName)
    csv.number(ranked.standing.points)
    csv.number(ranked.standing.pointsHigh)
    csv.number(entry.pointsIfConfirmed)
    csv.number(ranked.standing.confidence)
    if let state = entry.reportingKey {
      csv.text(messages(state, language))
      csv.text(messages(entry.simulated ? "value.yes" : "value.no", language))
      csv.integer(entry.machines)
    } else {
      for _ in 0..<3 { csv.empty() }
    }
    csv.time(entry.lastReport)
    for at in policy.criteria.indices {
      let points = ranked.standing.contributions
      csv.number(at < points.count ? points[at] : nil)
      let value: (low: Double, high: Double)? = entry.values.at(at)
      if let value, value.low != value.high {
        csv.text("\(CSVBytes.digits(value.low))–\(CSVBytes.digits(value.high))")
      } else {
        csv.number(value?.low)
      }
    }
    for (at, criterion) in policy.criteria.enumerated() where criterion.per != nil {
      csv.number(criterion.standard(factor: ranked.standing.factor(at)))
    }
    for at in policy.context.indices { csv.number(entry.context.at(at)) }
    csv.endRow()
  }
}
