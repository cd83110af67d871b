import Foundation
import InventoryStore
import Presentation
import Prioritization

/// A detail of an audit entry in the reader's words: the log keeps names and codes.
///
/// Whatever is not understood is shown as it was recorded, since the log must hide nothing.
struct AuditDetailText {
  let call: PageCall
  let record: AuditRecord
  /// Names of items of purchase by id.
  let itemNames: [String: LocalizedText]
  /// Names of provinces by code.
  let provinces: [String: String]

  func values(_ detail: AuditRecord.Detail) -> PageValues {
    ["label": label(detail.name), "value": value(detail)]
  }

  /// One action may use a name in a sense of its own: `previous` is a key, but a policy in
  /// `policy.changed`.
  private func label(_ name: String) -> String {
    text("audit.detail.\(record.action).\(name)") ?? text("audit.detail.\(name)") ?? name
  }

  private func value(_ detail: AuditRecord.Detail) -> String {
    let written = detail.value
    guard written != "-" else { return "–" }
    guard let name = AuditDetailName(rawValue: detail.name) else { return written }
    switch name {
    case .role, .formerRole: return text("role.\(written)") ?? written
    case .place, .formerPlace, .area: return place(written)
    case .service: return text("service.\(written)") ?? written
    case .status: return text("status.\(written)") ?? written
    case .from: return text("machine.state.\(written)") ?? written
    case .period: return text("account.period.\(written)") ?? written
    case .evidence:
      return MergeDecisionPage.names(of: written.split(separator: " ").map(String.init), call)
    case .fields: return list(written) { "register.column.\($0)" }
    case .signs: return list(written) { "check.sign.\($0)" }
    case .changed:
      return Int(written).map(people.number) ?? list(written) { "audit.changed.\($0)" }
    case .reason: return QuarantineReason.text(written, call)
    case .recordsPurchases: return yesOrNo(written)
    case .day: return VietnamDay.end(written).map { people.date($0 - 1) } ?? written
    case .until:
      // The end of a day is the beginning of the next.
      return (try? Date(written, strategy: .iso8601)).map { people.date($0 - 1) } ?? written
    case .lineBitsPerSecond:
      return Int(written).map(people.speed(bitsPerSecond:)) ?? written
    case .budget: return money(written)
    case .item: return item(written)
    case .field: return text("audit.field.\(written)") ?? written
    case .before, .after: return change(written)
    case .added, .erased, .stored, .duplicates, .refused, .uses, .days, .seconds, .entries,
      .machines, .items, .orders, .deliveries, .adequateComputers, .otherComputers, .scanners,
      .digitalSignatures:
      return Int(written).map(people.number) ?? written
    // What people wrote, codes, numbers of things and digests.
    case .commune, .machine, .token, .agent, .key, .previousKey, .previous, .into, .former, .user,
      .label, .source, .sha256, .folder, .note, .noteNumber, .writtenBy, .visit, .name,
      .documents, .entry, .document, .version, .file, .replaced, .carriedFrom, .through, .hash:
      return written
    }
  }

  /// The former or the new value of a line item: a count, a price, or whether it is cancelled.
  private func change(_ written: String) -> String {
    let field = record.details.first { $0.name == AuditDetailName.field.rawValue }?.value
    switch field.flatMap(LineItemChange.Field.init) {
    case .count: return Int(written).map(people.number) ?? written
    case .price: return money(written)
    case .cancelled: return yesOrNo(written)
    case nil: return written
    }
  }

  private func place(_ code: String) -> String {
    code == Scope.country.code ? call.text("users.country") : provinces[code] ?? code
  }

  private func item(_ id: String) -> String {
    if id == LineItem.visit { return call.text("programme.visit") }
    return itemNames[id]?[call.language] ?? id
  }

  private func money(_ written: String) -> String {
    Int(written).map { call.text("unit.vnd", ["amount": people.number($0)]) } ?? written
  }

  private func yesOrNo(_ written: String) -> String {
    ["0": call.text("audit.no"), "1": call.text("audit.yes")][written] ?? written
  }

  /// Names separated by commas, each in words.
  private func list(_ written: String, _ key: (Substring) -> String) -> String {
    written.split(separator: ", ").map { text(key($0)) ?? String($0) }.joined(separator: ", ")
  }

  /// nil if there is no such text.
  private func text(_ key: String) -> String? {
    let text = call.text(key)
    return text == key ? nil : text
  }

  private var people: PeopleFormat { call.people }
}
