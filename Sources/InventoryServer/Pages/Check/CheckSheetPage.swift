import Foundation
import InventoryStore
import Presentation

/// The sheet to print, with a code; shown only once.
struct CheckSheetPage {
  let check: CheckCall
  let subject: CheckSubject
  let details: CommuneDetails
  let code: String

  func values() -> PageValues {
    let call = check.call
    let until = call.now.addingTimeInterval(InventoryStore.Checks.sheetSeconds)
    var values: PageValues = [
      "checkScript": call.templates.assets.address("check.js"),
      "place": "\(details.register.name) (\(details.register.code))",
      "computer": subject.machine ?? call.text("check.office"),
      "until": call.people.dateTime(until), "made": call.people.dateTime(call.now),
      "short": String(code.suffix(4)), "back": subject.address(.scanner),
    ]
    if let picture = QRCode(code) {
      values["qr"] =
        [
          "side": String(picture.side), "path": picture.path,
          "meaning": call.text("check.sheet.meaning"),
        ] as PageValues
    }
    return values
  }
}
