import Foundation
import InventoryStore

/// What an officer typed to attest how a right to a service stands.
struct AttestationForm {
  let service: String
  let status: String
  /// From when the right has run out: the end of the day that was named, in Vietnam.
  let end: Date?
  let note: String?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    service = form["service"] ?? ""
    status = form["status"] ?? ""
    note = form["note"]
    end = try form["until"].map { text in
      guard let end = Self.endOfDay(text) else {
        throw ServerError(.argumentMalformed, call.text("commune.dayMalformed"))
      }
      return end
    }
  }

  static func endOfDay(_ text: String) -> Date? {
    guard text.wholeMatch(of: /[12][0-9]{3}-[01][0-9]-[0-3][0-9]/) != nil,
      let start = try? Date("\(text)T00:00:00+07:00", strategy: .iso8601),
      // The parser takes 30 February for 2 March; a person who writes it meant another day.
      CommuneDays.day(start) == text
    else { return nil }
    return start.addingTimeInterval(86_400)
  }
}

/// Days as a form's date field writes them, in Vietnam.
enum CommuneDays {
  static func day(_ date: Date) -> String {
    date.addingTimeInterval(7 * 3600).formatted(.iso8601.year().month().day())
  }
}
