import InventoryStore
import Presentation

/// The contact of a commune, and the notes about it.
struct CommuneContactSection {
  let commune: String
  let contact: CommuneContact?
  let notes: [CommuneNote]
  let call: PageCall

  private var action: String { "/communes/\(commune)" }
  private var mayChange: Bool { call.principal?.may(.manage) == true }

  func values() -> PageValues {
    var values: PageValues = [:]
    if let contact { values["known"] = known(contact) }
    if !notes.isEmpty { values["notes"] = ["rows": notes.map(row)] as PageValues }
    if mayChange { values["form"] = form }
    return values
  }

  private func known(_ contact: CommuneContact) -> PageValues {
    var values: PageValues = [
      "changed": call.text(
        "commune.contact.changed",
        ["by": call.names.actor(contact.changedBy), "at": call.people.date(contact.changedAt)])
    ]
    if let name = contact.details.name { values["person"] = name }
    if let link = ContactLink(phone: contact.details) {
      values["phone"] = ["address": link.address, "number": link.label] as PageValues
    }
    if let link = ContactLink(email: contact.details) {
      values["email"] = ["address": link.address, "mailbox": link.label] as PageValues
    }
    return values
  }

  private func row(_ note: CommuneNote) -> PageValues {
    var row: PageValues = [
      "note": note.text, "by": call.names.actor(note.writtenBy),
      "at": call.people.date(note.writtenAt),
    ]
    if mayChange, note.mayBeRemoved(by: call.principal?.person) {
      row["remove"] =
        [
          "action": "\(action)/notes/remove", "number": "\(note.number)",
          "label": call.text("commune.note.removeOf", ["by": note.writtenBy]),
        ] as PageValues
    }
    return row
  }

  private var form: PageValues {
    let refused = call.refused("contact")
    let note = call.refused("note")
    let shown = (refused?.fields).map(ContactForm.init) ?? ContactForm(contact?.details)
    var values: PageValues = [
      "action": action, "open": refused != nil || note != nil, "note": note?["note"] ?? "",
      "name": shown.name, "phone": shown.phone,
      "email": shown.email, "maximumName": ContactDetails.maximumName,
      "maximumPhone": ContactDetails.maximumPhone, "maximumEmail": ContactDetails.maximumEmail,
      "maximumNote": CommuneNote.maximumText,
    ]
    values["contactFault"] = refused?.fault
    values["noteFault"] = note?.fault
    return values
  }
}

/// A link to call or write to somebody by phone or mail program.
struct ContactLink {
  let address: String
  let label: String

  /// nil if no phone number is known.
  init?(phone details: ContactDetails?) {
    guard let details, let dialled = details.dialled, let phone = details.phone else { return nil }
    (address, label) = ("tel:\(dialled)", phone)
  }

  /// nil if no address is known.
  init?(email details: ContactDetails?) {
    guard let email = details?.email else { return nil }
    (address, label) = ("mailto:\(email)", email)
  }
}

/// A contact as typed; blank is unknown.
struct ContactForm {
  let name: String
  let phone: String
  let email: String

  init(_ form: PageForm) {
    name = form.exactly("name") ?? ""
    phone = form.exactly("phone") ?? ""
    email = form.exactly("email") ?? ""
  }

  init(_ details: ContactDetails?) {
    name = details?.name ?? ""
    phone = details?.phone ?? ""
    email = details?.email ?? ""
  }

  func details(
    replacing known: ContactDetails?
  ) throws(ContactDetails.Fault) -> ContactDetails {
    try ContactDetails(name: name, phone: phone, email: email, replacing: known)
  }
}
