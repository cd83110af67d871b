import Prioritization

/// The columns of a programme's line items, in files and workbooks.
struct ProgrammeColumns {
  let text: ProgrammeText

  /// Keys of the texts `column.…`.
  static let keys = [
    "code", "commune", "province", "item", "state", "planned", "wanted", "ordered", "delivered",
    "confirmed", "unconfirmed", "price", "moneyWanted", "moneyOrdered", "moneyDelivered",
    "moneyConfirmed", "moneyUnconfirmed", "documents", "simulated", "moneyKind",
  ]

  enum Cell {
    case text(String)
    case count(Int)
    case money(Int)
  }

  func cells(_ line: ProgrammeDocument.Line) -> [Cell] {
    let progress = line.progress
    return [
      .text(line.commune), .text(line.communeName), .text(line.provinceName),
      .text(text.label(line.item)), .text(text.state(line)), .count(line.plannedCount),
      .count(progress.wantedNow), .count(progress.ordered), .count(progress.delivered),
      .count(progress.confirmed), .count(progress.unconfirmed), .money(line.price),
      .money(line.money.wanted), .money(line.money.ordered), .money(line.money.delivered),
      .money(line.money.confirmed), .money(line.money.unconfirmed),
      .text(line.documents.joined(separator: "; ")), .text(text.isSimulated(line.commune)),
      .text(text.kind(of: line.item)),
    ]
  }
}
