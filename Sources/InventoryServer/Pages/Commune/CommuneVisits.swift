import Foundation
import InventoryStore
import Presentation

/// Counts from visits to the commune, and the form that records them.
struct CommuneVisits: PageModel {
  static let mostVisits = 20

  let details: CommuneDetails
  let call: PageCall

  private var action: String { "/communes/\(details.register.code)/visits" }

  /// Only the province records visits, not the commune's own officers.
  static func mayRecord(_ call: PageCall) -> Bool {
    call.principal?.may(.manage) == true && call.principal?.person?.speaksForTheProvince == true
  }

  func values() -> PageValues {
    var values: PageValues = [
      "visits": details.visits.prefix(Self.mostVisits).map(visit), "any": !details.visits.isEmpty,
      "days": people.number(Visit.validDays),
    ]
    if Self.mayRecord(call) {
      values["form"] = form
    }
    return values
  }

  private var form: PageValues {
    let refused = call.refused("visit")
    let today = VietnamDay.text(call.now)
    var values: PageValues = [
      "action": action, "today": today, "maximumNote": Visit.maximumNote, "open": refused != nil,
      "day": refused?["day"] ?? today, "note": refused?["note"] ?? "",
      "figures": VisitForm.Figure.allCases.map {
        [
          "name": $0.rawValue, "label": call.text("commune.visit.\($0.rawValue)"),
          "typed": refused?[$0.rawValue] ?? "",
        ] as PageValues
      },
    ]
    values["fault"] = refused?.fault
    return values
  }

  private func visit(_ visit: Visit) -> PageValues {
    let figures = VisitForm.Figure.allCases.compactMap { figure in
      figure.value(visit.figures).map {
        "\(call.text("commune.visit.\(figure.rawValue)")): \(people.number($0, decimals: 3, trimmed: true))"
      }
    }
    var row: PageValues = [
      "day": people.date(visit.visitedAt), "by": call.names.actor(visit.recordedBy),
      "figures": figures.joined(separator: "; "),
    ]
    if let note = visit.note { row["note"] = note }
    if visit.withdrawnAt != nil {
      row["withdrawn"] = call.text("commune.attestation.withdrawn")
    } else if Self.mayRecord(call) {
      row["withdraw"] = [
        "number": "\(visit.number)", "action": "\(action)/withdraw",
        "label": call.text("commune.visit.withdrawOf", ["day": people.date(visit.visitedAt)]),
      ]
    }
    return row
  }
}

/// An officer's record of a visit, as typed.
struct VisitForm {
  enum Figure: String, CaseIterable {
    case adequate, others, scanners, signatures, line

    /// In the form's units: counts, and Mbit/s.
    func value(_ figures: Visit.Figures) -> Double? {
      switch self {
      case .adequate: figures.adequateComputers.map(Double.init)
      case .others: figures.otherComputers.map(Double.init)
      case .scanners: figures.scanners.map(Double.init)
      case .signatures: figures.digitalSignatures.map(Double.init)
      case .line: figures.lineBitsPerSecond.map { Double($0) / 1e6 }
      }
    }
  }

  let day: Date
  let figures: Visit.Figures
  let note: String?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    func number(_ figure: Figure, scale: Double = 1) throws -> Int? {
      guard let text = form[figure.rawValue] else { return nil }
      // In the unit in which the form asks.
      let maximum = scale == 1 ? Visit.maximumCount : Visit.maximumBitsPerSecond / Int(scale)
      func refusal(_ reason: String) -> ServerError {
        ServerError(
          .argumentMalformed,
          call.text(
            "commune.visit.\(reason)",
            [
              "field": call.text("commune.visit.\(figure.rawValue)"),
              "written": String(text.prefix(20)), "maximum": call.people.number(maximum),
            ]))
      }
      let value: Double
      do {
        value = try TypedNumber.read(text, wholeOnly: scale == 1)
      } catch {
        throw refusal(error == .ambiguous ? "ambiguous" : "malformed")
      }
      guard value <= Double(maximum) else { throw refusal("tooLarge") }
      return Int((value * scale).rounded())
    }
    figures = Visit.Figures(
      adequateComputers: try number(.adequate), otherComputers: try number(.others),
      scanners: try number(.scanners), digitalSignatures: try number(.signatures),
      lineBitsPerSecond: try number(.line, scale: 1e6))
    note = form["note"]
    guard let text = form["day"] else {
      day = call.now
      return
    }
    guard let noon = VietnamDay.written(text).flatMap({ VietnamDay.noon($0, now: call.now) })
    else {
      throw ServerError(.argumentMalformed, call.text("commune.dayMalformed"))
    }
    day = noon
  }
}
