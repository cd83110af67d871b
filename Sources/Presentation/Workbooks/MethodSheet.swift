import FoundationEssentials
import Prioritization
import Spreadsheets

/// The source of the figures and the meaning of each column.
enum MethodSheet {
  /// - Parameters:
  ///   - columns: Titles and meanings.
  ///   - notes: Keys of messages.
  static func make(
    title: String, _ policy: Policy, _ provenance: Provenance,
    columns: [(title: String, meaning: String)], notes: [String], sentences: [String] = [],
    _ language: Language, _ messages: Messages
  ) -> Sheet {
    func row(_ key: String, _ cell: Sheet.Cell) -> [Sheet.Cell] {
      [.text(messages("source." + key, language)), cell]
    }
    var rows: [[Sheet.Cell]] = [
      [.heading(title)],
      row("policy", .text(messages.policyName(policy, language))),
      row("policyVersion", .number(Double(policy.version), .integer)),
    ]
    if let digest = provenance.policyDigest {
      rows.append(row("policyDigest", .text("sha-256:" + digest)))
    }
    if let table = provenance.table {
      rows.append(row("table", .text(table.name)))
      rows.append(row("tableDigest", .text("sha-256:" + table.digest)))
    } else {
      rows.append(row("asOf", .moment(provenance.asOf)))
    }
    if let past = provenance.past(language, messages) { rows.append([.blank, .text(past)]) }
    rows += sentences.map { [.blank, .text($0)] }
    rows += [[], [.heading(messages("source.method", language))]]
    for key in ["method.gap", "method.points", "method.unknown", "method.queues"] + notes {
      rows.append([.blank, .text(messages(key, language))])
    }
    rows += [[], [.heading(messages("source.columns", language))]]
    rows += columns.map { [.text($0.title), .text($0.meaning)] }
    return Sheet(
      title: messages("sheet.sources", language),
      columns: [.init("", width: 44, wraps: true), .init("", width: 100, wraps: true)], rows: rows)
  }
}

extension Provenance {
  /// Creation time of the file: the time of the measures; a constant for a table.
  var created: Date { asOf ?? Date(timeIntervalSince1970: 946_684_800) }
}

extension Sheet.Cell {
  static func integer(_ value: Int?) -> Sheet.Cell {
    value.map { .number(Double($0), .integer) } ?? .blank
  }

  static func money(_ value: Int?) -> Sheet.Cell {
    value.map { .number(Double($0), .money) } ?? .blank
  }

  static func number(_ value: Double?, as format: Sheet.Format) -> Sheet.Cell {
    value.map { .number($0, format) } ?? .blank
  }

  /// In Vietnam's time, like ``PeopleFormat``.
  static func moment(_ date: Date?) -> Sheet.Cell {
    guard let seconds = date?.timeIntervalSince1970, seconds.isFinite else { return .blank }
    // 1899-12-30 is 25,569 days before 1970.
    return .time(daysSince1900: (seconds.rounded(.down) + 7 * 3600) / 86_400 + 25_569)
  }
}
