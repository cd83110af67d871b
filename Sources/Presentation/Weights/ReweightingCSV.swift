public import FoundationEssentials
public import Prioritization

/// The effect of other weights, for spreadsheets: one row per commune, in the order of the ranking.
public enum ReweightingCSV {
  /// - Returns: Formatted as by ``RankingCSV``.
  public static func encode(
    _ reweighting: Reweighting, of document: RankingDocument, _ language: Language,
    messages: Messages
  ) -> Data {
    var csv = CSVBytes()
    for column in [
      "code", "commune", "provinceCode", "province", "queueBefore", "queueAfter", "rankBefore",
      "rankAfter", "rise", "pointsBefore", "pointsAfter", "simulated",
    ] { csv.text(messages("column." + column, language)) }
    csv.endRow()
    for (entry, movement) in zip(document.entries, reweighting.movements) {
      csv.text(movement.code)
      csv.text(entry.name)
      csv.text(entry.province)
      csv.text(entry.provinceName)
      csv.text(messages("queue.\(movement.queueBefore.rawValue)", language))
      csv.text(messages("queue.\(movement.queueAfter.rawValue)", language))
      csv.integer(movement.rankBefore)
      csv.integer(movement.rankAfter)
      csv.integer(movement.rise)
      csv.number(movement.pointsBefore)
      csv.number(movement.pointsAfter)
      csv.text(messages(entry.simulated ? "value.yes" : "value.no", language))
      csv.endRow()
    }
    return Data(csv.bytes)
  }
}
